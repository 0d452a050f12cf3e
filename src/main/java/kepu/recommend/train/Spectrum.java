package kepu.recommend.train;

import smile.tensor.ARPACK;
import smile.tensor.DenseMatrix;
import smile.tensor.SVD;
import smile.tensor.SparseMatrix;

/**
 * The strongest right singular vectors of R̃: the smoothest signals on the item graph, by Smile's ARPACK (implicitly restarted Lanczos;
 * Lehoucq, Sorensen and Yang 1998). Needs the native libraries that the launcher puts on the library path.
 *
 * @param factors how many vectors; the strongest first
 * @param vectors items × factors, row by row
 */
record Spectrum(int factors, float[] vectors) {
    static Spectrum of(Interactions interactions, int factors) {
        int most = Math.min(interactions.people(), interactions.items()) - 2;
        int count = Math.min(factors, most);
        if (count < 1) {
            return new Spectrum(0, new float[0]);
        }
        SVD svd = ARPACK.svd(normalised(interactions), count);
        DenseMatrix right = svd.Vt();
        float[] vectors = new float[interactions.items() * count];
        for (int factor = 0; factor < count; factor++) {
            for (int item = 0; item < interactions.items(); item++) {
                vectors[item * count + factor] = (float) right.get(factor, item);
            }
        }
        return new Spectrum(count, vectors);
    }

    private static SparseMatrix normalised(Interactions interactions) {
        double[] values = new double[interactions.size()];
        for (int item = 0; item < interactions.items(); item++) {
            for (int at = interactions.columnStarts()[item]; at < interactions.columnStarts()[item + 1]; at++) {
                int person = interactions.columnPeople()[at];
                values[at] = 1 / Math.sqrt((double) interactions.column(item) * interactions.row(person));
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
