package kepu.recommend;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import kepu.activity.Event;
import kepu.activity.EventStore;
import kepu.activity.EventType;
import kepu.activity.Lot;
import kepu.base.Group;
import kepu.base.Neighbours;
import kepu.base.Topic;
import kepu.config.ConfigReader;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.people.Resident;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Rates;
import kepu.recommend.release.Assignment;
import kepu.recommend.release.Choice;
import kepu.region.RegionCode;
import kepu.store.Snapshot;

/**
 * Feeds of a made-up house in memory, with a clock, a catalogue, versions, orders and pushes in the test's hands; how a feed was made is told by
 * the counters.
 */
abstract class FeedsGround {
    static final int ITEMS = 120;
    static final Instant NOON = Instant.parse("2026-06-01T04:00:00Z");
    static final Neighbours NEIGHBOURS = Neighbours.none(ITEMS + 10);
    static final RegionCode VILLAGE = RegionCode.of("510903100208");

    final Map<Long, Resident> known = new HashMap<>();
    final List<Event> past = new ArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Hands clock = new Hands();
    final Versions versions = new Versions();
    final Mail mail = new Mail();
    Catalogue catalogue = new Catalogue(items(ITEMS));
    Orders orders = Orders.NONE;
    final Feeds target = feeds(meters);

    /** Whether something was made. */
    boolean prepare(Resident resident) {
        return target.known(resident.id())
                .map(history -> target.prepare(resident, history))
                .result();
    }

    Feeds feeds(SimpleMeterRegistry registry) {
        return feeds(registry, PreparedFeeds.ALONE);
    }

    Feeds feeds(SimpleMeterRegistry registry, PreparedFeeds.Shared shared) {
        Counting counting = Counting.DEFAULT;
        Rates rates = new Rates(NOON, counting.halfLife(), counting.backoffImpressions(), false);
        return new Feeds(
                new Feeds.Rooms(
                        () -> catalogue,
                        id -> Optional.ofNullable(known.get(id)),
                        region -> region + "村",
                        resident -> Future.succeededFuture(new EventStore.Past(
                                past.reversed().stream()
                                        .filter(event -> event.person() == resident)
                                        .toList(),
                                Snapshot.NOTHING))),
                new Counts(counting, rates),
                new Feeds.Guidance(() -> NEIGHBOURS, versions, mail, person -> orders),
                new PreparedFeeds(new ConfigReader().config().feed(), shared, registry),
                clock,
                new ConfigReader().config().feed(),
                registry);
    }

    Feeds.Page page(Resident resident) {
        return target.page(resident, 20, null).result();
    }

    /** What was learned by {@link #target}; others are to be told. */
    Lot did(Resident resident, EventType type, int item) {
        Event event = new Event(resident.id(), type.code() + item, item, type, clock.instant(), null, null, null, null);
        past.add(event);
        Lot.Met met = new Lot.Met(
                event,
                item,
                resident.village(),
                Group.mask(resident.groups()),
                type == EventType.OPEN || type == EventType.PLAY);
        Lot lot = new Lot(past.size(), List.of(met), List.of());
        target.learn(lot);
        return lot;
    }

    double ranked() {
        return from("ranking");
    }

    double from(String where) {
        return meters.counter("kepu.feed.served", "from", where).count();
    }

    double visits(String prepared) {
        return meters.counter("kepu.feed.visits", "prepared", prepared).count();
    }

    String placing(Feeds.Page page) {
        return placed(page, item(page, 0));
    }

    List<String> turns(Feeds.Page page) {
        return ids(page).stream().map(item -> placed(page, item)).toList();
    }

    String placed(Feeds.Page page, int item) {
        return Objects.requireNonNull(target.marking().of(page.feed()).apply(item))
                .model();
    }

    static int item(Feeds.Page page, int place) {
        return page.slots().get(place).entry().item().seq();
    }

    static List<Integer> ids(Feeds.Page page) {
        return page.slots().stream().map(slot -> slot.entry().item().seq()).toList();
    }

    Resident resident(long id) {
        Resident there = known.get(id);
        return there == null ? resident(id, Set.of(), true) : there;
    }

    Resident resident(long id, Set<Topic> interests, boolean personalised) {
        Resident resident = new Resident(
                id,
                VILLAGE.first(),
                Set.of(Group.FARMER),
                1970,
                null,
                interests,
                Set.of(),
                "zh-CN",
                false,
                personalised,
                "1",
                NOON,
                null);
        known.put(id, resident);
        return resident;
    }

    static List<Item> items(int count) {
        Topic[] topics = Topic.values();
        return IntStream.rangeClosed(1, count)
                .mapToObj(seq -> new Item(
                        seq,
                        "item-" + seq,
                        Kind.ARTICLE,
                        "标题" + seq,
                        "摘要“" + seq + "”",
                        topics[seq % topics.length],
                        Set.of(),
                        List.of(),
                        Season.ALWAYS,
                        List.of(),
                        "来源" + seq % 12,
                        "权威机构",
                        "CC BY 4.0",
                        "zh",
                        null,
                        null,
                        0,
                        800,
                        NOON.minus(Duration.ofDays(seq)),
                        null))
                .toList();
    }

    static Model model(String version) {
        Model untrained = Model.untrained();
        return new Model(version, untrained.items(), untrained.collaborative(), Linear.untrained());
    }

    static Choice.Serving<Model> serving(Model model) {
        return new Choice.Serving<>(model, new Assignment(model.version(), true));
    }

    /** Orders that only have a number. */
    record Numbered(long digest) implements Orders {}

    static final class Hands extends Clock {
        Instant now = NOON;

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    static final class Versions implements Serving {
        Model released = Model.untrained();
        final Map<Long, Choice<Model>> choices = new HashMap<>();
        Optional<Model> shadow = Optional.empty();

        @Override
        public Choice<Model> forResident(long resident, long village) {
            return choices.getOrDefault(resident, new Choice.Nothing<>());
        }

        @Override
        public Model released() {
            return released;
        }

        @Override
        public Optional<Model> shadow() {
            return shadow;
        }

        @Override
        public List<Model> all() {
            return List.of(released);
        }
    }

    static final class Mail implements Pushed {
        int[] items = {};
        long edition;

        @Override
        public int[] apply(Person person) {
            return items;
        }

        @Override
        public long edition() {
            return edition;
        }
    }
}
