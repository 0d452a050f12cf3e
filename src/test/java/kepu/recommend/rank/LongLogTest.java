package kepu.recommend.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.recommend.log.Things;
import kepu.region.RegionCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rates over a log of 22 years, hundreds or thousands of half-lives, at every moment of it: those that one gets from the events themselves,
 * in doubles and with weights taken from the moment that is asked for.
 */
class LongLogTest {
    private static final Instant FIRST = Instant.parse("2004-03-01T00:00:00Z");
    private static final long MILLIS = Duration.ofDays(22 * 365).toMillis();
    private static final int ITEMS = 40;
    private static final int EVENTS = 2_000;
    private static final int ASKED_EVERY = 250;
    private static final double BACKOFF = 20;
    private static final long[] VILLAGES = {510_903_100_208L, 320_402_001_001L};

    private static final Things.Thing THING =
            new Things.Thing("x", "", 0, 0, List.of(), Season.ALWAYS, Kind.ARTICLE, 0, 0, "");

    private record Event(long atMillis, long village, int item, boolean opened) {}

    private final List<Event> events = new ArrayList<>();
    private long now;
    private double halfLifeMillis;

    @ParameterizedTest
    @CsvSource({"1, 30, 0", "2, 30, 1", "3, 30, 0.5", "4, 2, 0", "5, 2, 1", "6, 4000, 0.5", "5109, 30, 0.02"})
    void ratesAreThoseOfTheEvents(long seed, int halfLifeDays, double origin) {
        play(seed, halfLifeDays, origin, false);
    }

    @ParameterizedTest
    @CsvSource({"1, 30, 0", "2, 30, 1", "3, 30, 0.5", "4, 2, 0", "5, 2, 1", "6, 4000, 0.5", "5109, 30, 0.02"})
    void sharesAreThoseOfTheEvents(long seed, int halfLifeDays, double origin) {
        play(seed, halfLifeDays, origin, true);
    }

    /** @param origin where in the log the counting has its origin: 0 at its beginning, 1 at its end */
    private void play(long seed, int halfLifeDays, double origin, boolean shares) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Duration halfLife = Duration.ofDays(halfLifeDays);
        halfLifeMillis = halfLife.toMillis();
        Rates target = new Rates(FIRST.plusMillis((long) (origin * MILLIS)), halfLife, (int) BACKOFF, shares);
        long[] times = random.longs(EVENTS, 0, MILLIS).sorted().toArray();
        for (int number = 0; number < EVENTS; number++) {
            now = FIRST.toEpochMilli() + times[number];
            boolean opened = shares || random.nextInt(3) == 0;
            Event event = new Event(now, VILLAGES[random.nextInt(2)], random.nextInt(ITEMS), opened);
            events.add(event);
            target.count(target.prior().spot(event.village, 0), THING, event.item, now, shares ? 0 : 1, opened ? 1 : 0);
            if (number % ASKED_EVERY == ASKED_EVERY - 1) {
                compare(target, shares, "seed %d after %d events".formatted(seed, number + 1));
            }
        }
    }

    private void compare(Rates target, boolean shares, String when) {
        Prior.Chain chain = target.prior().chain(RegionCode.village(VILLAGES[0]), Prior.EVERYBODY, now);
        assertThat(chain.mean()).as(when).isCloseTo(mean(shares), within(1e-6));
        for (int item = 0; item < ITEMS; item++) {
            int asked = item;
            assertThat(chain.rate(item)).as(when).isCloseTo(rate(item, shares), within(1e-6));
            double opens = weight(event -> event.item == asked && event.opened, halfLifeMillis);
            assertThat(chain.opens(item)).as(when).isCloseTo(opens, within(1e-5 * (1 + opens)));
            double shown = shares ? since(item) : weight(event -> event.item == asked, halfLifeMillis);
            assertThat(chain.exposure(item)).as(when).isCloseTo(shown, within(1e-4 * (1 + shown)));
            double lately = weight(event -> event.item == asked && event.opened, (double)
                    Rates.trendHalfLife(Duration.ofMillis((long) halfLifeMillis))
                            .toMillis());
            assertThat((double) target.trend().opens(item, target.trend().moment(now)))
                    .as(when)
                    .isCloseTo(lately, within(1e-5 * (1 + lately)));
        }
    }

    private double mean(boolean shares) {
        return shares
                ? 1.0 / events.stream().map(Event::item).distinct().count()
                : (weight(Event::opened, halfLifeMillis) + 500 * 0.1) / (weight(event -> true, halfLifeMillis) + 500);
    }

    /** Down the regions, each shrunk towards the one above. */
    private double rate(int item, boolean shares) {
        double rate = mean(shares);
        for (RegionCode region : RegionCode.village(VILLAGES[0]).path()) {
            Predicate<Event> here = event ->
                    RegionCode.village(event.village).at(region.level()).equals(region);
            Predicate<Event> it = here.and(event -> event.item == item);
            double opens = weight(it.and(Event::opened), halfLifeMillis);
            double all = weight(shares ? here : it, halfLifeMillis);
            rate = (opens + BACKOFF * rate) / (all + BACKOFF);
        }
        return rate;
    }

    /** What was opened since the first opening of an item. */
    private double since(int item) {
        int first = 0;
        while (first < events.size() && events.get(first).item != item) {
            first++;
        }
        return events.stream()
                .skip(first)
                .mapToDouble(event -> weight(event, halfLifeMillis))
                .sum();
    }

    private double weight(Predicate<Event> which, double halfLife) {
        return events.stream()
                .filter(which)
                .mapToDouble(event -> weight(event, halfLife))
                .sum();
    }

    private double weight(Event event, double halfLife) {
        return Math.pow(2, (event.atMillis - now) / halfLife);
    }
}
