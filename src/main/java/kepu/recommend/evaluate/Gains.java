package kepu.recommend.evaluate;

import java.util.Arrays;

/**
 * Recall and NDCG of one ranked list with binary relevance. The gain at place i (from 0) is 1 / log2(i + 2); the ideal list has the
 * relevant items first, as many as there are and not more than k (Järvelin and Kekäläinen 2002). Recall divides by all relevant items,
 * also where they are more than k. Both as LightGCN measures them (He et al. 2020).
 */
public final class Gains {
    private final int k;
    private final double[] discounts;
    private final double[] ideals;

    public Gains(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, is " + k);
        }
        this.k = k;
        this.discounts = new double[k];
        this.ideals = new double[k + 1];
        for (int i = 0; i < k; i++) {
            discounts[i] = Math.log(2) / Math.log(i + 2.0);
            ideals[i + 1] = ideals[i] + discounts[i];
        }
    }

    /** The share of the relevant items that are among the first k; {@code relevant} ascending, not empty. */
    double recall(int[] list, int[] relevant) {
        int hits = 0;
        for (int i = 0; i < Math.min(k, list.length); i++) {
            hits += Arrays.binarySearch(relevant, list[i]) >= 0 ? 1 : 0;
        }
        return (double) hits / relevant.length;
    }

    /** The gain over that of the ideal list; {@code relevant} ascending, not empty. */
    public double ndcg(int[] list, int[] relevant) {
        double gain = 0;
        for (int i = 0; i < Math.min(k, list.length); i++) {
            gain += Arrays.binarySearch(relevant, list[i]) >= 0 ? discounts[i] : 0;
        }
        return gain / ideals[Math.min(k, relevant.length)];
    }
}
