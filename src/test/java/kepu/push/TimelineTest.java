package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import kepu.base.Topic;
import kepu.push.Days.Made;
import org.junit.jupiter.api.Test;

/** What one person gets and when; 5 October 2026 is a Monday. The limits: three a day, quiet from 21:30 to 07:30, a week between two campaigns. */
class TimelineTest {
    private final Days days = new Days();

    @Test
    void byDayItComesAtOnce() {
        days.add(Made.of("a", "2026-10-05T09:00"));
        assertThat(days.inbox("2026-10-05T09:00")).containsExactly("a 2026-10-05T09:00");
    }

    @Test
    void byNightItWaitsForTheMorning() {
        days.add(Made.of("late", "2026-10-05T21:30")).add(Made.of("early", "2026-10-06T07:29"));
        assertThat(days.inbox("2026-10-06T07:29")).isEmpty();
        assertThat(days.outcome("late", "2026-10-06T07:29")).isEqualTo(Outcome.QUIET);
        assertThat(days.inbox("2026-10-06T07:30")).containsExactly("late 2026-10-06T07:30", "early 2026-10-06T07:30");
    }

    @Test
    void whatIsPastTheDaysLimitComesTheNextMorning() {
        for (int i = 0; i < 5; i++) {
            days.add(Made.of("p" + i, "2026-10-05T1" + i + ":00"));
        }
        assertThat(days.inbox("2026-10-05T21:00"))
                .containsExactly("p0 2026-10-05T10:00", "p1 2026-10-05T11:00", "p2 2026-10-05T12:00");
        assertThat(days.outcome("p3", "2026-10-05T21:00")).isEqualTo(Outcome.DAILY_CAP);
        assertThat(days.inbox("2026-10-06T07:30")).hasSize(5).endsWith("p3 2026-10-06T07:30", "p4 2026-10-06T07:30");
    }

    @Test
    void ofThoseThatWaitTheImportantComeFirst() {
        for (int i = 0; i < 4; i++) {
            days.add(Made.of("n" + i, "2026-10-05T22:0" + i));
        }
        days.add(Made.of("important", "2026-10-05T22:30").lane(Lane.IMPORTANT));
        assertThat(days.inbox("2026-10-06T12:00"))
                .containsExactlyInAnyOrder("important 2026-10-06T07:30", "n0 2026-10-06T07:30", "n1 2026-10-06T07:30");
        assertThat(days.outcome("n2", "2026-10-06T12:00")).isEqualTo(Outcome.DAILY_CAP);
    }

    @Test
    void personalOnesTakeNoPlaceOfTheDay() {
        days.add(Made.of("answer", "2026-10-05T08:30").lane(Lane.PERSONAL));
        for (int i = 0; i < 3; i++) {
            days.add(Made.of("p" + i, "2026-10-05T1" + i + ":00"));
        }
        assertThat(days.inbox("2026-10-05T13:00")).hasSize(4);
    }

    @Test
    void aPersonalOneWaitsForTheNightToEndAndForNothingElse() {
        days.limits(1, 1);
        days.add(Made.of("p", "2026-10-05T12:00"));
        days.add(Made.of("answer", "2026-10-05T12:01").lane(Lane.PERSONAL));
        days.add(Made.of("night", "2026-10-05T22:00").lane(Lane.PERSONAL));
        assertThat(days.inbox("2026-10-05T23:00")).containsExactly("p 2026-10-05T12:00", "answer 2026-10-05T12:01");
        assertThat(days.inbox("2026-10-06T07:30")).endsWith("night 2026-10-06T07:30");
    }

    @Test
    void whatIsPastATopicsLimitComesNextMonday() {
        days.limits(10, 2);
        for (int i = 0; i < 3; i++) {
            days.add(Made.of("h" + i, "2026-10-06T1" + i + ":00").topic(Topic.HEALTH));
        }
        days.add(Made.of("fire", "2026-10-06T14:00").topic(Topic.FIRE));
        assertThat(days.inbox("2026-10-11T12:00"))
                .containsExactly("h0 2026-10-06T10:00", "h1 2026-10-06T11:00", "fire 2026-10-06T14:00");
        assertThat(days.outcome("h2", "2026-10-11T12:00")).isEqualTo(Outcome.TOPIC_CAP);
        assertThat(days.inbox("2026-10-12T07:30")).endsWith("h2 2026-10-12T07:30");
    }

