package kepu.search.passage;

/**
 * What a passage has of a question; all shares are 0 to 1.
 *
 * @param words BM25 by words over the most that any text could score
 * @param pairs the same by pairs of characters
 * @param wordShare the share, by idf, of the question's words that stand in the passage
 * @param pairShare the same of its pairs
 * @param about the larger of both shares in the title, the keywords and the heading alone: in what the passage is about
 * @param unknown the share, by idf, of the question's words that no passage has
 * @param asked how many words the question has
 */
public record Match(
        double words, double pairs, double wordShare, double pairShare, double about, double unknown, int asked) {
    /** What the weaker view counts beside the better one. */
    private static final double SHARE = 0.3;
    /** What a passage must have of a question at least to stand in an answer, and what it must be about. */
    private static final double LEAST = 0.3;

    private static final double ABOUT = 0.15;
    /** A question of so few words leaves so much to guess that what answers must be about most of it. */
    private static final int SHORT = 2;

    private static final double ABOUT_SHORT = 0.5;

    /** By what passages are ordered. */
    double score() {
        return (Math.max(words, pairs) + SHARE * Math.min(words, pairs)) / (1 + SHARE);
    }

    /** Whether the passage may stand in an answer, by itself: it has enough of the question, and not only in passing. */
    public boolean holds() {
        return Math.max(wordShare, pairShare) >= LEAST && about >= (asked <= SHORT ? ABOUT_SHORT : ABOUT);
    }
}
