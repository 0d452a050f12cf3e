package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import kepu.activity.Event;
import kepu.activity.EventStore;
import kepu.activity.EventType;
import kepu.activity.Lot;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Neighbours;
import kepu.base.Topic;
import kepu.config.ConfigReader;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.http.FeedPage;
import kepu.people.Resident;
import kepu.recommend.log.Things;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Model;
import kepu.recommend.rank.History;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Rates;
import kepu.recommend.release.Assignment;
import kepu.recommend.release.Choice;
import kepu.region.RegionCode;
import kepu.store.Snapshot;
import org.junit.jupiter.api.Test;

/** When a feed is served again and when it is made anew; how it was made is told by the counters. */
class FeedsTest {
    private static final int ITEMS = 120;
    private static final Instant NOON = Instant.parse("2026-06-01T04:00:00Z");
    private static final RegionCode VILLAGE = RegionCode.of("510903100208");

    private final Map<Long, Resident> known = new HashMap<>();
    private final List<Event> past = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Hands clock = new Hands();
    private final Versions versions = new Versions();
    private final Mail mail = new Mail();
    private Catalogue catalogue = new Catalogue(items(ITEMS));
    private Orders orders = Orders.NONE;
    private final Feeds target = feeds(meters);

    @Test
    void asLongAsNothingChangesTheListIsServedAgainWithoutRanking() {
        Resident resident = resident(1);
        Feeds.Page first = page(resident);
        Feeds.Page second = page(resident);
        assertThat(second).isEqualTo(first);
        assertThat(FeedPage.json(second, "[]")).isEqualTo(FeedPage.json(first, "[]"));
        assertThat(ranked()).isEqualTo(1);
        assertThat(from("warm")).isEqualTo(1);
        assertThat(target.mark(second.feed(), item(second, 0))).isNotNull();
    }

    @Test
    void everyResidentHasAFeedOfTheirOwn() {
        assertThat(page(resident(1)).feed()).isNotEqualTo(page(resident(2)).feed());
        assertThat(ranked()).isEqualTo(2);
    }

    @Test
    void whatOneDoesIsInTheNextFeed() {
        Resident resident = resident(1);
        for (EventType type : List.of(EventType.IMPRESSION, EventType.OPEN, EventType.NOT_INTERESTED)) {
            Feeds.Page before = page(resident);
            int item = item(before, 0);
            did(resident, type, item);
            Feeds.Page after = page(resident);
            assertThat(after.feed()).as("%s", type).isNotEqualTo(before.feed());
            assertThat(item(after, 0)).as("%s", type).isNotEqualTo(item);
        }
        assertThat(ranked()).isEqualTo(4);
    }

    @Test
    void whatOthersDoLeavesItAsItIs() {
        Resident resident = resident(1);
        Feeds.Page before = page(resident);
        page(resident(2));
        did(resident(2), EventType.OPEN, item(before, 0));
        assertThat(page(resident)).isEqualTo(before);
    }

    @Test
    void aChangedProfileHasAFeedOfItsOwn() {
        Resident before = resident(1);
        Feeds.Page first = page(before);
        Resident changed = resident(1, Set.of(Topic.FRAUD), true);
        target.changed(changed);
        Feeds.Page second = page(changed);
        assertThat(second.feed()).isNotEqualTo(first.feed());
        assertThat(second.slots().getFirst().reason().code()).isEqualTo("interest");
        Resident silent = resident(1, Set.of(Topic.FRAUD), false);
        assertThat(page(silent).slots())
                .as("also when only the profile came, and nobody told of the change")
                .extracting(slot -> slot.reason().code())
                .doesNotContain("interest");
    }

    @Test
    void aWithdrawnItemIsInNoFeedAndAPublishedOneIsInTheNext() {
        Resident resident = resident(1);
        Feeds.Page before = page(resident);
        int withdrawn = item(before, 3);
        catalogue = new Catalogue(
                items(ITEMS).stream().filter(item -> item.seq() != withdrawn).toList());
        assertThat(page(resident).slots())
                .extracting(slot -> slot.entry().item().seq())
                .doesNotContain(withdrawn);
        Feeds.Page without = page(resident);
        catalogue = new Catalogue(items(ITEMS + 1));
        assertThat(page(resident).feed()).isNotEqualTo(without.feed());
    }

    @Test
    void newOrdersAreInTheNextFeed() {
        Resident resident = resident(1);
        int first = item(page(resident), 0);
        orders = new Orders() {
            @Override
            public boolean isBanned(int item, Things.Thing thing) {
                return item == first;
            }
        };
        assertThat(page(resident).slots())
                .extracting(slot -> slot.entry().item().seq())
                .doesNotContain(first);
    }