    @Test
    void whatExpiresWhileItWaitsIsCountedAsExpired() {
        days.add(Made.of("night", "2026-10-05T22:00").until("2026-10-06T06:00"));
        assertThat(days.outcome("night", "2026-10-06T05:59")).isEqualTo(Outcome.QUIET);
        assertThat(days.outcome("night", "2026-10-06T06:00")).isEqualTo(Outcome.EXPIRED);
        assertThat(days.outcome("night", "2026-10-06T08:00")).isEqualTo(Outcome.EXPIRED);
        assertThat(days.inbox("2026-10-06T08:00")).isEmpty();
    }

    @Test
    void theSameItemDoesNotComeTwiceByTwoCampaignsWithinTheWindow() {
        days.add(Made.of("first", "2026-10-05T09:00").item("x"));
        days.add(Made.of("second", "2026-10-07T09:00").item("x"));
        days.add(Made.of("again", "2026-10-08T09:00").item("x").campaign("c-first"));
        days.add(Made.of("later", "2026-10-15T09:00").item("x"));
        assertThat(days.inbox("2026-10-20T09:00"))
                .as("one campaign may repeat itself, and after a week another may bring it")
                .containsExactly("first 2026-10-05T09:00", "again 2026-10-08T09:00", "later 2026-10-15T09:00");
        assertThat(days.outcome("second", "2026-10-20T09:00")).isEqualTo(Outcome.DUPLICATE);
    }

    @Test
    void theSecondComesWhenTheFirstIsWithdrawn() {
        days.add(Made.of("first", "2026-10-05T09:00").item("x"));
        days.add(Made.of("second", "2026-10-05T10:00").item("x"));
        days.fate("first", withdrawn("2026-10-05T12:00"));
        assertThat(days.outcome("second", "2026-10-05T11:59")).isEqualTo(Outcome.DUPLICATE);
        assertThat(days.inbox("2026-10-05T12:00")).containsExactly("second 2026-10-05T12:00");
    }

    @Test
    void theSecondComesWhenTheFirstExpiredBeforeItCame() {
        days.add(Made.of("first", "2026-10-05T22:00").item("x").until("2026-10-06T06:00"));
        days.add(Made.of("second", "2026-10-05T22:30").item("x"));
        assertThat(days.inbox("2026-10-06T07:30")).containsExactly("second 2026-10-06T07:30");
    }

    @Test
    void whoIsUnsubscribedGetsNothingMoreAndKeepsWhatThereIs() {
        days.add(Made.of("before", "2026-10-05T09:00").topic(Topic.FRAUD));
        days.add(Made.of("sender", "2026-10-05T11:00"));
        days.add(Made.of("night", "2026-10-05T22:00").topic(Topic.FRAUD));
        days.settings(
                new PushSettings(null, Instant.EPOCH, null, Map.of("510903", Days.at("2026-10-05T10:00")), Map.of()));
        assertThat(days.inbox("2026-10-06T12:00")).containsExactly("before 2026-10-05T09:00");
        assertThat(days.outcome("sender", "2026-10-06T12:00")).isEqualTo(Outcome.UNSUBSCRIBED_SENDER);
        days.settings(new PushSettings(
                null, Instant.EPOCH, null, Map.of(), Map.of(Topic.FRAUD, Days.at("2026-10-05T23:00"))));
        assertThat(days.outcome("night", "2026-10-06T12:00"))
                .as("it was held when they unsubscribed")
                .isEqualTo(Outcome.UNSUBSCRIBED_TOPIC);
        assertThat(days.inbox("2026-10-06T12:00"))
                .containsExactly("before 2026-10-05T09:00", "sender 2026-10-05T11:00");
    }

    @Test
    void ownQuietHoursHoldFromTheirChangeOn() {
        days.add(Made.of("noon", "2026-10-05T12:30"));
        days.add(Made.of("evening", "2026-10-05T20:30"));
        days.add(Made.of("next", "2026-10-06T12:30"));
        days.settings(
                new PushSettings(new Quiet(12 * 60, 14 * 60), Days.at("2026-10-05T18:00"), null, Map.of(), Map.of()));
        assertThat(days.inbox("2026-10-06T20:00"))
                .containsExactly("noon 2026-10-05T12:30", "evening 2026-10-05T20:30", "next 2026-10-06T14:00");
    }

