package kepu.recommend.train;

import static kepu.recommend.train.Crowds.dense;
import static kepu.recommend.train.Crowds.transposed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the papers' formulas, written out with dense matrices in doubles; signals are rows, as the papers have them. */
class GraphFilterTest {
    private static final int PEOPLE = 30;
    private static final int ITEMS = 14;
    private static final int FACTORS = 5;
    private static final double BETA = 0.3;
    private static final double TIME = 1.8;
    private static final int BATCH = ItemGraph.BATCH;

    /** A filter as its paper writes it: a function of what P and L make of a signal. */
    interface Formula {
        double[][] of(Operators operators, double[][] signal);
    }

    static Stream<Arguments> filters() {
        Formula gfCf = Operators::blurred;
        Formula averaged = (operators, signal) -> {
            double[][] blurred = times(signal, operators.graph());
            double[][] start = operators.blurred(signal);
            return sum(times(blurred, 0.5), times(sum(start, times(times(start, operators.graph()), -TIME)), 0.5));
        };
        Formula sharpened = (operators, signal) -> operators.rungeKutta(operators.blurred(signal));
        return Stream.of(1L, 2L, 5109L)
                .flatMap(seed -> Stream.of(
                        Arguments.of(seed, Filter.gfCf(BETA), gfCf),
                        Arguments.of(seed, Filter.averaged(BETA, TIME), averaged),
                        Arguments.of(seed, Filter.sharpened(BETA, TIME), sharpened)));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void scoresAreThoseOfTheFormula(long seed, Filter filter, Formula formula) {
        Interactions interactions = Crowds.random(Crowds.random(seed), PEOPLE, ITEMS);
        GraphFilter target = new GraphFilter(interactions, Spectrum.of(interactions, FACTORS));
        double[][] expected = formula.of(Operators.of(interactions), dense(interactions));
        float[] scores = target.new Worker().score(rows(interactions), filter);
        for (int person = 0; person < PEOPLE; person++) {
            for (int item = 0; item < ITEMS; item++) {
                assertThat((double) scores[item * BATCH + person])
                        .as("seed %d %s", seed, filter.name())
                        .isCloseTo(expected[person][item], within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("filters")
    void theSumOfTheBasisIsTheScore(long seed, Filter filter, Formula formula) {
        Interactions interactions = Crowds.random(Crowds.random(seed), PEOPLE, ITEMS);
        GraphFilter target = new GraphFilter(interactions, Spectrum.of(interactions, FACTORS));
        float[] scores = target.new Worker().score(rows(interactions), filter).clone();
        GraphFilter.Worker worker = target.new Worker();
        float[] combined = worker.combine(worker.basis(rows(interactions), 5, filter.powers(), filter.gains()), filter);
        for (int i = 0; i < scores.length; i++) {
            assertThat(combined[i]).as("seed %d %s", seed, filter.name()).isCloseTo(scores[i], within(1e-4f));
        }
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aWorkerForgetsThoseBefore(long seed, Filter filter, Formula formula) {
        Interactions interactions = Crowds.random(Crowds.random(seed), PEOPLE, ITEMS);
        GraphFilter target = new GraphFilter(interactions, Spectrum.of(interactions, FACTORS));
        int[][] one = {{1, 2}};
        float[] expected = target.new Worker().score(one, filter).clone();
        GraphFilter.Worker worker = target.new Worker();
        worker.score(rows(interactions), filter);
        assertThat(worker.score(one, filter)).as("seed %d", seed).containsExactly(expected);
    }

    private static int[][] rows(Interactions interactions) {
        return IntStream.range(0, PEOPLE).mapToObj(interactions::itemsOf).toArray(int[][]::new);
    }

    /**
     * What filters are made of.
     *
     * @param graph P = R̃ᵀR̃
     * @param ideal L = D^-½ V Vᵀ D^½, V the strongest eigenvectors of P
     */
    record Operators(double[][] graph, double[][] ideal) {
        static Operators of(Interactions interactions) {
            double[][] normal = dense(interactions);
            for (int person = 0; person < PEOPLE; person++) {
                for (int item = 0; item < ITEMS; item++) {
                    int degrees = interactions.row(person) * interactions.column(item);
                    normal[person][item] /= degrees == 0 ? 1 : Math.sqrt(degrees);
                }
            }
            double[][] graph = times(transposed(normal), normal);
            double[][] ideal = projector(graph);
            for (int from = 0; from < ITEMS; from++) {
                for (int to = 0; to < ITEMS; to++) {
                    int degree = interactions.column(from);
                    ideal[from][to] *= degree == 0 ? 0 : Math.sqrt((double) interactions.column(to) / degree);
                }
            }
            return new Operators(graph, ideal);
        }

        double[][] blurred(double[][] signal) {
            return sum(times(signal, graph), times(times(signal, ideal), BETA));
        }

        /** One step of the classical method for ds/dt = −sP. */
        double[][] rungeKutta(double[][] start) {
            double[][] k1 = slope(start);
            double[][] k2 = slope(sum(start, times(k1, TIME / 2)));
            double[][] k3 = slope(sum(start, times(k2, TIME / 2)));
            double[][] k4 = slope(sum(start, times(k3, TIME)));
            return sum(start, times(sum(sum(k1, times(k2, 2)), sum(times(k3, 2), k4)), TIME / 6));
        }

        private double[][] slope(double[][] signal) {
            return times(times(signal, graph), -1);
        }

        /** V Vᵀ, one eigenvector after the other by the power method, each taken off before the next. */
        private static double[][] projector(double[][] graph) {
            double[][] left = Arrays.stream(graph).map(double[]::clone).toArray(double[][]::new);
            double[][] projector = new double[ITEMS][ITEMS];
            for (int factor = 0; factor < FACTORS; factor++) {
                double[][] vector = new double[1][];
                vector[0] = IntStream.range(0, ITEMS)
                        .mapToDouble(i -> Math.cos(i + 1))
                        .toArray();
                double length = 0;
                for (int step = 0; step < 20_000; step++) {
                    vector = times(vector, left);
                    length = Math.sqrt(Arrays.stream(vector[0]).map(x -> x * x).sum());
                    vector = times(vector, 1 / length);
                }
                double[][] outer = times(transposed(vector), vector);
                projector = sum(projector, outer);
                left = sum(left, times(outer, -length));
            }
            return projector;
        }
    }

    private static double[][] sum(double[][] a, double[][] b) {
        double[][] sum = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                sum[i][j] = a[i][j] + b[i][j];
            }
        }
        return sum;
    }

    private static double[][] times(double[][] a, double[][] b) {
        return Crowds.times(a, b);
    }

    private static double[][] times(double[][] a, double factor) {
        return Arrays.stream(a)
                .map(row -> Arrays.stream(row).map(x -> x * factor).toArray())
                .toArray(double[][]::new);
    }
}