    @Test
    void aReleaseAndATrialAreInTheNextFeedOfThoseWhomTheyServe() {
        Resident resident = resident(1);
        Resident other = resident(2);
        Feeds.Page untrained = page(resident);
        Feeds.Page others = page(other);
        Model released = model("released");
        versions.released = released;
        Feeds.Page second = page(resident);
        assertThat(placing(second)).isEqualTo("released");
        assertThat(second.feed()).isNotEqualTo(untrained.feed());
        page(other);
        versions.choices.put(1L, new Choice.One<>(serving(model("trial"))));
        assertThat(placing(page(resident))).isEqualTo("trial");
        Feeds.Page kept = page(other);
        assertThat(placing(kept)).isEqualTo("released");
        assertThat(kept.feed()).isNotEqualTo(others.feed());
    }

    @Test
    void twoVersionsInTurnsAreServedAgainInTheSameTurns() {
        Resident resident = resident(1);
        versions.choices.put(1L, new Choice.Turns<>(serving(model("released")), serving(model("trial"))));
        Feeds.Page first = page(resident);
        List<String> turns = turns(first);
        assertThat(turns).contains("released", "trial");
        Feeds.Page second = page(resident);
        assertThat(second).isEqualTo(first);
        assertThat(turns(second)).isEqualTo(turns);
    }

    @Test
    void aPushToOnesPlaceIsInTheNextFeedAndOneToAnotherPlaceIsNot() {
        Resident resident = resident(1);
        Feeds.Page before = page(resident);
        mail.edition++;
        assertThat(page(resident)).isEqualTo(before);
        int last = ITEMS;
        mail.edition++;
        mail.items = new int[] {last};
        Feeds.Page after = page(resident);
        assertThat(after.feed()).isNotEqualTo(before.feed());
        assertThat(page(resident)).isEqualTo(after);
    }

    @Test
    void aFeedGrowsOldInMinutesAndAtMidnight() {
        Resident resident = resident(1);
        Feeds.Page first = page(resident);
        clock.forward(Duration.ofMinutes(4));
        assertThat(page(resident)).isEqualTo(first);
        clock.forward(Duration.ofMinutes(1));
        Feeds.Page second = page(resident);
        assertThat(second.feed()).isNotEqualTo(first.feed());
        clock.now = Instant.parse("2026-06-01T15:59:30Z");
        Feeds.Page evening = page(resident);
        clock.forward(Duration.ofMinutes(1));
        assertThat(page(resident).feed()).isNotEqualTo(evening.feed());
    }

    @Test
    void pagesTurnAfterAFeedWasServedAgain() {
        Resident resident = resident(1);
        Feeds.Page first = page(resident);
        Feeds.Page again = page(resident);
        Feeds.Page second = target.page(resident, 20, again.next()).result();
        assertThat(second.feed()).isEqualTo(first.feed());
        assertThat(ids(second)).doesNotContainAnyElementsOf(ids(first)).hasSize(20);
        assertThat(target.page(resident, 20, first.next()).result()).isEqualTo(second);
        assertThat(ranked()).isEqualTo(1);
    }

    @Test
    void anotherSizeIsAnotherCutOfTheSameList() {
        Resident resident = resident(1);
        Feeds.Page small = target.page(resident, 5, null).result();
        Feeds.Page large = target.page(resident, 30, null).result();
        assertThat(large.feed()).isEqualTo(small.feed());
        assertThat(ids(large)).hasSize(30).startsWith(ids(small).toArray(Integer[]::new));
        assertThat(large.slots())
                .allSatisfy(slot -> assertThat(slot.reason().text()).isNotBlank());
        assertThat(ranked()).isEqualTo(1);
    }

    @Test
    void thoseOfWhomOnlyTheRegionIsKnownShareOneFeed() {
        Feeds.Page first = target.page(VILLAGE, 20, null);
        assertThat(target.page(VILLAGE, 20, null)).isEqualTo(first);
        assertThat(target.page(RegionCode.COUNTRY, 20, null).feed()).isNotEqualTo(first.feed());
        assertThat(ranked()).isEqualTo(2);
        versions.released = model("released");
        assertThat(target.page(VILLAGE, 20, null).feed()).isNotEqualTo(first.feed());
    }

    @Test
    void aPreparedFeedIsServedWithoutRankingAndItsPagesTurn() {
        Resident resident = resident(1);
        prepare(resident);
        Feeds.Page first = page(resident);
        assertThat(first.slots())
                .hasSize(20)
                .allSatisfy(slot -> assertThat(slot.reason().text()).isNotBlank());
        assertThat(target.page(resident, 20, first.next()).result().slots()).hasSize(20);
        assertThat(target.mark(first.feed(), item(first, 0))).isNotNull();
        assertThat(ranked()).isZero();
        assertThat(from("prepared")).isEqualTo(1);
        assertThat(visits("yes")).isEqualTo(1);
        assertThat(page(resident)).isEqualTo(first);
        assertThat(from("warm")).isEqualTo(1);
    }

