package kepu.recommend.train;

import static kepu.recommend.train.Crowds.dense;
import static kepu.recommend.train.Crowds.times;
import static kepu.recommend.train.Crowds.transposed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import kepu.base.Neighbours;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EaseTest {
    private static final int PEOPLE = 40;
    private static final int ITEMS = 15;
    private static final double LAMBDA = 5;

    /** The gradient of |X − XB|² + λ|B|² by an entry off the diagonal is 2 (G B − G + λB); the diagonal is held at 0. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void noWeightOffTheDiagonalCanBeBettered(long seed) {
        Interactions interactions = Crowds.random(Crowds.random(seed), PEOPLE, ITEMS);
        double[][] weights = weights(
                Ease.of(interactions, Ease.Shape.plain(LAMBDA), 1, Gram.local()).neighbours(ITEMS));
        double[][] taken = dense(interactions);
        double[][] gram = times(transposed(taken), taken);
        double[][] predicted = times(gram, weights);
        for (int item = 0; item < ITEMS; item++) {
            for (int other = 0; other < ITEMS; other++) {
                if (item != other) {
                    double gradient = predicted[item][other] - gram[item][other] + LAMBDA * weights[item][other];
                    assertThat(gradient / PEOPLE)
                            .as("seed %d, %d to %d", seed, item, other)
                            .isCloseTo(0, within(1e-6));
                }
            }
        }
    }

    /** The gradient of Σ w|x − xB|² + λ|B|² for all entries, the diagonal's too: G B − G + λB, with the weights in G. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void relaxedItIsTheRidgeRegressionOfWeightedPeople(long seed) {
        Interactions interactions = Crowds.random(Crowds.random(seed), PEOPLE, ITEMS);
        Ease.Shape shape = new Ease.Shape(LAMBDA, 0.5, 1);
        double[][] weights =
                weights(Ease.of(interactions, shape, 1, Gram.local()).neighbours(ITEMS, 1));
        double[][] taken = dense(interactions);
        double mean = (double) interactions.size() / PEOPLE;
        double[][] weighted = new double[PEOPLE][ITEMS];
        for (int person = 0; person < PEOPLE; person++) {
            for (int item = 0; item < ITEMS; item++) {
                int took = Math.max(1, interactions.row(person));
                weighted[person][item] = taken[person][item] * Math.sqrt(mean / took);
            }
        }
        double[][] gram = times(transposed(taken), weighted);
        // the diagonal, which is not kept, follows from its own equation
        for (int item = 0; item < ITEMS; item++) {
            double left = gram[item][item];
            for (int other = 0; other < ITEMS; other++) {
                left -= other == item ? 0 : gram[item][other] * weights[other][item];
            }
            weights[item][item] = left / (gram[item][item] + LAMBDA);
        }
        double[][] predicted = times(gram, weights);
        for (int item = 0; item < ITEMS; item++) {
            for (int other = 0; other < ITEMS; other++) {
                double gradient = predicted[item][other] - gram[item][other] + LAMBDA * weights[item][other];
                assertThat(gradient / PEOPLE)
                        .as("seed %d, %d to %d", seed, item, other)
                        .isCloseTo(0, within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void nothingSpeaksForItself(long seed) {
        Neighbours target = Ease.of(
                        Crowds.random(Crowds.random(seed), PEOPLE, ITEMS), Ease.Shape.plain(LAMBDA), 1, Gram.local())
                .neighbours(ITEMS);
        for (int item = 0; item < ITEMS; item++) {
            assertThat(target.weight(item, item)).as("seed %d", seed).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void ofEachRowTheLargestWeightsAreKeptTheLargestFirst(long seed) {
        RandomGenerator random = Crowds.random(seed);
        Ease ease = Ease.of(Crowds.random(random, PEOPLE, ITEMS), Ease.Shape.plain(LAMBDA), 1, Gram.local());
        double[][] all = weights(ease.neighbours(ITEMS));
        Neighbours few = ease.neighbours(4);
        for (int item = 0; item < ITEMS - 1; item++) {
            int from = few.starts()[item];
            assertThat(few.starts()[item + 1] - from).as("seed %d", seed).isEqualTo(4);
            double last = Double.MAX_VALUE;
            for (int at = from; at < from + 4; at++) {
                assertThat((double) few.weights()[at]).as("seed %d", seed).isEqualTo(all[item][few.others()[at]]);
                assertThat(Math.abs(few.weights()[at])).as("seed %d", seed).isLessThanOrEqualTo((float) last);
                last = Math.abs(few.weights()[at]);
            }
            for (int other = 0; other < ITEMS; other++) {
                if (few.weight(item, other) == 0) {
                    assertThat(Math.abs(all[item][other])).as("seed %d", seed).isLessThanOrEqualTo(last);
                }
            }
        }
    }

    private static double[][] weights(Neighbours neighbours) {
        double[][] dense = new double[neighbours.size()][neighbours.size()];
        for (int item = 0; item < dense.length; item++) {
            for (int other = 0; other < dense.length; other++) {
                dense[item][other] = neighbours.weight(item, other);
            }
        }
        return dense;
    }
}
