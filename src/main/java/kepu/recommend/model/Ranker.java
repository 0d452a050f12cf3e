package kepu.recommend.model;

/**
 * A trained function from a row of features to a score: the log odds that the item is opened when it is shown first. Immutable and free of
 * allocation; a row is {@link Feature#COUNT} floats.
 */
public sealed interface Ranker permits Forest, Linear {
    /** Scores {@code count} rows that lie behind one another in {@code rows}. */
    void score(float[] rows, int count, double[] scores);

    /**
     * Adds to {@code contributions}, by column, how much each feature of the row that begins at {@code offset} moved the score away from
     * that of an average row. Their sum is the score less that of an average row.
     */
    void explain(float[] rows, int offset, double[] contributions);

    /** The score of one row. */
    default double score(float[] row) {
        double[] score = new double[1];
        score(row, 1, score);
        return score[0];
    }
}
