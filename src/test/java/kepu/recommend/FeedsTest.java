package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import kepu.activity.EventType;
import kepu.base.Failure;
import kepu.base.Topic;
import kepu.config.ConfigReader;
import kepu.content.Catalogue;
import kepu.http.FeedPage;
import kepu.people.Resident;
import kepu.recommend.log.Things;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Orders;
import kepu.recommend.release.Choice;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;

/** When a feed is served again and when it is made anew; how it was made is told by the counters. */
class FeedsTest extends FeedsGround {
    @Test
    void asLongAsNothingChangesTheListIsServedAgainWithoutRanking() {
        Resident resident = resident(1);
        Feeds.Page first = page(resident);
        Feeds.Page second = page(resident);
        assertThat(second).isEqualTo(first);
        assertThat(FeedPage.json(second, "[]")).isEqualTo(FeedPage.json(first, "[]"));
        assertThat(ranked()).isEqualTo(1);
        assertThat(from("warm")).isEqualTo(1);
        assertThat(target.marking().of(second.feed()).apply(item(second, 0))).isNotNull();
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
        Feeds.Page first = target.page(VILLAGE, 20, null).result();
        assertThat(target.page(VILLAGE, 20, null).result()).isEqualTo(first);
        assertThat(target.page(RegionCode.COUNTRY, 20, null).result().feed()).isNotEqualTo(first.feed());
        assertThat(ranked()).isEqualTo(2);
        versions.released = model("released");
        assertThat(target.page(VILLAGE, 20, null).result().feed()).isNotEqualTo(first.feed());
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
        assertThat(target.marking().of(first.feed()).apply(item(first, 0))).isNotNull();
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
        preparing.tick().await(60, TimeUnit.SECONDS);
        assertThat(meters.counter("kepu.feed.prepared.made").count()).isEqualTo(2);
        preparing.tick().await(60, TimeUnit.SECONDS);
        assertThat(meters.counter("kepu.feed.prepared.made").count())
                .as("what still holds is not made again")
                .isEqualTo(2);
        did(resident(2), EventType.OPEN, 7);
        preparing.tick().await(60, TimeUnit.SECONDS);
        assertThat(meters.counter("kepu.feed.prepared.made").count()).isEqualTo(3);
        assertThat(asked).as("the log is asked twice in a window").containsExactly(60L);
        clock.forward(Duration.ofMinutes(30));
        preparing.tick().await(60, TimeUnit.SECONDS);
        assertThat(asked).hasSize(2);
        coming.forEach(this::page);
        assertThat(from("prepared")).isEqualTo(2);
        assertThat(ranked()).isZero();
        preparing.close();
        vertx.close().await(60, TimeUnit.SECONDS);
    }
}
