package kepu.simulate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** The probabilities that the logging policy tells are those with which it shows. */
class OddsTest {
    private static final int DRAWS = 60_000;

    private final Truth truth = Scene.truth(Scene.settings(50));
    private final Exposure exposure = new Exposure(truth);
    private final long at = truth.settings().dayStart(47) + 40_000_000;

    @Test
    void theProbabilitiesOfEverythingThatCanStandAtAPlaceSumToOne() {
        for (int resident = 0; resident < 20; resident++) {
            Person person = truth.person(resident);
            BitSet opened = some(resident, 5);
            BitSet shown = new BitSet();
            Odds odds = new Odds(truth, exposure, person, at, shown, opened);
            for (int place = 0; place < 10; place++) {
                assertThat(sum(odds, person, shown)).isCloseTo(1, within(1e-9));
                int next = requireNonNull(exposure.next(person, at, shown, opened, dice(resident * 100L + place)));
                odds.placed(next);
                shown.set(next);
            }
        }
    }

    @Test
    void anItemIsShownAsOftenAsItsProbabilitySays() {
        Person person = truth.person(7);
        BitSet opened = some(7, 5);
        BitSet shown = some(8, 7);
        Odds odds = new Odds(truth, exposure, person, at, shown, opened);
        int[] times = new int[truth.items().size()];
        Dice dice = dice(1);
        for (int draw = 0; draw < DRAWS; draw++) {
            int next = requireNonNull(exposure.next(person, at, shown, opened, dice));
            times[next]++;
        }
        for (int item = 0; item < times.length; item++) {
            double expected = times[item] == 0 && !possible(item, person, shown) ? 0 : odds.of(item, at);
            double error = Math.sqrt(expected * (1 - expected) / DRAWS);
            assertThat((double) times[item] / DRAWS)
                    .as("item %d, seed %d", item, Scene.SEED)
                    .isCloseTo(expected, within(5 * error + 1e-12));
        }
    }

    @Test
    void whatComesOutInTheMiddleOfAListCanStandThereFromThenOn() {
        long published = truth.items().stream()
                .mapToLong(Traits::publishedMillis)
                .filter(millis -> millis > truth.settings().from().toEpochMilli())
                .min()
                .orElseThrow();
        Person person = truth.person(3);
        Odds odds = new Odds(truth, exposure, person, published, new BitSet(), new BitSet());
        double before = odds.of(0, published);
        assertThat(odds.of(0, published + 1)).isLessThan(before);
        Odds later = new Odds(truth, exposure, person, published + 1, new BitSet(), new BitSet());
        assertThat(odds.of(0, published + 1)).isEqualTo(later.of(0, published + 1));
    }

    private double sum(Odds odds, Person person, BitSet shown) {
        double sum = 0;
        for (int item = 0; item < truth.items().size(); item++) {
            sum += possible(item, person, shown) ? odds.of(item, at) : 0;
        }
        return sum;
    }

    private boolean possible(int item, Person person, BitSet shown) {
        Traits traits = truth.items().get(item);
        return !shown.get(item)
                && traits.publishedMillis() < at
                && traits.closeness(person.home().code()) >= 0;
    }

    private BitSet some(int from, int step) {
        BitSet set = new BitSet();
        for (int item = from; item < truth.items().size(); item += step) {
            set.set(item);
        }
        return set;
    }

    private static Dice dice(long subject) {
        return Dice.of(Scene.SEED, Dice.Purpose.BEHAVIOUR, subject);
    }
}
