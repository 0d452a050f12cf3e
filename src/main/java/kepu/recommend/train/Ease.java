package kepu.recommend.train;

import java.util.stream.IntStream;
import kepu.base.Neighbours;
import kepu.recommend.rank.TopItems;
import smile.linalg.UPLO;
import smile.tensor.DenseMatrix;
import smile.tensor.ScalarType;

/**
 * EASE^R (Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019): the item-item weights B with an empty diagonal that
 * minimise |X − XB|² + λ|B|² over the interactions X, in closed form: with P = (XᵀX + λI)⁻¹, B = −P / diag(P). One dense inversion, so for
 * catalogues up to about 10,000 items (800 MB). Needs the native libraries that the launcher puts on the library path. People may count by
 * how much they took, and the constraint may be relaxed, as {@link Shape} says.
 */
final class Ease {
    /** Items that fewer people took say nothing that could be told from chance; they get no weights. */
    private static final int LEAST_PEOPLE = 3;

    /**
     * What is minimised.
     *
     * @param lambda the weight of the regularisation: larger is smoother; hundreds for thousands of people
     * @param evenness 0: each interaction counts alike; 1: each person; between them a person's interactions count by 1 / n^evenness
     * @param relaxation 0: the diagonal is held at 0, as by EASE; 1: it is not, which is plain ridge regression and scales column j by
     *     λPⱼⱼ; between them the scale to that power (Moon et al., "It's enough: relaxing diagonal constraints in linear autoencoders for
     *     recommendation", SIGIR 2023, relax it otherwise)
     */
    record Shape(double lambda, double evenness, double relaxation) {
        static Shape plain(double lambda) {
            return new Shape(lambda, 0, 0);
        }

        Shape relaxed(double relaxation) {
            return new Shape(lambda, evenness, relaxation);
        }

        String name() {
            return "ease λ=%.0f".formatted(lambda)
                    + (evenness == 0 ? "" : " evenness=%.1f".formatted(evenness))
                    + (relaxation == 0 ? "" : " relaxation=%.1f".formatted(relaxation));
        }
    }

    private final int items;
    private final double lambda;
    /** The items that have weights, ascending. */
    private final int[] kept;

    private final DenseMatrix inverse;

    private Ease(int items, double lambda, int[] kept, DenseMatrix inverse) {
        this.items = items;
        this.lambda = lambda;
        this.kept = kept;
        this.inverse = inverse;
    }

    /** The weights of a shape, of any relaxation. */
    static Ease of(Interactions interactions, Shape shape, Gram products) {
        return of(interactions, shape, LEAST_PEOPLE, products);
    }

    /** The same with weights for items that at least so many people took. */
    static Ease of(Interactions interactions, Shape shape, int leastPeople, Gram products) {
        double[] weights = weights(interactions, shape.evenness);
        int[] kept = IntStream.range(0, interactions.items())
                .filter(item -> interactions.column(item) >= leastPeople)
                .toArray();
        DenseMatrix gram = DenseMatrix.zeros(ScalarType.Float64, kept.length, kept.length);
        products.product(interactions, kept, weights, (row, values, diagonal) -> {
            for (int other = row; other < kept.length; other++) {
                double both = values[diagonal + other - row];
                if (both > 0) {
                    gram.set(row, other, both);
                    gram.set(other, row, both);
                }
            }
            gram.add(row, row, shape.lambda);
        });
        DenseMatrix inverse =
                kept.length == 0 ? gram : gram.withUplo(UPLO.LOWER).cholesky().inverse();
        return new Ease(interactions.items(), shape.lambda, kept, inverse);
    }

    /** By person; 1 for who took as much as people do on average, so that one λ fits all. */
    private static double[] weights(Interactions interactions, double evenness) {
        double mean = (double) interactions.size() / Math.max(1, interactions.people());
        double[] weights = new double[interactions.people()];
        for (int person = 0; person < weights.length; person++) {
            weights[person] = Math.pow(mean / Math.max(1, interactions.row(person)), evenness);
        }
        return weights;
    }

    /** The weights of EASE, of each row only the {@code most} that are largest in magnitude. */
    Neighbours neighbours(int most) {
        return neighbours(most, 0);
    }

    /** The weights so much relaxed, of each row only the {@code most} that are largest in magnitude. */
    Neighbours neighbours(int most, double relaxation) {
        float[] relaxed = scales(relaxation);
        double[] scales = new double[kept.length];
        for (int other = 0; other < kept.length; other++) {
            scales[other] = -relaxed[kept[other]] / inverse.get(other, other);
        }
        Neighbours.Builder builder = new Neighbours.Builder(items, kept.length * Math.min(most, kept.length));
        float[] weights = new float[kept.length];
        float[] magnitudes = new float[kept.length];
        int next = 0;
        for (int item = 0; item < items; item++) {
            if (next < kept.length && kept[next] == item) {
                row(next++, scales, weights, magnitudes);
                for (int other : TopItems.of(magnitudes, most, number -> magnitudes[number] > 0)) {
                    builder.entry(kept[other], weights[other]);
                }
            }
            builder.end();
        }
        return builder.build();
    }

    /** By item: what the weights towards it are multiplied by to relax them. */
    float[] scales(double relaxation) {
        float[] scales = new float[items];
        for (int i = 0; i < kept.length; i++) {
            scales[kept[i]] = (float) Math.pow(lambda * inverse.get(i, i), relaxation);
        }
        return scales;
    }

    private void row(int own, double[] scales, float[] weights, float[] magnitudes) {
        for (int other = 0; other < kept.length; other++) {
            weights[other] = other == own ? 0 : (float) (inverse.get(own, other) * scales[other]);
            magnitudes[other] = Math.abs(weights[other]);
        }
    }
}
