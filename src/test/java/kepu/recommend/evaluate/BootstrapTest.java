package kepu.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final long SEED = 20_260_301;

    @Test
    void theIntervalIsBetweenThePercentiles() {
        double[] values =
                IntStream.rangeClosed(0, 1000).mapToDouble(i -> 1000 - i).toArray();
        assertThat(Interval.ofResamples(values)).isEqualTo(new Interval(25, 975));
        assertThat(Interval.ofResamples(new double[] {3})).isEqualTo(new Interval(3, 3));
        assertThat(new Interval(0.12, 0.128)).hasToString("0.1200..0.1280");
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] sample = exponential(new SplittableRandom(SEED), 50);
        assertThat(mean(sample, 1)).isEqualTo(mean(sample, 1)).isNotEqualTo(mean(sample, 2));
    }

    @Test
    void theIntervalOfAMeanIsAsWideAsItsStandardErrorSays() {
        double[] sample = new SplittableRandom(SEED).doubles(2000).toArray();
        Interval interval = mean(sample, SEED);
        double error = Math.sqrt(1.0 / 12 / 2000);
        assertThat(interval.high() - interval.low()).as("seed %d", SEED).isCloseTo(2 * 1.96 * error, within(error / 2));
    }

    @Test
    void nineteenOfTwentyIntervalsHoldTheTrueMean() {
        SplittableRandom random = new SplittableRandom(SEED);
        int rounds = 400;
        int held = 0;
        for (int round = 0; round < rounds; round++) {
            held += mean(exponential(random, 100), round).contains(1) ? 1 : 0;
        }
        assertThat((double) held / rounds).as("seed %d", SEED).isBetween(0.91, 0.98);
    }

    @Test
    void figuresComeFromTheSameDraws() {
        double[] sample = exponential(new SplittableRandom(SEED), 80);
        Interval[] pair = new Bootstrap(500, SEED).intervals(80, 2, (rows, into) -> {
            into[0] = Arrays.stream(rows).mapToDouble(row -> sample[row]).sum();
            into[1] = into[0]
                    - Arrays.stream(rows).mapToDouble(row -> sample[row] - 0.5).sum();
        });
        assertThat(pair[0].high()).isGreaterThan(pair[0].low());
        assertThat(pair[1].low()).isCloseTo(40, within(1e-9));
        assertThat(pair[1].high()).isCloseTo(40, within(1e-9));
    }

    private static Interval mean(double[] sample, long seed) {
        return new Bootstrap(1000, seed)
                .intervals(sample.length, 1, (rows, into) -> into[0] = LogEvaluation.mean(sample, rows))[0];
    }

    private static double[] exponential(SplittableRandom random, int size) {
        return random.doubles(size).map(uniform -> -Math.log(1 - uniform)).toArray();
    }
}
