package kepu.recommend.train;

import static kepu.recommend.train.Crowds.dense;
import static kepu.recommend.train.Crowds.times;
import static kepu.recommend.train.Crowds.transposed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against ridge regression with dense matrices in doubles. */
class RidgeTest {
    private static final int PEOPLE = 30;
    private static final int ITEMS = 14;

    static Stream<Arguments> ridges() {
        return Stream.of(1L, 2L, 5109L)
                .flatMap(seed -> Stream.of(View.SYMMETRIC, new View(0.25, 0), new View(0.25, 0.25), new View(0, 0))
                        .flatMap(view -> Stream.of(0.1, 0.3, 1.0).map(lambda -> Arguments.of(seed, view, lambda))));
    }

    /** With vectors for nearly all of the spectrum next to nothing is left to the polynomial. */
    @ParameterizedTest
    @MethodSource("ridges")
    void scoresAreThoseOfTheRegression(long seed, View view, double lambda) {
        compare(seed, view, lambda, ITEMS - 2, 5e-4);
    }

    @ParameterizedTest
    @MethodSource("ridges")
    void whatTheVectorsLeaveThePolynomialCoversToAHundredth(long seed, View view, double lambda) {
        compare(seed, view, lambda, 5, 2e-2);
    }

    @ParameterizedTest
    @MethodSource("ridges")
    void theSumOfTheSignalsIsTheScore(long seed, View view, double lambda) {
        Interactions interactions = Crowds.random(Crowds.random(seed), PEOPLE, ITEMS);
        Spectrum spectrum = Spectrum.of(interactions, view, 5);
        Filter filter = Ridge.of(spectrum, lambda);
        GraphFilter target = new GraphFilter(interactions, spectrum);
        float[] scores = target.new Worker().score(rows(interactions), filter);
        GraphFilter.Worker worker = target.new Worker();
        float[] again = worker.complete(worker.powers(rows(interactions), filter.degree(), filter.powers()), filter);
        for (int i = 0; i < scores.length; i++) {
            assertThat(again[i]).as("seed %d %s", seed, filter.name()).isCloseTo(scores[i], within(1e-4f));
        }
    }

    /** What a person has is scored otherwise, by the constant that is left out, and never listed. */
    private static void compare(long seed, View view, double lambda, int factors, double precision) {
        Interactions interactions = Crowds.random(Crowds.random(seed), PEOPLE, ITEMS);
        Spectrum spectrum = Spectrum.of(interactions, view, factors);
        GraphFilter target = new GraphFilter(interactions, spectrum);
        float[] scores = target.new Worker().score(rows(interactions), Ridge.of(spectrum, lambda));
        double[][] expected = regression(interactions, view, lambda);
        for (int person = 0; person < PEOPLE; person++) {
            for (int item = 0; item < ITEMS; item++) {
                if (dense(interactions)[person][item] == 0) {
                    assertThat((double) scores[item * ItemGraph.BATCH + person])
                            .as("seed %d person %d item %d", seed, person, item)
                            .isCloseTo(expected[person][item], within(precision));
                }
            }
        }
    }

    /** R B with the B that minimises Σ w|r − rB|² + λ|D^items B|² scaled so that the largest eigenvalue of the normalised Gram matrix is 1. */
    private static double[][] regression(Interactions interactions, View view, double lambda) {
        double[][] taken = dense(interactions);
        double[][] weighted = new double[PEOPLE][ITEMS];
        double[][] normal = new double[PEOPLE][ITEMS];
        for (int person = 0; person < PEOPLE; person++) {
            for (int item = 0; item < ITEMS; item++) {
                weighted[person][item] =
                        taken[person][item] * Math.pow(Math.max(1, interactions.row(person)), -2 * view.people());
                normal[person][item] =
                        taken[person][item] == 0 ? 0 : view.weight(interactions.row(person), interactions.column(item));
            }
        }
        double largest = largest(times(transposed(normal), normal));
        double[][] gram = times(transposed(taken), weighted);
        double[][] left = times(transposed(taken), weighted);
        for (int item = 0; item < ITEMS; item++) {
            left[item][item] += lambda * largest * Math.pow(Math.max(1, interactions.column(item)), 2 * view.items());
        }
        return times(taken, solved(left, gram));
    }

    private static double largest(double[][] matrix) {
        double[][] vector = new double[ITEMS][1];
        IntStream.range(0, ITEMS).forEach(item -> vector[item][0] = 1);
        double[][] now = vector;
        double length = 0;
        for (int step = 0; step < 2_000; step++) {
            now = times(matrix, now);
            double square = 0;
            for (double[] entry : now) {
                square += entry[0] * entry[0];
            }
            length = Math.sqrt(square);
            for (double[] entry : now) {
                entry[0] /= length;
            }
        }
        return length;
    }

    /** left⁻¹ right, by Gauss and Jordan; left is positive definite. */
    private static double[][] solved(double[][] left, double[][] right) {
        for (int pivot = 0; pivot < ITEMS; pivot++) {
            double by = left[pivot][pivot];
            for (int column = 0; column < ITEMS; column++) {
                left[pivot][column] /= by;
                right[pivot][column] /= by;
            }
            for (int row = 0; row < ITEMS; row++) {
                double factor = left[row][pivot];
                for (int column = 0; row != pivot && column < ITEMS; column++) {
                    left[row][column] -= factor * left[pivot][column];
                    right[row][column] -= factor * right[pivot][column];
                }
            }
        }
        return right;
    }

    private static int[][] rows(Interactions interactions) {
        return IntStream.range(0, PEOPLE).mapToObj(interactions::itemsOf).toArray(int[][]::new);
    }
}
