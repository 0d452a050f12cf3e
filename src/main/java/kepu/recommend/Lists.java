package kepu.recommend;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import kepu.people.Resident;
import kepu.recommend.model.Model;
import kepu.recommend.model.Policy;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.Traced;
import kepu.recommend.release.Choice;

/** Makes lists: asks which version serves, ranks and arranges, lets two versions take turns, and a shadow run along. */
final class Lists {
    private static final int CANDIDATES = 300;
    private static final int SHADOWED_ONE_OF = 10;

    private final Feeds.Guidance guidance;
    private final Worlds worlds;
    private final Clock clock;
    private final int places;
    private final ThreadLocal<Ranking> rankings;
    private final Shadowing shadowing;

    /** @param places of a list, at most */
    Lists(Feeds.Guidance guidance, Worlds worlds, Clock clock, int places, MeterRegistry meters) {
        this.guidance = guidance;
        this.worlds = worlds;
        this.clock = clock;
        this.places = places;
        Ranking.Surroundings surroundings = new Ranking.Surroundings(
                guidance.pushed(),
                (source, failure) -> meters.counter("kepu.feed.source.failed", "source", source)
                        .increment());
        this.rankings = ThreadLocal.withInitial(() -> new Ranking(CANDIDATES, surroundings));
        this.shadowing = new Shadowing(meters);
    }

    /** For somebody of whom only a region is known. {@code explained} of the first places get their causes at once. */
    Listed common(Person person, int explained) {
        Model model = guidance.models().released();
        return new Listed(list(person, model, explained), model);
    }

    /** For a resident who asks; a shadow may make a list of its own beside. */
    Listed served(Resident resident, Person person, int explained) {
        long start = System.nanoTime();
        Listed listed = ahead(resident, person, explained);
        long nanos = System.nanoTime() - start;
        guidance.models()
                .shadow()
                .filter(shadow -> sampled())
                .ifPresent(shadow -> shadowing.follow(
                        shadow.version(), listed.places(), nanos, () -> list(person, shadow, explained)));
        return listed;
    }

    /** What the shadow did here; empty while none runs along on this node. */
    Optional<Shadowing.Report> shadow() {
        return guidance.models().shadow().map(shadow -> shadowing.of(shadow.version()));
    }

    /** For a resident who may ask later. Only the first places are explained at once: most people do not turn the page. */
    Listed ahead(Resident resident, Person person, int explained) {
        return switch (guidance.models().forResident(resident.id(), resident.village())) {
            case Choice.Nothing<Model> none -> common(person, explained);
            case Choice.One<Model>(Choice.Serving<Model>(Model model, var assignment)) ->
                new Listed(list(person, model, explained), model);
            case Choice.Turns<Model>(var released, var trial) ->
                turns(person, released.model(), trial.model(), explained);
        };
    }

    private Listed turns(Person person, Model released, Model trial, int explained) {
        TeamDraft draft = TeamDraft.of(
                list(person, released, explained), list(person, trial, explained), places, new SplittableRandom());
        List<Model> models = draft.ofSecond().stream()
                .map(second -> second ? trial : released)
                .toList();
        return new Listed(draft.places(), models);
    }

    private static boolean sampled() {
        return ThreadLocalRandom.current().nextInt(SHADOWED_ONE_OF) == 0;
    }

    private List<Placed> list(Person person, Model model, int explained) {
        return list(person, model, guidance.orders().apply(person), explained, new SplittableRandom());
    }

    /** By one version, under these orders, with this luck. */
    List<Placed> list(Person person, Model model, Orders orders, int explained, SplittableRandom random) {
        Ranking.Length length = new Ranking.Length(places, explained);
        Policy policy = model.manner().arrangement();
        return rankings.get().list(worlds.of(model), person, clock.millis(), policy, orders, length, random);
    }

    /** The places of the list that this thread made last, with all that led to each. */
    List<Traced> traced(List<Placed> list) {
        return rankings.get().traced(list);
    }

    /** Places of a list with their causes, each as the version says that filled it. */
    List<Placed> explained(Person person, Listed part) {
        if (isExplained(part.places())) {
            return part.places();
        }
        List<Placed> explained = new ArrayList<>(part.places());
        for (Model model : Set.copyOf(part.models())) {
            List<Placed> own = rankings.get().explained(worlds.of(model), person, clock.millis(), explained);
            for (int i = 0; i < own.size(); i++) {
                if (part.models().get(i).equals(model)) {
                    explained.set(i, own.get(i));
                }
            }
        }
        return explained;
    }

    private static boolean isExplained(List<Placed> places) {
        for (Placed placed : places) {
            if (placed.isUnexplained()) {
                return false;
            }
        }
        return true;
    }
}
