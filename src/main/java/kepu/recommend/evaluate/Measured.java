package kepu.recommend.evaluate;

/**
 * A model's lists for the test people and how good each is; all by place among the people.
 *
 * @param freshRecall recall where only new items are to be found; 0 for people who have none
 */
record Measured(String name, int[][] lists, double[] recall, double[] ndcg, double[] freshRecall, double[] freshNdcg) {
    static Measured of(String name, int k, int[][] lists, int[][] relevant, int[][] fresh) {
        int size = lists.length;
        Measured measured =
                new Measured(name, lists, new double[size], new double[size], new double[size], new double[size]);
        Gains gains = new Gains(k);
        for (int row = 0; row < size; row++) {
            measured.recall[row] = gains.recall(lists[row], relevant[row]);
            measured.ndcg[row] = gains.ndcg(lists[row], relevant[row]);
            if (fresh[row].length > 0) {
                measured.freshRecall[row] = gains.recall(lists[row], fresh[row]);
                measured.freshNdcg[row] = gains.ndcg(lists[row], fresh[row]);
            }
        }
        return measured;
    }

    double[] recall(boolean newItems) {
        return newItems ? freshRecall : recall;
    }

    double[] ndcg(boolean newItems) {
        return newItems ? freshNdcg : ndcg;
    }
}
