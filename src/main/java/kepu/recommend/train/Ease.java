package kepu.recommend.train;

import java.util.Arrays;
import kepu.base.Neighbours;
import smile.linalg.UPLO;
import smile.tensor.DenseMatrix;
import smile.tensor.ScalarType;

/**
 * EASE^R (Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019): the item-item weights B with an empty diagonal that
 * minimise |X − XB|² + λ|B|² over the interactions X, in closed form: with P = (XᵀX + λI)⁻¹, B = −P / diag(P). One dense inversion, so for
 * catalogues up to about 10,000 items (800 MB). Needs the native libraries that the launcher puts on the library path.
 */
final class Ease {
    private final int items;
    private final DenseMatrix inverse;

    private Ease(int items, DenseMatrix inverse) {
        this.items = items;
        this.inverse = inverse;
    }

    /** @param lambda the weight of the regularisation: larger is smoother; hundreds for thousands of people */
    static Ease of(Interactions interactions, double lambda) {
        int items = interactions.items();
        DenseMatrix gram = DenseMatrix.zeros(ScalarType.Float64, items, items);
        for (int item = 0; item < items; item++) {
            gram.set(item, item, lambda);
        }
        int[] row = new int[items];
        for (int item = 0; item < items; item++) {
            Arrays.fill(row, 0);
            count(interactions, item, row);
            for (int other = 0; other < items; other++) {
                if (row[other] > 0) {
                    gram.add(item, other, row[other]);
                }
            }
        }
        return new Ease(items, gram.withUplo(UPLO.LOWER).cholesky().inverse());
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
        Neighbours.Builder builder = new Neighbours.Builder(items, items * Math.min(most, items));
        float[] weights = new float[items];
        float[] magnitudes = new float[items];
        for (int item = 0; item < items; item++) {
            for (int other = 0; other < items; other++) {
                weights[other] = other == item ? 0 : (float) (-inverse.get(item, other) / inverse.get(other, other));
                magnitudes[other] = Math.abs(weights[other]);
            }
            for (int other : TopItems.of(magnitudes, most, number -> magnitudes[number] > 0)) {
                builder.entry(other, weights[other]);
            }
            builder.end();
        }
        return builder.build();
    }
}
