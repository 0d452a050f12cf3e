package kepu.recommend.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LnTest {
    private static final double NEAR = 1e-13;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void itIsTheLogarithm(long seed) {
        RandomGenerator random = Scene.random(seed);
        for (int i = 0; i < 100_000; i++) {
            double x = Math.exp(random.nextDouble(-40, 40));
            assertThat(Ln.of(x)).as("seed %d, ln(%s)", seed, x).isCloseTo(Math.log(x), within(NEAR));
        }
    }

    @Test
    void aroundOneToo() {
        for (double x = 0.98; x < 1.02; x += 1e-6) {
            assertThat(Ln.of(x)).as("ln(%s)", x).isCloseTo(Math.log(x), within(NEAR));
        }
        assertThat(Ln.of(1)).isZero();
    }

    @Test
    void itGrows() {
        double before = Ln.of(0.5);
        for (double x = 0.5; x < 4; x += 1e-4) {
            assertThat(Ln.of(x)).isGreaterThanOrEqualTo(before);
            before = Ln.of(x);
        }
    }
}
