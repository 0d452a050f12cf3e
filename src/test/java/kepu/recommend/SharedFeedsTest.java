package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.activity.Lot;
import kepu.activity.Placing;
import kepu.base.Cursor;
import kepu.base.Failure;
import kepu.base.Topic;
import kepu.config.ConfigReader;
import kepu.content.Catalogue;
import kepu.people.Resident;
import kepu.recommend.rank.History;
import kepu.region.RegionCode;
import kepu.store.cache.Cache;
import kepu.store.cache.MemoryCache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What nodes that share their lists make of each other's; all know the same of residents and items, as nodes on one database do. */
class SharedFeedsTest extends FeedsGround {
    private static final int SIZE = 20;

    private final Cache cache = new MemoryCache(new ConfigReader().config().cache(), new SimpleMeterRegistry());
    private final Node here = new Node();
    private final Node there = new Node();

    /** Feeds of one node, and its counters. */
    private final class Node {
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final Feeds feeds = feeds(meters, new SharedFeeds(cache));

        Feeds.Page first(Resident resident) {
            return feeds.page(resident, SIZE, null).result();
        }

        Feeds.Page turn(Resident resident, Feeds.Page page) {
            return feeds.page(resident, SIZE, page.next()).result();
        }

        boolean prepare(Resident resident) {
            return feeds.known(resident.id())
                    .map(history -> feeds.prepare(resident, history))
                    .result();
        }

        @Nullable
        Placing placing(Feeds.Page page) {
            return feeds.marking().of(page.feed()).apply(item(page, 0));
        }

        double served(String from) {
            return meters.counter("kepu.feed.served", "from", from).count();
        }

        double recalled(String found) {
            return meters.counter("kepu.feed.recalled", "found", found).count();
        }
    }

    @Test
    void whatOneNodePreparedAnotherServes() {
        Resident resident = resident(1);
        did(resident, EventType.OPEN, 7);
        here.prepare(resident);
        Feeds.Page page = there.first(resident);
        assertThat(there.served("prepared")).isEqualTo(1);
        assertThat(there.served("ranking")).isZero();
        assertThat(here.first(resident)).isEqualTo(page);
    }

    @Test
    void whatOneNodeRankedAnotherServesAsLongAsItIsWarm() {
        Resident resident = resident(1);
        Feeds.Page page = here.first(resident);
        assertThat(there.first(resident)).isEqualTo(page);
        assertThat(there.served("ranking")).isZero();
        clock.forward(Duration.ofMinutes(5));
        assertThat(there.first(resident).feed()).isNotEqualTo(page.feed());
        assertThat(there.served("ranking")).isEqualTo(1);
    }

    @Test
    void aListOfBeforeSomethingChangedIsNotServed() {
        Resident resident = resident(1);
        Feeds.Page page = here.first(resident);
        there.first(resident(2));
        catalogue = new Catalogue(items(ITEMS - 1));
        assertThat(there.first(resident).feed()).isNotEqualTo(page.feed());
        assertThat(there.served("prepared")).isZero();
    }

    @Test
    void whatOneDoesOnOneNodeTheListsOfAllKnowAndTheNewestIsServed() {
        Resident resident = resident(1);
        here.prepare(resident);
        Feeds.Page before = there.first(resident);
        Lot lot = did(resident, EventType.OPEN, item(before, 0));
        here.feeds.learn(lot);
        there.feeds.learn(lot);
        Feeds.Page after = here.first(resident);
        assertThat(after.feed()).isNotEqualTo(before.feed());
        assertThat(there.first(resident))
                .as("though the older one was in memory")
                .isEqualTo(after);
        assertThat(there.served("ranking")).isZero();
    }

    @Test
    void aValueOfAnotherReleaseOrADamagedOneIsNotThere() {
        for (byte[] strange :
                List.of(new byte[] {FeedCode.FORMAT + 1, 2, 3}, new byte[] {FeedCode.FORMAT}, new byte[0])) {
            cache.put(new Cache.Key("feed." + FeedCode.FORMAT, 1), strange, Duration.ofMinutes(1));
            assertThat(new Node().first(resident(1)).slots()).hasSize(SIZE);
        }
        assertThat(cache.get(new Cache.Key("feed." + (FeedCode.FORMAT + 1), 1)).result())
                .as("the other release's own value lies beside it")
                .isEmpty();
    }

    @Test
    void whoIsForgottenLeavesNothing() {
        here.prepare(resident(1));
        there.feeds.forget(1);
        assertThat(cache.get(new Cache.Key("feed." + FeedCode.FORMAT, 1)).result())
                .isEmpty();
    }

    @Test
    void aFeedThatBeganOnOneNodeGoesOnAtAnotherWithoutRepeats() {
        Resident resident = resident(1);
        Feeds.Page first = here.first(resident);
        Feeds.Page second = there.turn(resident, first);
        Feeds.Page third = new Node().turn(resident, second);
        assertThat(List.of(second.feed(), third.feed())).containsOnly(first.feed());
        assertThat(Stream.of(first, second, third).flatMap(page -> ids(page).stream()))
                .hasSizeGreaterThan(2 * SIZE)
                .doesNotHaveDuplicates();
        assertThat(second.slots())
                .allSatisfy(slot -> assertThat(slot.reason().text()).isNotBlank());
        assertThat(ids(here.turn(resident, first))).isEqualTo(ids(second));
        assertThat(there.recalled("yes")).isEqualTo(1);
        assertThat(there.served("ranking")).isZero();
    }

