package kepu.recommend.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
    private static final int MOST = 64;
    private static final HalfLives NOW = HalfLives.NONE;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsAreThoseOfAMap(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Cells target = new Cells();
        Map<Integer, Integer> impressions = new HashMap<>();
        Map<Integer, Integer> opens = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            int number = 1 + random.nextInt(700);
            int opened = random.nextInt(2);
            target.add(number, NOW, 1, opened);
            impressions.merge(number, 1, Integer::sum);
            opens.merge(number, opened, Integer::sum);
        }
        Map<Integer, Integer> told = new HashMap<>();
        target.each(NOW, (number, shown, opened) -> told.put(number, (int) shown));
        assertThat(told).as("seed %d", seed).isEqualTo(impressions);
        assertThat(target.size()).isEqualTo(impressions.size());
        opens.forEach((number, opened) -> {
            int shown = impressions.getOrDefault(number, 0);
            assertThat(target.opens(number, NOW)).isEqualTo(opened.doubleValue());
            assertThat(target.rate(number, 0.1, 20, false, NOW)).isCloseTo((opened + 2.0) / (shown + 20), within(1e-9));
        });
        assertThat(target.rate(701, 0.1, 20, false, NOW)).isEqualTo(0.1);
        assertThat(target.forgotten()).isZero();
    }

    @Test
    void atItsLimitWhatWasShownLeastIsForgotten() {
        Cells target = new Cells(MOST);
        for (int number = 1; number <= 10; number++) {
            target.add(number, NOW, 100, number);
        }
        for (int number = 11; number <= 10_000; number++) {
            target.add(number, NOW, 1, 0);
            assertThat(target.size()).isLessThanOrEqualTo(MOST);
        }
        for (int number = 1; number <= 10; number++) {
            assertThat(target.opens(number, NOW)).isEqualTo(number);
        }
        assertThat(target.forgotten()).isEqualTo(10_000 - target.size());
        assertThat(target.meanRate(0.1, NOW)).isCloseTo((55 + 50) / (10_990.0 + 500), within(1e-6));
    }

    @Test
    void ratesOfManyAreThoseOfEach() {
        Cells target = new Cells();
        target.add(3, NOW, 10, 5);
        target.add(9, NOW, 4, 4);
        double[] rates = {0.1, 0.2, 0.3};
        target.rates(new int[] {3, 4, 9}, 3, 20, false, NOW, rates);
        assertThat(rates)
                .containsExactly(target.rate(3, 0.1, 20, false, NOW), 0.2, target.rate(9, 0.3, 20, false, NOW));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyNumberHasItsOwnCountsHoweverManyThereAre(long seed) {
        RandomGenerator random = Scene.random(seed);
        Cells target = new Cells();
        Map<Integer, Double> opens = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            int number = 1 + random.nextInt(50_000);
            target.add(number, NOW, 1, 1);
            opens.merge(number, 1.0, Double::sum);
            int asked = 1 + random.nextInt(50_000);
            assertThat(target.opens(asked, NOW)).as("seed %d", seed).isEqualTo(opens.getOrDefault(asked, 0.0));
        }
        opens.forEach((number, count) ->
                assertThat(target.opens(number, NOW)).as("seed %d", seed).isEqualTo(count));
    }
}
