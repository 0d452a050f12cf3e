package kepu.recommend.model;

/** What a {@link Scorer} needs while it scores and remembers for explaining. Reused by one thread. */
public final class Scratch {
    /** Features one behind the other: each for all rows. */
    float[] columns = {};
    /** For each row the leaves of the present tree that it can still reach, as bits. */
    long[] alive = {};
    /** For each tree the leaf that each row reached. */
    byte[] leaves = {};
    /** How many rows were scored. */
    int rows;

    void fit(int rows, int trees) {
        if (alive.length < rows) {
            columns = new float[rows * Feature.COUNT];
            alive = new long[rows];
        }
        if (leaves.length < rows * trees) {
            leaves = new byte[rows * trees];
        }
    }
}
