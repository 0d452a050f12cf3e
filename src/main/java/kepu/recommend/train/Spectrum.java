package kepu.recommend.train;

import smile.tensor.ARPACK;
import smile.tensor.DenseMatrix;
import smile.tensor.SVD;
import smile.tensor.SparseMatrix;

/**
 * The strongest right singular vectors of R̂: the smoothest signals on the item graph, by Smile's ARPACK (implicitly restarted Lanczos;
 * Lehoucq, Sorensen and Yang 1998). Needs the native libraries that the launcher puts on the library path.
 *
 * @param factors how many vectors; the strongest first
 * @param vectors items × factors, row by row
 * @param strengths of each vector its eigenvalue of P = R̂ᵀR̂, of which the first is 1
 * @param largest the first singular value before it was divided by
 */
record Spectrum(View view, int factors, float[] vectors, double[] strengths, double largest) {
    static final Spectrum NONE = new Spectrum(View.SYMMETRIC, 0, new float[0], new double[0], 1);

    /** Of the symmetric view. */
    static Spectrum of(Interactions interactions, int factors) {
        return of(interactions, View.SYMMETRIC, factors);
    }

    static Spectrum of(Interactions interactions, View view, int factors) {
        int most = Math.min(interactions.people(), interactions.items()) - 2;
        int count = Math.min(factors, most);
        if (count < 1) {
            return new Spectrum(view, 0, new float[0], new double[0], 1);
        }
        SVD svd = ARPACK.svd(normalised(interactions, view), count);
        DenseMatrix right = svd.Vt();
        float[] vectors = new float[interactions.items() * count];
        for (int factor = 0; factor < count; factor++) {
            for (int item = 0; item < interactions.items(); item++) {
                vectors[item * count + factor] = (float) right.get(factor, item);
            }
        }
        double largest = svd.s().get(0);
        double[] strengths = new double[count];
        for (int factor = 0; factor < count; factor++) {
            double share = svd.s().get(factor) / largest;
            strengths[factor] = share * share;
        }
        return new Spectrum(view, count, vectors, strengths, largest);
    }

    private static SparseMatrix normalised(Interactions interactions, View view) {
        double[] values = new double[interactions.size()];
        for (int item = 0; item < interactions.items(); item++) {
            for (int at = interactions.columnStarts()[item]; at < interactions.columnStarts()[item + 1]; at++) {
                int person = interactions.columnPeople()[at];
                values[at] = view.weight(interactions.row(person), interactions.column(item));
            }
        }
        return new SparseMatrix(
                interactions.people(),
                interactions.items(),
                values,
                interactions.columnPeople(),
                interactions.columnStarts());
    }
}
