package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.recommend.log.Things;
import kepu.recommend.model.Counting;
import kepu.recommend.rank.Prior;
import kepu.recommend.rank.Rates;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Counts follow what served versions want, while people go on. */
class CountsIT {
    private static final String VILLAGE = "510903100208";
    private static final Counting SHORT = new Counting(90, Duration.ofDays(3), 20);
    private static final Counting LONG = new Counting(90, Duration.ofDays(300), 20);

    @RegisterExtension
    static final House house = new House();

    private Catalogue catalogue;
    private Item item;
    private Counts target;

    @BeforeEach
    void bootInTheUsualWay() throws SQLException, IOException {
        house.sql("delete from event");
        try (Bulk bulk = Bulk.open(house.address())) {
            catalogue = Items.load(bulk);
            item = catalogue.entries().getFirst().item();
        }
        target = new Counts(Instant.now());
        follow(Set.of(Counting.DEFAULT));
    }

    @Test
    void afterABootServesWhatHappensSinceUntilThePastIsCountedOnce() throws SQLException, IOException {
        stored("past", Duration.ZERO);
        target = new Counts(Instant.now());
        assertThat(target.areMade()).isFalse();
        assertThat(target.suits(Set.of(Counting.DEFAULT))).isFalse();
        assertThat(opens(Counting.DEFAULT)).isZero();
        target.add(deed(stored("since", Duration.ZERO)));
        assertThat(opens(Counting.DEFAULT)).isCloseTo(1, within(1e-3));
        meanwhile(Set.of(Counting.DEFAULT), () -> {
            target.add(deed(stored("meanwhile", Duration.ZERO)));
            assertThat(opens(Counting.DEFAULT)).isCloseTo(2, within(1e-3));
        });
        assertThat(target.areMade()).isTrue();
        assertThat(opens(Counting.DEFAULT)).isCloseTo(3, within(1e-3));
    }

    @Test
    void untilItsOwnAreMadeAVersionIsServedFromThoseThatAreThere() throws SQLException, IOException {
        assertThat(target.has(SHORT)).isFalse();
        assertThat(target.of(SHORT)).isSameAs(target.of(Counting.DEFAULT));
        follow(Set.of(SHORT));
        assertThat(target.has(SHORT)).isTrue();
        assertThat(target.of(SHORT)).isNotSameAs(target.of(Counting.DEFAULT));
    }

    @Test
    void whatNoVersionAsksForIsForgottenOnceAllHaveTheirs() throws SQLException, IOException {
        follow(Set.of(SHORT));
        assertThat(target.has(Counting.DEFAULT)).isTrue();
        assertThat(target.suits(Set.of(SHORT))).isFalse();
        follow(Set.of(SHORT));
        assertThat(target.has(Counting.DEFAULT)).isFalse();
        assertThat(target.suits(Set.of(SHORT))).isTrue();
    }

    @Test
    void anotherBackOffNeedsNoCountsOfItsOwn() {
        target.add(deed(stored("one", Duration.ZERO)));
        Counting cautious = new Counting(90, Duration.ofDays(30), 2_000);
        assertThat(target.has(cautious)).isTrue();
        Rates usual = target.of(Counting.DEFAULT);
        assertThat(target.of(cautious)).isNotSameAs(usual).isSameAs(target.of(cautious));
        assertThat(opens(cautious)).isEqualTo(opens(Counting.DEFAULT)).isPositive();
        assertThat(rate(cautious)).isLessThan(rate(Counting.DEFAULT));
    }

    @Test
    void theHalfLifeOfTheVersionDecidesWhatAnOldOpeningCounts() throws SQLException, IOException {
        stored("old", Duration.ofDays(30));
        for (Counting counting : List.of(Counting.DEFAULT, SHORT, LONG)) {
            target = new Counts(Counting.DEFAULT, new Rates(Instant.now(), Duration.ofDays(30), 20, false));
            Counts fresh = new Counts(counting, empty(counting));
            follow(fresh, Set.of(counting, new Counting(89, counting.halfLife(), 20)));
            double days = counting.halfLife().toDays();
            double opens = opens(fresh, new Counting(89, counting.halfLife(), 20));
            assertThat(opens).isCloseTo(Math.pow(2, -30 / days), within(1e-3));
        }
    }

    @Test
    void whatIsTooOldToWeighAnythingKeepsNothingElseFromBeingCounted() throws SQLException, IOException {
        stored("ancient", Duration.ofDays(60));
        stored("new", Duration.ZERO);
        Counting daily = new Counting(90, Duration.ofDays(1), 20);
        follow(Set.of(daily));
        assertThat(opens(daily)).isCloseTo(1, within(1e-3));
    }

