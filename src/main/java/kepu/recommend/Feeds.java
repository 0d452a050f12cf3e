package kepu.recommend;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import kepu.activity.Event;
import kepu.activity.Lot;
import kepu.activity.Placing;
import kepu.base.Neighbours;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.people.Resident;
import kepu.recommend.model.Manner;
import kepu.recommend.model.Model;
import kepu.recommend.rank.History;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Traced;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Feeds: for each person a list of their own, whose order is kept while its pages turn. As long as nothing that decides has changed the list that
 * was served is served again, and a list that was prepared is as good as one made now. Everything a warm one needs is in memory.
 */
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
            Supplier<Neighbours> content, Serving models, Pushed pushed, Function<Person, Orders> orders) {}

    /** So many of the places of a list that is made ahead get their causes: a first page. */
    private static final int EXPLAINED = 20;

    private final Rooms rooms;
    private final Counts counts;
    private final Guidance guidance;
    private final Histories histories;
    private final Worlds worlds;
    private final Learning learning;
    private final Lists lists;
    private final Standing standing;
    private final Pages pages;
    private final Clock clock;
    private final KeptFeeds kept;
    private final WarmFeeds warm;
    private final PreparedFeeds prepared;
    private final Turning turning;
    private final Marks marks;
    private final FeedMeters meters;

    /** On a node of its own. */
    public Feeds(Rooms rooms, Counts counts, Guidance guidance, Clock clock, Config.Feed config, MeterRegistry meters) {
        this(rooms, counts, guidance, new PreparedFeeds(config, PreparedFeeds.ALONE, meters), clock, config, meters);
    }

    public Feeds(
            Rooms rooms,
            Counts counts,
            Guidance guidance,
            PreparedFeeds prepared,
            Clock clock,
            Config.Feed config,
            MeterRegistry meters) {
        this.rooms = rooms;
        this.counts = counts;
        this.guidance = guidance;
        this.clock = clock;
        this.histories = new Histories(rooms.past(), config);
        this.worlds = new Worlds(rooms.catalogue(), guidance.content(), counts);
        this.learning = new Learning(histories, counts, worlds);
        this.lists = new Lists(guidance, worlds, clock, config.arrangedItems(), meters);
        this.standing = new Standing(guidance, worlds, histories, clock, config);
        this.kept = new KeptFeeds(config);
        Reasons reasons = new Reasons(
                rooms.regions(), () -> counts.of(manner().counting()).prior(), clock);
        this.pages = new Pages(rooms.catalogue(), reasons, lists, kept, guidance.orders());
        this.warm = new WarmFeeds(config);
        this.prepared = prepared;
        this.meters = new FeedMeters(meters);
        this.turning = new Turning(prepared, standing, kept, pages, this.meters);
        this.marks = new Marks(prepared, kept);
        histories.measure(meters);
        kept.measure(meters);
        warm.measure(meters);
        counts.measure(meters);
    }

    /** What comes with the released version. */
    private Manner manner() {
        return guidance.models().released().manner();
    }

    /** The first page for a resident, or the one that a cursor marks; when that is not to be had, the first of another list. */
    public Future<Page> page(Resident resident, int size, @Nullable String cursor) {
        return cursor == null
                ? page(resident, size)
                : turning.page(resident, () -> person(resident), size, cursor)
                        .compose(page -> page != null ? Future.succeededFuture(page) : page(resident, size));
    }

    /** The same for somebody of whom only a region is known. */
    public Future<Page> page(RegionCode region, int size, @Nullable String cursor) {
        return cursor == null
                ? Future.succeededFuture(page(region, size))
                : turning.page(region, size, cursor).map(page -> page != null ? page : page(region, size));
    }

    private Future<Page> page(Resident resident, int size) {
        WarmFeeds.Warm last = warm.of(resident.id());
        Page ready = last == null ? null : again(last, resident, size);
        if (ready != null) {
            return Future.succeededFuture(ready);
        }
        // within a visit something has changed, and another node may know of it already
        boolean isVisit = last == null;
        Future<Void> found = isVisit ? prepared.fetch(resident.id()) : prepared.look(resident.id());
        return histories
                .of(resident.id())
                .compose(history -> found.map(fetched -> first(resident, history, size, isVisit)));
    }

    private Page page(RegionCode region, int size) {
        Page ready = again(region, size);
        return ready != null ? ready : first(region, size);
    }

    /** What suits the people of a region now, best first. */
    public List<Slot> suited(RegionCode region, int count) {
        return page(region, count).slots();
    }

    /** Whom a feed of theirs is made for. */
    Future<Person> person(Resident resident) {
        return histories.of(resident.id()).map(history -> person(resident, history));
    }

    /** The first places of a list as these orders would have it, with the luck of a seed. Not kept; also off the event loops. */
    List<Slot> arranged(Person person, Orders orders, long seed, int places) {
        Catalogue catalogue = rooms.catalogue().get();
        Model model = guidance.models().released();
        Reasons.Around around = pages.around(person);
        return lists.list(person, model, orders, places, new SplittableRandom(seed)).stream()
                .limit(places)
                .map(placed -> pages.slot(placed, catalogue, around))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What a version that runs along unseen did on this node; empty without one. */
    public Optional<Shadowing.Report> shadow() {
        return lists.shadow();
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
        Orders orders = guidance.orders().apply(person);
        List<Placed> list = lists.list(person, model, orders, places, new SplittableRandom(seed));
        List<Shown> shown = new ArrayList<>();
        Reasons.Around around = pages.around(person);
        for (Traced traced : lists.traced(list.subList(0, Math.min(places, list.size())))) {
            Slot slot = pages.slot(traced.placed(), catalogue, around);
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
        learning.learn(lot);
    }

    /** Lots were missed: reads histories and counts behaviour again. */
    public void learnAgain() {
        learning.again();
    }

    /** How items came into feeds, as long as these are kept, here or by a node that shares them. */
    public Placing.Marking marking() {
        return marks;
    }

    /** Forgets a resident. */
    public void forget(long resident) {
        histories.forget(resident);
        forgetLists(resident);
        prepared.drop(resident);
    }

    /** Whoever changes what is known of them, or wants no personal feed any more, is shown nothing that was arranged before. */
    public void changed(Resident resident) {
        forgetLists(resident.id());
    }

    /** The same for what nodes share, on the one where it changed: by the time that another hears of it there may be a list made since. */
    public void changedHere(Resident resident) {
        prepared.drop(resident.id());
    }

    /**
     * Makes a resident's list before they ask, unless the one that is prepared is still what they would get. Off the event loops.
     *
     * @param history from {@link #known}
     * @return whether one was made
     */
    public boolean prepare(Resident resident, History history) {
        int edition = history.edition();
        Person person = person(resident, history);
        Stamp stamp = standing.of(resident, person, history, edition);
        if (prepared(resident, person, stamp) != null) {
            return false;
        }
        Listed list = lists.ahead(resident, person, EXPLAINED);
        prepared.put(resident.id(), FeedCode.encode(standing.ahead(kept.next(), resident, stamp), list));
        if (!rooms.residents().apply(resident.id()).filter(resident::equals).isPresent()) {
            // they changed or went meanwhile, and what is known of them was dropped before this was there
            prepared.drop(resident.id());
        }
        return true;
    }

    /** What a resident did, read when it is not in memory. */
    public Future<History> known(long resident) {
        return histories.of(resident);
    }

    /** Whether a list has to be made for a resident who may come, as far as this node knows. Off the event loops. */
    boolean lacks(Resident resident, History history) {
        int edition = history.edition();
        Person person = person(resident, history);
        return prepared(resident, person, standing.of(resident, person, history, edition)) == null;
    }

    /** Looks for what another node made for a resident. */
    Future<Void> look(long resident) {
        return prepared.look(resident);
    }

    /** Whether there are other nodes that make lists too. */
    boolean areShared() {
        return prepared.areShared();
    }

    private void forgetLists(long resident) {
        kept.drop(resident);
        warm.drop(resident);
        prepared.outdated(resident);
    }

    private Person person(Resident resident, History history) {
        Person whole = Person.of(resident, history);
        return resident.personalised() ? whole : whole.impersonal(manner().arrangement(), clock.millis());
    }

    /** A page of the list that was served last, while it is still what they would get; null when it is not. */
    private @Nullable Page again(WarmFeeds.Warm last, Resident resident, int size) {
        if (!standing.isStill(last.stamp(), resident, last.feed().whom())) {
            return null;
        }
        WarmFeeds.Ready ready = ready(last, size);
        if (!ready.equals(last.ready())) {
            warm.put(resident.id(), new WarmFeeds.Warm(last.feed(), last.stamp(), ready));
        }
        return again(last.feed(), ready);
    }

    private @Nullable Page again(RegionCode region, int size) {
        WarmFeeds.Warm last = warm.of(region);
        if (last == null || !standing.isStill(last.stamp(), last.feed().whom())) {
            return null;
        }
        WarmFeeds.Ready ready = ready(last, size);
        if (!ready.equals(last.ready())) {
            warm.put(region, new WarmFeeds.Warm(last.feed(), last.stamp(), ready));
        }
        return again(last.feed(), ready);
    }

    private Page again(KeptFeeds.Kept feed, WarmFeeds.Ready ready) {
        kept.keep(feed);
        meters.again();
        return ready.page();
    }

    private WarmFeeds.Ready ready(WarmFeeds.Warm last, int size) {
        WarmFeeds.Ready ready = last.ready();
        return ready != null && ready.size() == size
                ? ready
                : new WarmFeeds.Ready(size, pages.first(last.feed(), last.feed().part(0, size)));
    }

    /** A page that was not served before, of a list that was prepared or is made now. */
    private Page first(Resident resident, History history, int size, boolean isVisit) {
        int edition = history.edition();
        Person person = person(resident, history);
        Stamp stamp = standing.of(resident, person, history, edition);
        Ahead ahead = prepared(resident, person, stamp);
        meters.first(ahead != null, isVisit);
        Made made = ahead != null ? new Made(ahead.feed(), ahead.part(size)) : ranked(resident, person, stamp, size);
        kept.keep(made.feed());
        warm.put(resident.id(), new WarmFeeds.Warm(made.feed(), stamp, null));
        return pages.first(made.feed(), made.part());
    }

    private Page first(RegionCode region, int size) {
        Person person = Person.of(region);
        Stamp stamp = standing.of(person);
        meters.ranked();
        Made made = ranked(region, person, stamp, size);
        kept.keep(made.feed());
        Page page = pages.first(made.feed(), made.part());
        warm.put(region, new WarmFeeds.Warm(made.feed(), stamp, new WarmFeeds.Ready(size, page)));
        return page;
    }

    /** A list, and what is on its first page. */
    private record Made(KeptFeeds.Kept feed, Listed.Part part) {}

    private Made ranked(Resident resident, Person person, Stamp stamp, int size) {
        boolean isShared = prepared.areShared();
        FeedCode.Head head = standing.served(kept.next(), resident, stamp, isShared);
        Listed list = lists.served(resident, person, size);
        KeptFeeds.Kept feed = KeptFeeds.Kept.of(head, resident.id(), person, list);
        prepared.outdated(resident.id());
        prepared.share(resident.id(), feed.code());
        return new Made(feed, list.part(0, size));
    }

    private Made ranked(RegionCode region, Person person, Stamp stamp, int size) {
        FeedCode.Head head = standing.served(kept.next(), region, stamp);
        Listed list = lists.common(person, size);
        KeptFeeds.Kept feed = KeptFeeds.Kept.of(head, Event.GUEST, person, list);
        prepared.share(feed.id(), feed.code());
        return new Made(feed, list.part(0, size));
    }

    /** A list that was prepared, and what its code says. */
    private record Ahead(KeptFeeds.Kept feed, FeedCode.Read read) {
        Listed.Part part(int size) {
            return read.part(feed.models(), 0, size);
        }
    }

    /** What was prepared for a resident, while it is what they would get; else null. */
    private @Nullable Ahead prepared(Resident resident, Person person, Stamp stamp) {
        byte[] code = prepared.of(resident.id());
        FeedCode.Read read = code == null ? null : FeedCode.decode(code);
        if (code == null || read == null || !standing.isPrepared(read.head(), resident, stamp)) {
            return null;
        }
        List<Model> models = standing.models(resident, read.versions());
        return models == null
                ? null
                : new Ahead(new KeptFeeds.Kept(read.id(), resident.id(), person, models, code), read);
    }
}