    @Test
    void aPreparedFeedIsNotMadeAgainBeforeSomethingChanged() {
        Resident resident = resident(1);
        assertThat(prepare(resident)).isTrue();
        assertThat(prepare(resident)).isFalse();
        did(resident, EventType.OPEN, 7);
        assertThat(prepare(resident)).isTrue();
        clock.forward(Duration.ofMinutes(60));
        assertThat(prepare(resident)).isTrue();
    }

    @Test
    void aPreparedFeedThatIsNoLongerRightIsNotServed() {
        Map<String, Runnable> changes = Map.of(
                "an event", () -> did(resident(1), EventType.OPEN, 7),
                "a profile", () -> resident(1, Set.of(Topic.FRAUD), true),
                "no personalisation", () -> resident(1, Set.of(), false),
                "a withdrawal", () -> catalogue = new Catalogue(items(ITEMS - 1)),
                "a release", () -> versions.released = model("newer" + versions.released.version()),
                "an order", () -> orders = new Numbered(orders.digest() + 1),
                "a push",
                        () -> {
                            mail.items = new int[] {3};
                            mail.edition++;
                        },
                "an hour", () -> clock.forward(Duration.ofHours(1)));
        changes.forEach((name, change) -> {
            Resident before = resident(1);
            target.forget(before.id());
            catalogue = new Catalogue(items(ITEMS));
            mail.items = new int[0];
            past.clear();
            prepare(before);
            double ranked = ranked();
            change.run();
            page(resident(1));
            assertThat(ranked()).as(name).isEqualTo(ranked + 1);
        });
        assertThat(visits("no")).isEqualTo(changes.size());
        assertThat(from("prepared")).isZero();
    }

    @Test
    void whoeverWentWhileTheirFeedWasPreparedLeavesNothing() {
        Resident gone = resident(1);
        known.clear();
        target.known(1).onSuccess(history -> target.prepare(gone, history));
        page(gone);
        assertThat(from("prepared")).isZero();
    }

