package kepu.recommend;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.activity.Lot;
import kepu.activity.Placing;
import kepu.base.Cursor;
import kepu.base.Neighbours;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.people.Resident;
import kepu.recommend.log.Things;
import kepu.recommend.model.Manner;
import kepu.recommend.model.Model;
import kepu.recommend.model.Policy;
import kepu.recommend.rank.History;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.Traced;
import kepu.recommend.rank.World;
import kepu.recommend.release.Choice;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Feeds: for each person a list of their own, whose order is kept while its pages turn. Everything a warm one needs is in memory. */
public final class Feeds {
    /** A place in a feed: an item and why it is there. */
    public record Slot(Catalogue.Entry entry, Reason reason) {}

    /** A page; {@code next} is null at the end. */
    public record Page(
            String feed, List<Slot> slots, @Nullable String next) {}

    /**
     * What feeds ask of other rooms.
     *
     * @param catalogue the live items at this moment
     * @param residents profiles that are in memory
     * @param regions the name of a region as people say it
     * @param past what a resident did
     */
    public record Rooms(
            Supplier<Catalogue> catalogue,
            LongFunction<Optional<Resident>> residents,
            Function<RegionCode, String> regions,
            Histories.Past past) {}

    /**
     * What decides beside behaviour.
     *
     * @param content text neighbours by seq
     * @param models which versions serve
     * @param pushed items that were pushed to a region lately, the latest first
     * @param orders what operators ordered for a person
     */
    public record Guidance(
            Supplier<Neighbours> content,
            Serving models,
            Function<Person, int[]> pushed,
            Function<Person, Orders> orders) {}

    private static final int CANDIDATES = 300;
    private static final int SHADOWED_ONE_OF = 10;
    private static final int SHADOW_PLACES = 20;

    private final Rooms rooms;
    private final Counts counts;
    private final Guidance guidance;
    private final Histories histories;
    private final Worlds worlds;
    private final Reasons reasons;
    private final Clock clock;
    private final Config.Feed config;
    private final KeptFeeds kept;
    private final ThreadLocal<Ranking> rankings;
    private final Timer shadowTime;
    private final DistributionSummary shadowOverlap;

    public Feeds(Rooms rooms, Counts counts, Guidance guidance, Clock clock, Config.Feed config, MeterRegistry meters) {
        this.rooms = rooms;
        this.counts = counts;
        this.guidance = guidance;
        this.clock = clock;
        this.config = config;
        this.histories = new Histories(rooms.past(), config);
        this.worlds = new Worlds(rooms.catalogue(), guidance.content(), counts);
        this.reasons = new Reasons(
                rooms.regions(), () -> counts.of(manner().counting()).prior(), clock);
        this.kept = new KeptFeeds(config);
        Ranking.Surroundings surroundings = new Ranking.Surroundings(
                guidance.pushed(),
                (source, failure) -> meters.counter("kepu.feed.source.failed", "source", source)
                        .increment());
        this.rankings = ThreadLocal.withInitial(() -> new Ranking(CANDIDATES, surroundings));
        this.shadowTime = Timer.builder("kepu.models.shadow").register(meters);
        this.shadowOverlap =
                DistributionSummary.builder("kepu.models.shadow.overlap").register(meters);
        histories.measure(meters);
        kept.measure(meters);
        counts.measure(meters);
    }

    /** What comes with the released version. */
    private Manner manner() {
        return guidance.models().released().manner();
    }

    /** The first page for a resident, or the one that a cursor marks. */
    public Future<Page> page(Resident resident, int size, @Nullable String cursor) {
        Page turned = cursor == null ? null : turn(resident.id(), size, cursor);
        return turned != null
                ? Future.succeededFuture(turned)
                : person(resident).map(person -> keep(resident.id(), person, list(resident, person, size), size));
    }

    /** The same for somebody of whom only a region is known. */
    public Page page(RegionCode region, int size, @Nullable String cursor) {
        Page turned = cursor == null ? null : turn(Event.GUEST, size, cursor);
        return turned != null ? turned : keep(Event.GUEST, Person.of(region), common(region, size), size);
    }