    @Test
    void aFeedWhosePagesAreTurnedGoesOnAfterAnotherWasPrepared() {
        Resident resident = resident(1);
        here.prepare(resident);
        Feeds.Page first = here.first(resident);
        here.feeds.learn(did(resident, EventType.OPEN, item(first, 0)));
        assertThat(here.prepare(resident)).isTrue();
        Feeds.Page second = there.turn(resident, first);
        assertThat(second.feed()).isEqualTo(first.feed());
        assertThat(ids(second)).doesNotContainAnyElementsOf(ids(first));
    }

    @Test
    void aFeedOfBeforeItsOwnerChangedWhatIsKnownOfThemDoesNotGoOn() {
        Feeds.Page first = here.first(resident(1));
        Resident changed = resident(1, Set.of(Topic.FRAUD), false);
        Feeds.Page fresh = there.turn(changed, first);
        assertThat(fresh.feed()).isNotEqualTo(first.feed());
        assertThat(there.recalled("no")).isEqualTo(1);
    }

    @Test
    void nobodyTurnsThePagesOfAnother() {
        Feeds.Page first = here.first(resident(1));
        assertThat(there.turn(resident(2), first).feed()).isNotEqualTo(first.feed());
        assertThatThrownBy(() -> there.feeds.page(resident(2), SIZE, Cursor.of("{1}:20")))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void aListOfAVersionThatDoesNotServeThemDoesNotGoOn() {
        versions.released = model("released");
        Feeds.Page first = here.first(resident(1));
        versions.released = model("newer");
        assertThat(there.turn(resident(1), first).feed()).isNotEqualTo(first.feed());
    }

    @Test
    void theFeedOfARegionGoesOnAtAnotherNodeToo() {
        Feeds.Page first = here.feeds.page(VILLAGE, SIZE, null).result();
        Feeds.Page second = there.feeds.page(VILLAGE, SIZE, first.next()).result();
        assertThat(second.feed()).isEqualTo(first.feed());
        assertThat(ids(second)).hasSize(SIZE).doesNotContainAnyElementsOf(ids(first));
        Feeds.Page other =
                new Node().feeds.page(RegionCode.COUNTRY, SIZE, first.next()).result();
        assertThat(other.feed()).as("of another region").isNotEqualTo(first.feed());
    }

    @Test
    void eventsThatAnotherNodeIsToldOfSayWhichVersionPlacedTheirItems() {
        versions.released = model("released");
        Feeds.Page page = here.first(resident(1));
        Feeds.Page guests = here.feeds.page(VILLAGE, SIZE, null).result();
        assertThat(there.placing(page)).isNull();
        there.feeds
                .marking()
                .bring(List.of(shown(1, page), shown(Event.GUEST, guests), shown(1, "f?"), shown(1, "f0")));
        assertThat(there.placing(page)).isNotNull().isEqualTo(here.placing(page));
        assertThat(there.placing(guests)).isNotNull().isEqualTo(here.placing(guests));
        assertThat(there.feeds.marking().of("f0").apply(1)).isNull();
        assertThat(there.feeds.marking().of(page.feed()).apply(ITEMS + 1)).isNull();
    }

    private Event shown(long person, Feeds.Page page) {
        return shown(person, page.feed());
    }

    private Event shown(long person, String feed) {
        return new Event(person, "shown", 1, EventType.IMPRESSION, clock.instant(), feed, null, null, null);
    }

    @Test
    void aNodeByItselfBeginsAnew() {
        Feeds.Page first = here.first(resident(1));
        Feeds.Page anew = target.page(resident(1), SIZE, first.next()).result();
        assertThat(anew.feed()).isNotEqualTo(first.feed());
        assertThat(anew.slots()).hasSize(SIZE);
    }

    @Test
    void whatOneNodePreparedForTheExpectedAnotherDoesNotMakeAgain() throws Exception {
        resident(1);
        resident(2);
        Vertx vertx = Vertx.vertx();
        Preparing one = preparing(vertx, here);
        Preparing other = preparing(vertx, there);
        one.tick().await(60, TimeUnit.SECONDS);
        other.tick().await(60, TimeUnit.SECONDS);
        assertThat(made(here)).isEqualTo(2);
        assertThat(made(there)).isZero();
        Lot lot = did(resident(2), EventType.OPEN, 7);
        here.feeds.learn(lot);
        there.feeds.learn(lot);
        one.tick().await(60, TimeUnit.SECONDS);
        other.tick().await(60, TimeUnit.SECONDS);
        assertThat(made(here)).isEqualTo(3);
        assertThat(made(there))
                .as("what it had was outdated, and the newer one was found")
                .isZero();
        there.first(resident(2));
        assertThat(there.served("ranking")).isZero();
        one.close();
        other.close();
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    private Preparing preparing(Vertx vertx, Node node) {
        return new Preparing(
                vertx,
                node.feeds,
                id -> Future.succeededFuture(known.get(id)),
                (from, window, limit) -> Future.succeededFuture(List.of(1L, 2L)),
                clock,
                new ConfigReader().config().feed(),
                node.meters);
    }

    private static double made(Node node) {
        return node.meters.counter("kepu.feed.prepared.made").count();
    }

    @Test
    void anotherNodeThatKnowsTheSameComesToTheSameDigest() {
        Resident resident = resident(1);
        did(resident, EventType.OPEN, 7);
        did(resident, EventType.IMPRESSION, 9);
        History known = here.feeds.known(1).result();
        History same = there.feeds.known(1).result();
        assertThat(known).isNotSameAs(same);
        assertThat(known.digest()).isEqualTo(same.digest());
    }
}
