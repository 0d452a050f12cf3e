package kepu.recommend.model;

/** A ranker made ready to score many rows fast and to explain some of them afterwards; the scores are the ranker's own. Immutable. */
public sealed interface Scorer permits BitScorer, PlainScorer {
    static Scorer of(Ranker ranker) {
        return switch (ranker) {
            case Forest forest when BitScorer.takes(forest) -> new BitScorer(forest);
            case Forest forest -> new PlainScorer(forest);
            case Linear linear -> new PlainScorer(linear);
        };
    }

    /**
     * As {@link Ranker#score(float[], int, double[])}, of features that lie in columns; {@code scratch} remembers how it came to the scores.
     */
    void score(Columns features, int count, double[] scores, Scratch scratch);

    /** As {@link Ranker#explain}, of a row of those that were scored last with this scratch. */
    void explain(int row, Scratch scratch, double[] contributions);

    /** The same summed up by {@link Feature.Family}, added to {@code families}. */
    void explainFamilies(int row, Scratch scratch, double[] families);
}