    @Test
    void whatHappensWhileCountsAreMadeIsCountedOnceWhetherTheySawItOrNot() throws SQLException, IOException {
        Counts.Deed before = deed(stored("before", Duration.ZERO));
        target.add(before);
        Counts.Deed late = deed(stored("late", Duration.ZERO));
        meanwhile(Set.of(SHORT), () -> {
            // stored before counts look, told after they began
            target.add(before);
            target.add(deed(stored("meanwhile", Duration.ZERO)));
        });
        assertThat(opens(SHORT)).isCloseTo(3, within(1e-3));
        // stored before counts look, told after they are shown
        target.add(late);
        assertThat(opens(SHORT)).isCloseTo(3, within(1e-3));
        target.add(deed(stored("after", Duration.ZERO)));
        assertThat(opens(SHORT)).isCloseTo(4, within(1e-3));
    }

    @Test
    void whenDeedsWereMissedCountsAreMadeAgain() throws SQLException, IOException {
        target.add(deed(stored("told", Duration.ZERO)));
        stored("missed", Duration.ZERO);
        assertThat(opens(Counting.DEFAULT)).isCloseTo(1, within(1e-3));
        target.again();
        assertThat(target.suits(Set.of(Counting.DEFAULT))).isFalse();
        follow(Set.of(Counting.DEFAULT));
        assertThat(opens(Counting.DEFAULT)).isCloseTo(2, within(1e-3));
        assertThat(target.suits(Set.of(Counting.DEFAULT))).isTrue();
    }

    @Test
    void deedsThatAreMissedWhileCountsAreMadeHaveThemMadeOnceMore() throws SQLException, IOException {
        target.again();
        meanwhile(Set.of(Counting.DEFAULT), () -> {
            stored("missed", Duration.ZERO);
            target.again();
        });
        assertThat(opens(Counting.DEFAULT)).isZero();
        assertThat(target.suits(Set.of(Counting.DEFAULT))).isFalse();
        follow(Set.of(Counting.DEFAULT));
        assertThat(opens(Counting.DEFAULT)).isCloseTo(1, within(1e-3));
    }

    @Test
    void whenTooMuchComesMeanwhileTheMakingIsGivenUpAndCanBeginAgain() throws SQLException, IOException {
        try {
            meanwhile(Set.of(SHORT), () -> {
                for (int i = 0; i <= Counts.MOST_WAITING; i++) {
                    target.add(deed(Long.MAX_VALUE));
                }
            });
            throw new AssertionError("it was not given up");
        } catch (IOException expected) {
            assertThat(expected).hasMessageContaining("deeds");
        }
        assertThat(target.has(SHORT)).isFalse();
        follow(Set.of(SHORT));
        assertThat(target.has(SHORT)).isTrue();
    }

    private void follow(Set<Counting> served) throws SQLException, IOException {
        follow(target, served);
    }

    private void follow(Counts counts, Set<Counting> served) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(house.address())) {
            CountedEvents.follow(bulk, catalogue, Clock.systemUTC(), counts, served);
        }
    }

    /** Follows, and lets something happen when the events have been looked at and before the counts are shown. */
    private void meanwhile(Set<Counting> served, Runnable happens) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(house.address())) {
            bulk.transact(() -> {
                bulk.execute("set transaction isolation level repeatable read");
                CountedEvents events = new CountedEvents(bulk, catalogue, Clock.systemUTC());
                target.follow(served, counting -> {
                    Counts.Counted counted = events.count(counting);
                    happens.run();
                    return counted;
                });
                return served;
            });
        }
    }

    /** Stores the opening of a new resident; gives the transaction. */
    private long stored(String event, Duration ago) {
        house.sql(
                "insert into resident (phone_hash, phone_sealed, village, consent_version, consent_at) values (decode(md5(?), 'hex'), '', ?, '1', now())"
                        + " on conflict do nothing",
                event,
                Long.parseLong(VILLAGE));
        return house.count(
                "insert into event (person, id, item, type, at) values (?, ?, ?, 'open', now() - ?::interval)"
                        + " returning pg_current_xact_id()",
                person(event),
                event,
                item.seq(),
                ago.toSeconds() + " seconds");
    }

    private long person(String event) {
        return house.count("select id from resident where phone_hash = decode(md5(?), 'hex')", event);
    }

    private Counts.Deed deed(long transaction) {
        Things.Thing thing = Things.of(item);
        return new Counts.Deed(
                transaction, Long.parseLong(VILLAGE), 0, item.seq(), thing, System.currentTimeMillis(), true);
    }

    private static Rates empty(Counting counting) {
        return new Rates(Instant.now(), counting.halfLife(), counting.backoffImpressions(), false);
    }

    private double opens(Counting counting) {
        return opens(target, counting);
    }

    private double opens(Counts counts, Counting counting) {
        return chain(counts, counting).opens(item.seq());
    }

    private double rate(Counting counting) {
        return chain(target, counting).rate(item.seq());
    }

    private static Prior.Chain chain(Counts counts, Counting counting) {
        return counts.of(counting).prior().chain(RegionCode.of(VILLAGE), Prior.EVERYBODY, System.currentTimeMillis());
    }
}
