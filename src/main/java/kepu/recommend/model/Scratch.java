package kepu.recommend.model;

/** What a {@link Scorer} needs while it scores and remembers for explaining. Reused by one thread. */
public final class Scratch {
    /** Of each feature all rows, in whole numbers of the same order. */
    int[][] columns = {};
    /** For each row the leaves of the present tree that it can still reach, as bits. */
    int[] alive = {};
    /** For each tree the leaf that each row reached. */
    byte[] leaves = {};
    /** How many rows were scored. */
    int rows;
    /** Of one row, by feature. */
    final double[] contributions = new double[Feature.COUNT];

    void fit(int rows, int trees) {
        if (alive.length < rows) {
            columns = new int[Feature.COUNT][rows];
            alive = new int[rows];
        }
        if (leaves.length < rows * trees) {
            leaves = new byte[rows * trees];
        }
    }
}
