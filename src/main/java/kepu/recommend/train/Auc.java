package kepu.recommend.train;

import java.util.Arrays;
import java.util.Comparator;

/** The area under the ROC curve: the probability that a positive row scores above a negative one, ties counting half. */
final class Auc {
    private Auc() {}

    /** Gives 0.5 when there are only positives or only negatives */
    static double of(double[] scores, int[] labels) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        double ranks = 0;
        long positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            int tied = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                tied += labels[order[to++]];
            }
            ranks += tied * (from + 1 + to) / 2.0;
            positives += tied;
            from = to;
        }
        long negatives = order.length - positives;
        return positives == 0 || negatives == 0
                ? 0.5
                : (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }
}
