package kepu.recommend.train;

import java.util.List;
import kepu.recommend.evaluate.LogEvaluation;
import kepu.recommend.evaluate.LogSplit;
import kepu.recommend.evaluate.Popularity;
import kepu.recommend.evaluate.Recommender;

/** A fixed split, as the literature has them: item-item models alone. */
public final class FixedArena implements Arena {
    private final LogSplit split;

    /** {@code split} as {@link LogSplit#fixed} makes it. */
    public FixedArena(LogSplit split) {
        this.split = split;
    }

    @Override
    public LogSplit split() {
        return split;
    }

    @Override
    public Recommender trained(String name, Definition definition, Progress progress) {
        Recommender model = SplitTraining.train(
                split.known(),
                split.known().length,
                split.log().things().size(),
                LogEvaluation.Settings.DEFAULT.k(),
                definition,
                progress);
        return new Named(name, model);
    }

    private record Named(String name, Recommender model) implements Recommender {
        @Override
        public int[] rank(int person, boolean[] hidden, int count) {
            return model.rank(person, hidden, count);
        }
    }

    @Override
    public List<Recommender> floors() {
        return List.of(Popularity.of(split.train()));
    }
}