    @Test
    void whoEndsTheirQuietHoursGetsWhatWaitedAtOnce() {
        days.add(Made.of("night", "2026-10-05T22:00"));
        days.settings(new PushSettings(Quiet.NONE, Days.at("2026-10-05T23:00"), null, Map.of(), Map.of()));
        assertThat(days.inbox("2026-10-05T23:00")).containsExactly("night 2026-10-05T23:00");
    }

    @Test
    void aPauseHoldsWhatWaitsAndLeavesWhatCame() {
        days.add(Made.of("came", "2026-10-05T09:00").campaign("c"));
        days.add(Made.of("waits", "2026-10-05T22:00").campaign("c"));
        Fate paused =
                new Fate(List.of(new Fate.Pause(Days.at("2026-10-05T23:00"), Days.at("2026-10-06T10:00"))), null, null);
        days.fate("came", paused).fate("waits", paused);
        assertThat(days.inbox("2026-10-06T09:59")).containsExactly("came 2026-10-05T09:00");
        assertThat(days.outcome("waits", "2026-10-06T09:59")).isEqualTo(Outcome.PAUSED);
        assertThat(days.inbox("2026-10-06T10:00")).endsWith("waits 2026-10-06T10:00");
    }

    @Test
    void whatIsCancelledComesToNobodyWhoDoesNotHaveIt() {
        days.add(Made.of("waits", "2026-10-05T22:00"));
        days.fate("waits", new Fate(List.of(new Fate.Pause(Days.at("2026-10-05T23:00"), null)), null, null));
        assertThat(days.inbox("2026-10-20T10:00")).isEmpty();
    }

    @Test
    void aWithdrawnOneStillTookItsPlaceOfTheDay() {
        for (int i = 0; i < 4; i++) {
            days.add(Made.of("p" + i, "2026-10-05T1" + i + ":00"));
        }
        days.fate("p0", withdrawn("2026-10-05T15:00"));
        assertThat(days.inbox("2026-10-05T20:00")).containsExactly("p1 2026-10-05T11:00", "p2 2026-10-05T12:00");
    }

    @Test
    void theHoldoutGetsNothingAndAnArmOnlyItsOwn() {
        Share first = new Share(1_000, 5_500);
        Share second = new Share(5_500, Share.ALL);
        days.limits(100, 100);
        days.add(Made.of("A", "2026-10-05T09:00").campaign("c"), first, 1_000, Fate.OUT);
        days.add(Made.of("B", "2026-10-05T09:00").campaign("c").item("i-A"), second, 1_000, Fate.OUT);
        int[] counts = new int[3];
        for (long person = 1; person <= 20_000; person++) {
            Who who = new Who(person, Days.VILLAGE.first(), 0, 0, 30, null, "zh-CN");
            Timeline timeline = days.until(who, Days.at("2026-10-05T10:00").toEpochMilli());
            Outcome a = timeline.outcome(days.seq("A"));
            Outcome b = timeline.outcome(days.seq("B"));
            assertThat(List.of(a, b))
                    .isIn(
                            List.of(Outcome.SENT, Outcome.NOT_ADDRESSED),
                            List.of(Outcome.NOT_ADDRESSED, Outcome.SENT),
                            List.of(Outcome.HOLDOUT, Outcome.NOT_ADDRESSED));
            counts[a == Outcome.SENT ? 0 : b == Outcome.SENT ? 1 : 2]++;
        }
        assertThat(counts[0]).isBetween(8_700, 9_300);
        assertThat(counts[1]).isBetween(8_700, 9_300);
        assertThat(counts[2]).isBetween(1_800, 2_200);
    }

