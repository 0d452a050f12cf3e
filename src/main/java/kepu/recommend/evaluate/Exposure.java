package kepu.recommend.evaluate;

import java.util.Arrays;

/** How lists share the places among the items. */
final class Exposure {
    private Exposure() {}

    /** By item: in how many of the lists it is. */
    static int[] counts(int[][] lists, int things) {
        int[] counts = new int[things];
        for (int[] list : lists) {
            for (int thing : list) {
                counts[thing]++;
            }
        }
        return counts;
    }

    /** Gini's index (1912): 0 when every item comes equally often, near 1 when one item has it all; 0 when nothing is shown. */
    static double gini(int[] counts) {
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        double weighted = 0;
        double sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            weighted += (2.0 * (i + 1) - sorted.length - 1) * sorted[i];
            sum += sorted[i];
        }
        return sum == 0 ? 0 : weighted / (sorted.length * sum);
    }

    /**
     * How many different items {@code drawn} of {@code lists} lists hold in the mean (Hurlbert's rarefaction, 1971), so that groups of
     * different sizes can be compared.
     *
     * @param counts by item: in how many of the lists it is
     */
    static double expectedDistinct(int[] counts, int lists, int drawn) {
        double distinct = 0;
        for (int count : counts) {
            double missed = 1;
            for (int i = 0; i < count && missed > 0; i++) {
                missed *= Math.max(0, lists - drawn - i) / (double) (lists - i);
            }
            distinct += count == 0 ? 0 : 1 - missed;
        }
        return distinct;
    }
}
