package kepu.recommend.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import kepu.base.Neighbours;
import kepu.recommend.rank.TopItems;
import smile.linalg.UPLO;
import smile.tensor.DenseMatrix;
import smile.tensor.ScalarType;

/**
 * EASE^R (Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019): the item-item weights B with an empty diagonal that
 * minimise |X − XB|² + λ|B|² over the interactions X, in closed form: with P = (XᵀX + λI)⁻¹, B = −P / diag(P). One dense inversion, so for
 * catalogues up to about 10,000 items (800 MB). Needs the native libraries that the launcher puts on the library path.
 */
final class Ease {
    /** Items that fewer people took say nothing that could be told from chance; they get no weights. */
    private static final int LEAST_PEOPLE = 3;

    private final int items;
    /** The items that have weights, ascending. */
    private final int[] kept;

    private final DenseMatrix inverse;

    private Ease(int items, int[] kept, DenseMatrix inverse) {
        this.items = items;
        this.kept = kept;
        this.inverse = inverse;
    }

    /** @param lambda the weight of the regularisation: larger is smoother; hundreds for thousands of people */
    static Ease of(Interactions interactions, double lambda) {
        return of(interactions, lambda, LEAST_PEOPLE);
    }

    /** The same with weights for items that at least so many people took. */
    static Ease of(Interactions interactions, double lambda, int leastPeople) {
        int[] kept = IntStream.range(0, interactions.items())
                .filter(item -> interactions.column(item) >= leastPeople)
                .toArray();
        DenseMatrix gram = DenseMatrix.zeros(ScalarType.Float64, kept.length, kept.length);
        int[] row = new int[interactions.items()];
        for (int i = 0; i < kept.length; i++) {
            Arrays.fill(row, 0);
            count(interactions, kept[i], row);
            for (int j = 0; j < kept.length; j++) {
                if (row[kept[j]] > 0) {
                    gram.set(i, j, row[kept[j]]);
                }
            }
            gram.add(i, i, lambda);
        }
        DenseMatrix inverse =
                kept.length == 0 ? gram : gram.withUplo(UPLO.LOWER).cholesky().inverse();
        return new Ease(interactions.items(), kept, inverse);
    }

    /** How many people took both the item and each other. */
    private static void count(Interactions interactions, int item, int[] row) {
        for (int at = interactions.columnStarts()[item]; at < interactions.columnStarts()[item + 1]; at++) {
            int person = interactions.columnPeople()[at];
            for (int own = interactions.rowStarts()[person]; own < interactions.rowStarts()[person + 1]; own++) {
                row[interactions.rowItems()[own]]++;
            }
        }
    }

    /** The weights, of each row only the {@code most} that are largest in magnitude. */
    Neighbours neighbours(int most) {
        Neighbours.Builder builder = new Neighbours.Builder(items, kept.length * Math.min(most, kept.length));
        float[] weights = new float[kept.length];
        float[] magnitudes = new float[kept.length];
        int next = 0;
        for (int item = 0; item < items; item++) {
            if (next < kept.length && kept[next] == item) {
                row(next++, weights, magnitudes);
                for (int other : TopItems.of(magnitudes, most, number -> magnitudes[number] > 0)) {
                    builder.entry(kept[other], weights[other]);
                }
            }
            builder.end();
        }
        return builder.build();
    }

    private void row(int own, float[] weights, float[] magnitudes) {
        for (int other = 0; other < kept.length; other++) {
            weights[other] = other == own ? 0 : (float) (-inverse.get(own, other) / inverse.get(other, other));
            magnitudes[other] = Math.abs(weights[other]);
        }
    }
}