    /** What suits the people of a region now, best first. */
    public List<Slot> suited(RegionCode region, int count) {
        Catalogue catalogue = rooms.catalogue().get();
        return common(region, count).places().stream()
                .limit(count)
                .map(placed -> slot(placed, catalogue, region))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whom a feed of theirs is made for. */
    Future<Person> person(Resident resident) {
        return histories.of(resident.id()).map(history -> person(resident, history));
    }

    /** The first places of a list as these orders would have it, with the luck of a seed. Not kept; also off the event loops. */
    List<Slot> arranged(Person person, Orders orders, long seed, int places) {
        Catalogue catalogue = rooms.catalogue().get();
        Model model = guidance.models().released();
        return list(person, model, orders, places, new SplittableRandom(seed)).stream()
                .limit(places)
                .map(placed -> slot(placed, catalogue, person.region()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The scores behind feeds, asked from an item's side. */
    public Appeal appeal() {
        return new Appeal(worlds, guidance.models(), clock);
    }

    /** A place of a list that nobody is served, and all that led to it. */
    public record Shown(Slot slot, Traced traced) {}

    /** The first places of a list as a version would have it, with the luck of a seed. Not kept; also off the event loops. */
    List<Shown> traced(Person person, Model model, long seed, int places) {
        Catalogue catalogue = rooms.catalogue().get();
        List<Placed> list = list(person, model, guidance.orders().apply(person), places, new SplittableRandom(seed));
        List<Shown> shown = new ArrayList<>();
        for (Traced traced : rankings.get().traced(list.subList(0, Math.min(places, list.size())))) {
            Slot slot = slot(traced.placed(), catalogue, person.region());
            if (slot != null) {
                shown.add(new Shown(slot, traced));
            }
        }
        return shown;
    }

    /** Whether there are counts as a version wants them; else it is served from those that there are. */
    boolean countsFor(Model model) {
        return counts.has(model.manner().counting());
    }

    /** What people did changes histories and rates at once. On one event loop. */
    public void learn(Lot lot) {
        for (Lot.Met met : lot.met()) {
            count(met, lot.xid());
            histories.add(met.event(), met.item(), lot.xid());
        }
    }

    /** Lots were missed: reads histories and counts behaviour again. */
    public void learnAgain() {
        histories.clear();
        counts.again();
    }

    /** How the item came into the feed, as long as the feed is kept. */
    public @Nullable Placing mark(String feed, int item) {
        return kept.mark(feed, item);
    }

    /** Forgets a resident. */
    public void forget(long resident) {
        histories.forget(resident);
        kept.drop(resident);
    }

    /** Whoever changes what is known of them, or wants no personal feed any more, is shown nothing that was arranged before. */
    public void changed(Resident resident) {
        kept.drop(resident.id());
    }

    private void count(Lot.Met met, long xid) {
        Things things = worlds.things();
        Event event = met.event();
        int item = met.item();
        boolean shown = event.type() == EventType.IMPRESSION;
        boolean opened = met.first() && !isKnown(event.person(), item);
        if (item < things.size() && things.all()[item].isThere() && (shown || opened)) {
            Things.Thing thing = things.all()[item];
            counts.add(new Counts.Deed(
                    xid, met.village(), met.groups(), item, thing, event.at().toEpochMilli(), opened));
        }
    }

    private boolean isKnown(long person, int item) {
        History history = histories.known(person);
        return history != null && history.met(item).isPositive();
    }

    private Person person(Resident resident, History history) {
        Person whole = Person.of(resident, history);
        return resident.personalised() ? whole : whole.impersonal(manner().arrangement(), clock.millis());
    }

    private Listed common(RegionCode region, int explained) {
        Model model = guidance.models().released();
        return new Listed(list(Person.of(region), model, explained), model);
    }

    /** Only the first page is explained at once: most people do not turn it. */
    private Listed list(Resident resident, Person person, int explained) {
        Listed listed = switch (guidance.models().forResident(resident.id(), resident.village())) {
            case Choice.Nothing<Model> none -> {
                Model model = guidance.models().released();
                yield new Listed(list(person, model, explained), model);
            }
            case Choice.One<Model>(Choice.Serving<Model>(Model model, var assignment)) ->
                new Listed(list(person, model, explained), model);
            case Choice.Turns<Model>(var released, var trial) ->
                turns(person, released.model(), trial.model(), explained);
        };
        guidance.models().shadow().filter(shadow -> sampled()).ifPresent(shadow -> follow(person, shadow, listed));
        return listed;
    }

    private Listed turns(Person person, Model released, Model trial, int explained) {
        TeamDraft draft = TeamDraft.of(
                list(person, released, explained),
                list(person, trial, explained),
                config.arrangedItems(),
                new SplittableRandom());
        List<Model> models = draft.ofSecond().stream()
                .map(second -> second ? trial : released)
                .toList();
        return new Listed(draft.places(), models);
    }

    private static boolean sampled() {
        return ThreadLocalRandom.current().nextInt(SHADOWED_ONE_OF) == 0;
    }

    /** A shadow makes its list and nobody sees it: what is learned is its cost and how much it would change. */
    private void follow(Person person, Model shadow, Listed served) {
        shadowTime.record(() -> {
            List<Placed> list = list(person, shadow, 0);
            shadowOverlap.record(overlap(list, served.places()));
        });
    }

    private static double overlap(List<Placed> one, List<Placed> other) {
        List<Integer> first =
                other.stream().limit(SHADOW_PLACES).map(Placed::item).toList();
        long common = one.stream()
                .limit(SHADOW_PLACES)
                .filter(placed -> first.contains(placed.item()))
                .count();
        return first.isEmpty() ? 1 : (double) common / first.size();
    }

    private List<Placed> list(Person person, Model model, int explained) {
        return list(person, model, guidance.orders().apply(person), explained, new SplittableRandom());
    }

    private List<Placed> list(Person person, Model model, Orders orders, int explained, SplittableRandom random) {
        Ranking.Length length = new Ranking.Length(config.arrangedItems(), explained);
        Policy policy = model.manner().arrangement();
        return rankings.get().list(worlds.of(model), person, clock.millis(), policy, orders, length, random);
    }

    private Page keep(long owner, Person person, Listed listed, int size) {
        return cut(kept.keep(owner, person, listed), 0, size, banned -> false);
    }

    /** The page that a cursor marks, without what was withdrawn or banned since; null when the feed is no longer kept. */
    private @Nullable Page turn(long owner, int size, String cursor) {
        String[] mark = Cursor.read(cursor).split(":");
        if (mark.length != 2 || !mark[1].matches("[0-9]{1,6}")) {
            throw Cursor.broken();
        }
        KeptFeeds.Kept feed = kept.find(mark[0]);
        if (feed == null) {
            return null;
        }
        if (feed.owner() != owner) {
            throw Cursor.broken();
        }
        Orders now = guidance.orders().apply(feed.whom());
        return cut(feed, Integer.parseInt(mark[1]), size, item -> now.isBanned(item.seq(), Things.of(item)));
    }

    private Page cut(KeptFeeds.Kept feed, int from, int size, Predicate<Item> isBanned) {
        Catalogue live = rooms.catalogue().get();
        int all = feed.list().places().size();
        int start = Math.min(from, all);
        int end = Math.min(start + size, all);
        List<Slot> page = new ArrayList<>(end - start);
        for (Placed placed : explained(feed, start, end)) {
            Slot slot = slot(placed, live, feed.whom().region());
            if (slot != null && !isBanned.test(slot.entry().item())) {
                page.add(slot);
            }
        }
        return new Page(feed.id(), page, end < all ? Cursor.of(feed.id() + ":" + end) : null);
    }

    /** The places with their causes, each as the version says that filled it. */
    private List<Placed> explained(KeptFeeds.Kept feed, int start, int end) {
        List<Placed> places = feed.list().places().subList(start, end);
        List<Model> models = feed.list().models().subList(start, end);
        if (places.stream().noneMatch(Placed::isUnexplained)) {
            return places;
        }
        List<Placed> explained = new ArrayList<>(places);
        for (Model model : Set.copyOf(models)) {
            World world = worlds.of(model);
            List<Placed> own = rankings.get().explained(world, feed.whom(), clock.millis(), explained);
            for (int i = 0; i < own.size(); i++) {
                if (models.get(i).equals(model)) {
                    explained.set(i, own.get(i));
                }
            }
        }
        return explained;
    }

    private @Nullable Slot slot(Placed placed, Catalogue live, RegionCode region) {
        Catalogue.Entry entry = live.at(placed.item());
        return entry == null ? null : new Slot(entry, reasons.of(placed, entry, live, region));
    }
}
