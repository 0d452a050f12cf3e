package kepu.recommend.model;

import java.util.Arrays;

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

    @Override
    public void explainFamilies(float[] rows, int row, Scratch scratch, double[] families) {
        double[] contributions = scratch.contributions;
        Arrays.fill(contributions, 0);
        explain(rows, row, scratch, contributions);
        for (int column = 0; column < Feature.COUNT; column++) {
            families[Feature.at(column).family().ordinal()] += contributions[column];
        }
    }
}
