package kepu.recommend.train;

import java.util.Arrays;
import java.util.Random;
import kepu.recommend.evaluate.Gains;

/**
 * Interactions with some hidden from some people, to choose parameters by: what is hidden is to be found again.
 *
 * @param kept all people, without what is hidden
 * @param people who has something hidden
 * @param hidden the hidden items of each of them, ascending
 */
record Holdout(Interactions kept, int[] people, int[][] hidden) {
    private static final int LEAST_ITEMS = 5;
    private static final double SHARE = 0.2;
    private static final int TOP = 20;

    /** Hides a fifth of the items of at most {@code most} people, drawn by {@code seed}. */
    static Holdout of(Interactions all, int most, long seed) {
        Random random = new Random(seed);
        int[][] rows = new int[all.people()][];
        int[] able = new int[all.people()];
        int count = 0;
        for (int person = 0; person < rows.length; person++) {
            rows[person] = all.itemsOf(person);
            if (rows[person].length >= LEAST_ITEMS) {
                able[count++] = person;
            }
        }
        int size = Math.min(most, count);
        int[][] hidden = new int[size][];
        for (int i = 0; i < size; i++) {
            int at = i + random.nextInt(count - i);
            int person = able[at];
            able[at] = able[i];
            able[i] = person;
            int[] shuffled = Shuffle.of(rows[person], random);
            int hide = Math.max(1, (int) (SHARE * shuffled.length));
            hidden[i] = Arrays.copyOf(shuffled, hide);
            Arrays.sort(hidden[i]);
            rows[person] = Arrays.copyOfRange(shuffled, hide, shuffled.length);
        }
        return new Holdout(Interactions.of(rows, all.items()), Arrays.copyOf(able, size), hidden);
    }

    /** NDCG@20 of the lists, in the order of {@code people}. */
    double ndcg(int[][] lists) {
        Gains gains = new Gains(TOP);
        double sum = 0;
        for (int i = 0; i < people.length; i++) {
            sum += gains.ndcg(lists[i], hidden[i]);
        }
        return people.length == 0 ? 0 : sum / people.length;
    }
}
