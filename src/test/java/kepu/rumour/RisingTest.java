package kepu.rumour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RisingTest {
    private static final List<Long> NEVER = Collections.nCopies(14, 0L);
    private static final List<Long> OFTEN = Collections.nCopies(14, 20L);

    @Test
    void theTailIsThatOfPoisson() {
        // P(X ≥ 10) for a rate of 2 is 4.65e-5
        List<Long> two = Collections.nCopies(1, 3L);
        assertThat(Rising.of(10, two, 1).expected()).isEqualTo(2);
        assertThat(Rising.of(10, two, 1).surprise()).isCloseTo(4.33, within(0.01));
    }

    @Test
    void whatWasNeverAskedRisesWithFewAskers() {
        assertThat(Rising.of(3, NEVER, 1).surprise()).isLessThan(6);
        assertThat(Rising.of(10, NEVER, 1).surprise()).isGreaterThan(6);
    }

    @Test
    void whatIsAskedEveryDayDoesNotRiseByBeingAsked() {
        assertThat(Rising.of(20, OFTEN, 1).surprise()).isLessThan(1);
        assertThat(Rising.of(28, OFTEN, 1).surprise()).isLessThan(3);
        assertThat(Rising.of(80, OFTEN, 1).surprise()).isGreaterThan(6);
    }

    @Test
    void whenEverybodyAsksMoreNothingRises() {
        assertThat(Rising.of(80, OFTEN, 4).surprise()).isLessThan(1);
        assertThat(Rising.of(20, OFTEN, 0.1)).as("a quiet day excuses nothing").isEqualTo(Rising.of(20, OFTEN, 1));
    }

    @Test
    void largeCountsAreNoTrouble() {
        assertThat(Rising.of(5_000_000, OFTEN, 1).surprise()).isFinite().isGreaterThan(1_000);
        assertThat(Rising.of(300, Collections.nCopies(14, 299L), 1).surprise()).isLessThan(2);
    }

    @Test
    void chanceAloneRaisesNoAlarm() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int alarms = 0;
        for (int day = 0; day < 20_000; day++) {
            List<Long> before =
                    Stream.generate(() -> poisson(random, 10)).limit(14).toList();
            alarms += Rising.of(poisson(random, 10), before, 1).surprise() >= 6 ? 1 : 0;
        }
        assertThat(alarms).as("seed %d", seed).isLessThanOrEqualTo(10);
    }

    /** Knuth's way. */
    private static long poisson(Random random, double rate) {
        long count = -1;
        for (double product = 1; product > Math.exp(-rate); product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
