package kepu.recommend.train;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import kepu.recommend.rank.TopItems;

/** Interactions for tests. */
final class Crowds {
    private Crowds() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Each person takes each item with a chance of its own; the last item is taken by nobody. */
    static Interactions random(RandomGenerator random, int people, int items) {
        double[] chances = random.doubles(items, 0.1, 0.5).toArray();
        chances[items - 1] = 0;
        int[][] rows = new int[people][];
        for (int person = 0; person < people; person++) {
            rows[person] = IntStream.range(0, items)
                    .filter(item -> random.nextDouble() < chances[item])
                    .toArray();
        }
        return Interactions.of(rows, items);
    }

    /** People of {@code clusters} kinds: of 12 takings 9 are of their own kind's items, the others any. */
    static Interactions clustered(RandomGenerator random, int people, int clusters, int itemsEach) {
        int[][] rows = new int[people][];
        for (int person = 0; person < people; person++) {
            int cluster = person % clusters;
            rows[person] = IntStream.range(0, 12)
                    .map(at -> at < 9
                            ? cluster * itemsEach + random.nextInt(itemsEach)
                            : random.nextInt(clusters * itemsEach))
                    .toArray();
        }
        return Interactions.of(rows, clusters * itemsEach);
    }

    /** The most taken items but a person's own. */
    static int[][] popular(Interactions interactions, int[] people, int count) {
        float[] takings = new float[interactions.items()];
        for (int item = 0; item < takings.length; item++) {
            takings[item] = interactions.column(item);
        }
        return Arrays.stream(people)
                .mapToObj(person -> {
                    int[] own = interactions.itemsOf(person);
                    return TopItems.of(takings, count, item -> Arrays.binarySearch(own, item) < 0);
                })
                .toArray(int[][]::new);
    }

    /** R: a row a person, 1 for what they took. */
    static double[][] dense(Interactions interactions) {
        double[][] matrix = new double[interactions.people()][interactions.items()];
        for (int person = 0; person < matrix.length; person++) {
            for (int item : interactions.itemsOf(person)) {
                matrix[person][item] = 1;
            }
        }
        return matrix;
    }

    static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    static double[][] transposed(double[][] a) {
        double[][] other = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                other[j][i] = a[i][j];
            }
        }
        return other;
    }
}
