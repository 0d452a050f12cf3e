package kepu.recommend.evaluate;

import java.util.Locale;
import java.util.stream.IntStream;
import kepu.base.Failure;

/**
 * How well a model finds again what a fixed split holds back, as LightGCN measures it (He et al. 2020): all items are ranked for each
 * user but those of the training half, which are hidden, and recall and NDCG at k are averaged over the users of the test half.
 */
public final class SplitEvaluation {
    /**
     * What came out.
     *
     * @param users users with at least one test item
     */
    public record Result(int k, double recall, double ndcg, int users) {
        /** {@code recall@20=0.1849 ndcg@20=0.1518 users=29858 seconds=12.3}. */
        public String line(double seconds) {
            return String.format(
                    Locale.ROOT,
                    "recall@%d=%.4f ndcg@%d=%.4f users=%d seconds=%.1f",
                    k,
                    recall,
                    k,
                    ndcg,
                    users,
                    seconds);
        }
    }

    private final int[][] train;
    private final int[][] test;
    private final int[] testUsers;
    private final int things;
    private final int k;

    private SplitEvaluation(int[][] train, int[][] test, int k) {
        this.train = train;
        this.test = test;
        this.testUsers = IntStream.range(0, test.length)
                .filter(user -> test[user].length > 0)
                .toArray();
        this.things = 1 + Math.max(largest(train), largest(test));
        this.k = k;
    }

    /**
     * An evaluation on a split.
     *
     * @param train by user: items, ascending; as {@link kepu.recommend.log.SplitFile} reads them
     * @param test the same; it may have more users or fewer
     * @throws Failure.Invalid when the test half is empty
     */
    public static SplitEvaluation of(int[][] train, int[][] test, int k) {
        SplitEvaluation evaluation = new SplitEvaluation(train, test, k);
        if (evaluation.testUsers.length == 0) {
            throw new Failure.Invalid("no-test-users", "测试文件里没有一个用户有条目");
        }
        return evaluation;
    }

    private static int largest(int[][] rows) {
        int largest = -1;
        for (int[] row : rows) {
            for (int thing : row) {
                largest = Math.max(largest, thing);
            }
        }
        return largest;
    }

    /** The number of users in both halves, those without items among them. */
    public int people() {
        return Math.max(train.length, test.length);
    }

    /** The number of items in both halves. */
    public int things() {
        return things;
    }

    /** Measures a model. The result does not depend on {@code threads}. */
    public Result evaluate(Recommender model, int threads) {
        int[][] lists = Rankings.of(model, testUsers, train, new boolean[things], k, threads);
        Gains gains = new Gains(k);
        double recall = 0;
        double ndcg = 0;
        for (int row = 0; row < testUsers.length; row++) {
            int[] relevant = test[testUsers[row]];
            recall += gains.recall(lists[row], relevant);
            ndcg += gains.ndcg(lists[row], relevant);
        }
        return new Result(k, recall / testUsers.length, ndcg / testUsers.length, testUsers.length);
    }
}
