package kepu.recommend.train;

import java.util.Arrays;
import java.util.Random;

/**
 * Interactions with some hidden from some people, to choose parameters by: what is hidden is to be found again.
 *
 * @param kept all people, without what is hidden
 * @param people who has something hidden
 * @param hidden the hidden items of each of them
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
            int[] shuffled = shuffled(rows[person], random);
            int hide = Math.max(1, (int) (SHARE * shuffled.length));
            hidden[i] = Arrays.copyOf(shuffled, hide);
            rows[person] = Arrays.copyOfRange(shuffled, hide, shuffled.length);
        }
        return new Holdout(Interactions.of(rows, all.items()), Arrays.copyOf(able, size), hidden);
    }

    /** NDCG@20 of the lists, in the order of {@code people}. */
    double ndcg(int[][] lists) {
        double sum = 0;
        for (int i = 0; i < people.length; i++) {
            sum += ndcg(lists[i], hidden[i]);
        }
        return people.length == 0 ? 0 : sum / people.length;
    }

    private static double ndcg(int[] list, int[] wanted) {
        double gain = 0;
        for (int place = 0; place < Math.min(TOP, list.length); place++) {
            int item = list[place];
            if (Arrays.stream(wanted).anyMatch(found -> found == item)) {
                gain += 1 / Math.log(place + 2.0);
            }
        }
        double ideal = 0;
        for (int place = 0; place < Math.min(TOP, wanted.length); place++) {
            ideal += 1 / Math.log(place + 2.0);
        }
        return gain / ideal;
    }

    private static int[] shuffled(int[] items, Random random) {
        int[] shuffled = items.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int item = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = item;
        }
        return shuffled;
    }
}
