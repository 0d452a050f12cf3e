package kepu.recommend.model;

/** Leaves everything to the ranker. */
record PlainScorer(Ranker ranker) implements Scorer {
    @Override
    public void score(float[] rows, int count, double[] scores, Scratch scratch) {
        ranker.score(rows, count, scores);
    }

    @Override
    public void explain(float[] rows, int row, Scratch scratch, double[] contributions) {
        ranker.explain(rows, row * Feature.COUNT, contributions);
    }
}
