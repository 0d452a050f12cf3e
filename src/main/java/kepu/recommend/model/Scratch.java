package kepu.recommend.model;

/** What a {@link Scorer} needs while it scores and remembers for explaining. Reused by one thread. */
public final class Scratch {
    /** Trees whose leaves are looked up together. */
    static final int TOGETHER = 4;

    /** Of each feature all rows, in whole numbers of the same order. */
    int[][] columns = {};
    /** For each row the leaves of some trees that it can still reach, as bits. */
    int[][] alive = {};
    /** For each row the leaf that it reached in each tree, behind one another. */
    byte[] leaves = {};
    /** Features of all rows behind one another. */
    float[] rows = {};
    /** Of one row, by feature. */
    final double[] contributions = new double[Feature.COUNT];

    void fit(int count, int trees) {
        if (columns.length == 0 || columns[0].length < count) {
            columns = new int[Feature.COUNT][count];
            alive = new int[TOGETHER][count];
        }
        if (leaves.length < count * trees) {
            leaves = new byte[count * trees];
        }
    }

    void fitRows(int count) {
        if (rows.length < count * Feature.COUNT) {
            rows = new float[count * Feature.COUNT];
        }
    }
}
