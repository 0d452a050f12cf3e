package kepu.recommend.model;

import java.util.Arrays;

/** Leaves everything to the ranker. */
record PlainScorer(Ranker ranker) implements Scorer {
    @Override
    public void score(Columns features, int count, double[] scores, Scratch scratch) {
        scratch.fitRows(count);
        features.rows(count, scratch.rows);
        ranker.score(scratch.rows, count, scores);
    }

    @Override
    public void explain(int row, Scratch scratch, double[] contributions) {
        ranker.explain(scratch.rows, row * Feature.COUNT, contributions);
    }

    @Override
    public void explainFamilies(int row, Scratch scratch, double[] families) {
        double[] contributions = scratch.contributions;
        Arrays.fill(contributions, 0);
        explain(row, scratch, contributions);
        for (int column = 0; column < Feature.COUNT; column++) {
            families[Feature.at(column).family().ordinal()] += contributions[column];
        }
    }
}