    @Test
    void whoIsExpectedFindsTheirFeedPrepared() throws Exception {
        List<Resident> coming = List.of(resident(1), resident(2));
        List<Long> asked = new ArrayList<>();
        Vertx vertx = Vertx.vertx();
        Preparing preparing = new Preparing(
                vertx,
                target,
                id -> known.containsKey(id)
                        ? Future.succeededFuture(known.get(id))
                        : Future.failedFuture(new Failure.Unauthenticated("resident-gone", "这个账号已注销")),
                (from, window, limit) -> {
                    asked.add(window.toMinutes());
                    return Future.succeededFuture(List.of(1L, 2L, 3L));
                },
                clock,
                new ConfigReader().config().feed(),
                meters);
        preparing.tick().await(20, TimeUnit.SECONDS);
        assertThat(meters.counter("kepu.feed.prepared.made").count()).isEqualTo(2);
        preparing.tick().await(20, TimeUnit.SECONDS);
        assertThat(meters.counter("kepu.feed.prepared.made").count())
                .as("what still holds is not made again")
                .isEqualTo(2);
        did(resident(2), EventType.OPEN, 7);
        preparing.tick().await(20, TimeUnit.SECONDS);
        assertThat(meters.counter("kepu.feed.prepared.made").count()).isEqualTo(3);
        assertThat(asked).as("the log is asked twice in a window").containsExactly(60L);
        clock.forward(Duration.ofMinutes(30));
        preparing.tick().await(20, TimeUnit.SECONDS);
        assertThat(asked).hasSize(2);
        coming.forEach(this::page);
        assertThat(from("prepared")).isEqualTo(2);
        assertThat(ranked()).isZero();
        preparing.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void whatOneNodePreparedAnotherServes() {
        Map<Long, byte[]> shared = new HashMap<>();
        SimpleMeterRegistry others = new SimpleMeterRegistry();
        Feeds one = feeds(meters, sharing(shared));
        Feeds other = feeds(others, sharing(shared));
        Resident resident = resident(1);
        did(resident, EventType.OPEN, 7);
        one.known(1).onSuccess(history -> one.prepare(resident, history));
        assertThat(shared).containsOnlyKeys(1L);
        Feeds.Page there = other.page(resident, 20, null).result();
        assertThat(others.counter("kepu.feed.served", "from", "prepared").count())
                .isEqualTo(1);
        assertThat(one.page(resident, 20, null).result()).isEqualTo(there);
        shared.put(2L, new byte[] {FeedCode.FORMAT + 1, 2, 3});
        assertThat(other.page(resident(2), 20, null).result().slots())
                .as("a value of another release")
                .hasSize(20);
        other.forget(1);
        assertThat(shared).doesNotContainKey(1L);
    }

    @Test
    void anotherNodeThatKnowsTheSameComesToTheSameDigest() {
        Resident resident = resident(1);
        did(resident, EventType.OPEN, 7);
        did(resident, EventType.IMPRESSION, 9);
        SimpleMeterRegistry others = new SimpleMeterRegistry();
        Feeds other = feeds(others);
        History here = target.known(1).result();
        History there = other.known(1).result();
        assertThat(here).isNotSameAs(there);
        assertThat(here.digest()).isEqualTo(there.digest());
    }

    /** Whether something was made. */
    private boolean prepare(Resident resident) {
        return target.known(resident.id())
                .map(history -> target.prepare(resident, history))
                .result();
    }

    private Feeds feeds(SimpleMeterRegistry registry) {
        return feeds(registry, PreparedFeeds.ALONE);
    }

    private Feeds feeds(SimpleMeterRegistry registry, PreparedFeeds.Shared shared) {
        Counting counting = Counting.DEFAULT;
        Rates rates = new Rates(NOON, counting.halfLife(), counting.backoffImpressions(), false);
        return new Feeds(
                new Feeds.Rooms(
                        () -> catalogue,
                        id -> Optional.ofNullable(known.get(id)),
                        region -> region + "村",
                        (resident, limit) -> Future.succeededFuture(new EventStore.Past(
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

    /** What nodes share, in one map. */
    private static PreparedFeeds.Shared sharing(Map<Long, byte[]> values) {
        return new PreparedFeeds.Shared() {
            @Override
            public Future<Optional<byte[]>> get(long resident) {
                return Future.succeededFuture(Optional.ofNullable(values.get(resident)));
            }

            @Override
            public void put(long resident, byte[] code, Duration life) {
                values.put(resident, code);
            }

            @Override
            public void remove(long resident) {
                values.remove(resident);
            }
        };
    }

    private static final Neighbours NEIGHBOURS = Neighbours.none(ITEMS + 10);

    private Feeds.Page page(Resident resident) {
        return target.page(resident, 20, null).result();
    }

    private void did(Resident resident, EventType type, int item) {
        Event event = new Event(resident.id(), type.code() + item, item, type, clock.instant(), null, null, null, null);
        past.add(event);
        Lot.Met met = new Lot.Met(
                event,
                item,
                resident.village(),
                Group.mask(resident.groups()),
                type == EventType.OPEN || type == EventType.PLAY);
        target.learn(new Lot(past.size(), List.of(met), List.of()));
    }

    private double ranked() {
        return from("ranking");
    }

    private double from(String where) {
        return meters.counter("kepu.feed.served", "from", where).count();
    }

    private double visits(String prepared) {
        return meters.counter("kepu.feed.visits", "prepared", prepared).count();
    }

    private String placing(Feeds.Page page) {
        return placed(page, item(page, 0));
    }

    private List<String> turns(Feeds.Page page) {
        return ids(page).stream().map(item -> placed(page, item)).toList();
    }

    private String placed(Feeds.Page page, int item) {
        return Objects.requireNonNull(target.mark(page.feed(), item)).model();
    }

    private static int item(Feeds.Page page, int place) {
        return page.slots().get(place).entry().item().seq();
    }

    private static List<Integer> ids(Feeds.Page page) {
        return page.slots().stream().map(slot -> slot.entry().item().seq()).toList();
    }

    private Resident resident(long id) {
        Resident there = known.get(id);
        return there == null ? resident(id, Set.of(), true) : there;
    }

    private Resident resident(long id, Set<Topic> interests, boolean personalised) {
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
                NOON);
        known.put(id, resident);
        return resident;
    }

    private static List<Item> items(int count) {
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

    private static Model model(String version) {
        Model untrained = Model.untrained();
        return new Model(version, untrained.items(), untrained.collaborative(), Linear.untrained());
    }

    private static Choice.Serving<Model> serving(Model model) {
        return new Choice.Serving<>(model, new Assignment(model.version(), true));
    }

    /** Orders that only have a number. */
    private record Numbered(long digest) implements Orders {}

    private static final class Hands extends Clock {
        private Instant now = NOON;

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

    private static final class Versions implements Serving {
        private Model released = Model.untrained();
        private final Map<Long, Choice<Model>> choices = new HashMap<>();

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
            return Optional.empty();
        }

        @Override
        public List<Model> all() {
            return List.of(released);
        }
    }

    private static final class Mail implements Pushed {
        private int[] items = {};
        private long edition;

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