    @Test
    void everyLookGivesTheSameWhetherTimePassedInStepsOrAtOnce() {
        for (int round = 0; round < 150; round++) {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            Days some = random(random);
            Timeline step = some.fresh(Days.SOMEBODY);
            long now = Days.at("2026-10-05T00:00").toEpochMilli();
            int next = 0;
            Map<Long, Long> had = new TreeMap<>();
            for (int look = 0; look < 60; look++) {
                now += random.nextInt(8 * 3_600_000);
                while (next < some.posts().size() && some.posts().get(next).publishedMillis() <= now) {
                    step.arrive(some.posts().get(next++));
                }
                step.pass(now);
                Timeline whole = some.until(Days.SOMEBODY, now);
                assertThat(sent(step, now))
                        .as("seed %d, %s", seed, Days.text(now))
                        .isEqualTo(sent(whole, now));
                for (Posted posted : some.posts().subList(0, next)) {
                    assertThat(step.outcome(posted.seq()))
                            .as("seed %d, %s, %d", seed, Days.text(now), posted.seq())
                            .isEqualTo(whole.outcome(posted.seq()));
                }
                assertStable(seed, now, had, sent(whole, now));
            }
        }
    }

    @Test
    void noLimitIsEverPassed() {
        for (int round = 0; round < 150; round++) {
            long seed = new Random().nextLong();
            Days some = random(new Random(seed));
            long end = Days.at("2026-10-25T00:00").toEpochMilli();
            Map<Long, Integer> ofDay = new TreeMap<>();
            Map<String, Integer> ofTopic = new TreeMap<>();
            Timeline timeline = some.until(Days.SOMEBODY, end);
            for (Posted posted : some.posts()) {
                Parcel parcel = timeline.find(posted.seq());
                if (parcel == null || !parcel.isSent()) {
                    continue;
                }
                long at = parcel.sentMillis();
                String what = "seed %d, %s at %s".formatted(seed, posted.publication(), Days.text(at));
                assertThat(new Quiet(21 * 60 + 30, 7 * 60 + 30).holds(at))
                        .as(what)
                        .isFalse();
                assertThat(at).as(what).isBetween(posted.publishedMillis(), posted.expiresMillis() - 1);
                if (posted.lane() != Lane.PERSONAL) {
                    Topic topic = posted.publication().handling().topic();
                    assertThat(ofDay.merge(Quiet.day(at), 1, Integer::sum))
                            .as(what)
                            .isLessThanOrEqualTo(3);
                    assertThat(ofTopic.merge(topic + " " + Quiet.week(Quiet.day(at)), 1, Integer::sum))
                            .as(what)
                            .isLessThanOrEqualTo(4);
                }
            }
            assertThat(ofDay).as("seed %d", seed).isNotEmpty();
        }
    }

    /** What was had is had until it expires, and came when it came. */
    private static void assertStable(long seed, long now, Map<Long, Long> had, List<Sent> sent) {
        sent.forEach(one -> {
            Long before = had.putIfAbsent(one.seq(), one.at());
            assertThat(before == null ? one.at() : before)
                    .as("seed %d, %s", seed, Days.text(now))
                    .isEqualTo(one.at());
        });
    }

    /** A parcel as it is compared. */
    private record Sent(long seq, long at) {}

    private static List<Sent> sent(Timeline timeline, long now) {
        return timeline.inbox(now).stream()
                .map(parcel -> new Sent(parcel.posted().seq(), parcel.sentMillis()))
                .toList();
    }

    private static Fate withdrawn(String at) {
        return new Fate(List.of(), 99L, Days.at(at));
    }

    /** Some hundred publications over eighteen days, of every lane, with pauses, expiries and the same items again. */
    private static Days random(Random random) {
        Days some = new Days().limits(3, 4);
        Topic[] topics = {Topic.HEALTH, Topic.FRAUD, Topic.FIRE};
        List<Instant> times = new ArrayList<>(IntStream.range(0, 100)
                .mapToObj(i -> Days.at("2026-10-05T00:00").plusSeconds(60L * random.nextInt(18 * 1_440)))
                .sorted()
                .toList());
        for (int i = 0; i < times.size(); i++) {
            int dice = random.nextInt(20);
            Lane lane = dice < 2 ? Lane.PERSONAL : dice < 6 ? Lane.IMPORTANT : Lane.NORMAL;
            Instant at = times.get(i);
            some.add(new Made(
                    "p" + i,
                    Days.text(at.toEpochMilli()),
                    lane,
                    "c" + random.nextInt(30),
                    "i" + random.nextInt(40),
                    topics[random.nextInt(3)],
                    Days.text(at.plusSeconds(3_600L * (1 + random.nextInt(200))).toEpochMilli())));
        }
        return some;
    }
}
