package kepu.recommend;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kepu.base.Digest;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.config.Config;
import kepu.people.Resident;
import kepu.recommend.model.Model;
import kepu.recommend.rank.History;
import kepu.recommend.rank.Person;
import kepu.recommend.release.Choice;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * How things stand for a person: all that decides a list, and whether it is still as it was. What everybody does with items is the one thing
 * that is not looked at; instead a list has an age after which it is made anew.
 */
final class Standing {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    /** Beijing has kept this distance since 1991. */
    private static final long BEIJING_MILLIS = Duration.ofHours(8).toMillis();

    private static final Choice<Model> NO_CHOICE = new Choice.Nothing<>();

    private final Feeds.Guidance guidance;
    private final Worlds worlds;
    private final Histories histories;
    private final Clock clock;
    private final int arrangedItems;
    private final long warmMillis;
    private final long preparedMillis;

    Standing(Feeds.Guidance guidance, Worlds worlds, Histories histories, Clock clock, Config.Feed config) {
        this.guidance = guidance;
        this.worlds = worlds;
        this.histories = histories;
        this.clock = clock;
        this.arrangedItems = config.arrangedItems();
        this.warmMillis = Duration.ofMinutes(config.warmMinutes()).toMillis();
        this.preparedMillis = Duration.ofMinutes(config.preparedMinutes()).toMillis();
    }

    /** How things stand before a list is made for a resident. {@code edition} is that of the history before anything was read from it. */
    Stamp of(Resident resident, Person person, History history, int edition) {
        return of(resident, person, history, edition, chosen(resident));
    }

    /** The same for somebody of whom only a region is known. */
    Stamp of(Person person) {
        return of(null, person, null, 0, NO_CHOICE);
    }

    private Stamp of(
            @Nullable Resident resident, Person person, @Nullable History history, int edition, Choice<Model> choice) {
        long pushes = guidance.pushed().edition();
        return new Stamp(
                resident,
                history,
                edition,
                choice,
                guidance.models().released(),
                worlds.moment(),
                guidance.orders().apply(person),
                new Stamp.Pushes(guidance.pushed().apply(person), pushes),
                clock.millis());
    }

    /** Whether a resident who asks now would get such a list anew. */
    boolean isStill(Stamp stamp, Resident resident, Person person) {
        History history = stamp.history();
        return history != null
                && resident.equals(stamp.resident())
                && isSame(history, histories.known(resident.id()))
                && history.edition() == stamp.edition()
                && chosen(resident).equals(stamp.choice())
                && isStill(stamp, person);
    }

    /** The same for somebody of whom only a region is known. */
    boolean isStill(Stamp stamp, Person person) {
        long now = clock.millis();
        return now >= stamp.atMillis()
                && now - stamp.atMillis() < warmMillis
                && day(now) == day(stamp.atMillis())
                && isSame(stamp.moment(), worlds.moment())
                && isSame(stamp.released(), guidance.models().released())
                && guidance.orders().apply(person).equals(stamp.orders())
                && isPushed(stamp.pushes(), person);
    }

    /**
     * A number that follows from all that is known of a resident themselves: their lists are theirs as long as it is the same.
     */
    static long whom(Resident resident) {
        return new Digest()
                .add(resident.id())
                .add(resident.village())
                .add(Group.mask(resident.groups()))
                .add(resident.birthYear() == null ? 0 : resident.birthYear())
                .add(Topic.mask(resident.interests()))
                .add(Topic.mask(resident.deletedTopics()))
                .add(resident.personalised() ? 1 : 0)
                .value();
    }

    /** The same for somebody of whom only a region is known. */
    static long whom(RegionCode region) {
        return new Digest().add(region.level().ordinal()).add(region.first()).value();
    }

    /**
     * A number that follows from all that decides, and is the same on every node that knows the same: what a list was made from before it was
     * asked for.
     */
    long digest(Resident resident, Stamp stamp) {
        Digest digest = new Digest()
                .add(whom(resident))
                .add(stamp.history() == null ? 0 : stamp.history().digest())
                .add(stamp.released().version())
                .add(stamp.moment().digest())
                .add(stamp.orders().digest())
                .add(arrangedItems)
                .add(day(stamp.atMillis()));
        choose(stamp.choice(), digest);
        for (int item : stamp.pushes().items()) {
            digest.add(item);
        }
        return digest.value();
    }

    /** Whether a list that was made ahead, or by another node, is what the resident would get; {@code stamp} is of now. */
    boolean isPrepared(FeedCode.Head head, Resident resident, Stamp stamp) {
        long now = stamp.atMillis();
        return now >= head.atMillis() && now < head.untilMillis() && head.decided() == digest(resident, stamp);
    }

    /** What stands before a list that is made before it is asked for. */
    FeedCode.Head ahead(String id, Resident resident, Stamp stamp) {
        return new FeedCode.Head(
                id, stamp.atMillis(), stamp.atMillis() + preparedMillis, whom(resident), digest(resident, stamp));
    }

    /** The same of a list that is served; with what decided it where others may take it for one that was prepared. */
    FeedCode.Head served(String id, Resident resident, Stamp stamp, boolean isShared) {
        long decided = isShared ? digest(resident, stamp) : 0;
        return new FeedCode.Head(id, stamp.atMillis(), stamp.atMillis() + warmMillis, whom(resident), decided);
    }

    /** The same of a region. */
    FeedCode.Head served(String id, RegionCode region, Stamp stamp) {
        return new FeedCode.Head(id, stamp.atMillis(), stamp.atMillis() + warmMillis, whom(region), 0);
    }

    /** The models of versions that serve a resident; null when one does not. */
    @Nullable
    List<Model> models(Resident resident, List<String> versions) {
        return models(chosen(resident), versions);
    }

    /** The same for those of whom only a region is known. */
    @Nullable
    List<Model> models(List<String> versions) {
        return models(NO_CHOICE, versions);
    }

    private @Nullable List<Model> models(Choice<Model> choice, List<String> versions) {
        List<Model> serving = switch (choice) {
            case Choice.Nothing<Model> none -> List.of(guidance.models().released());
            case Choice.One<Model>(var one) -> List.of(one.model());
            case Choice.Turns<Model>(var released, var trial) -> List.of(released.model(), trial.model());
        };
        List<Model> models = new ArrayList<>(versions.size());
        for (String version : versions) {
            Model model = model(serving, version);
            if (model == null) {
                return null;
            }
            models.add(model);
        }
        return models;
    }

    private static @Nullable Model model(List<Model> serving, String version) {
        for (Model model : serving) {
            if (model.version().equals(version)) {
                return model;
            }
        }
        return null;
    }

    private static void choose(Choice<Model> choice, Digest digest) {
        switch (choice) {
            case Choice.Nothing<Model> none -> digest.add(0);
            case Choice.One<Model>(var serving) ->
                digest.add(1).add(serving.model().version());
            case Choice.Turns<Model>(var released, var trial) ->
                digest.add(2).add(released.model().version()).add(trial.model().version());
        }
    }

    /** The number of the day in Beijing: seasons and ages go by it. */
    static long day(long millis) {
        return Math.floorDiv(millis + BEIJING_MILLIS, DAY_MILLIS);
    }

    private Choice<Model> chosen(Resident resident) {
        return guidance.models().forResident(resident.id(), resident.village());
    }

    private boolean isPushed(Stamp.Pushes pushes, Person person) {
        long edition = guidance.pushed().edition();
        return pushes.isAsOf(edition) || pushes.isStill(guidance.pushed().apply(person), edition);
    }

    /** What changes is replaced as a whole: the same object is the same state. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Object one, @Nullable Object other) {
        return one == other;
    }
}
