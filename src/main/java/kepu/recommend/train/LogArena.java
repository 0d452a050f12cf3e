package kepu.recommend.train;

import java.util.List;
import kepu.base.Neighbours;
import kepu.recommend.evaluate.LogSplit;
import kepu.recommend.evaluate.Popularity;
import kepu.recommend.evaluate.RandomOrder;
import kepu.recommend.evaluate.RecentPopularity;
import kepu.recommend.evaluate.Recommender;

/** A log that is cut in time: whole models, with what their definitions agree on made once. */
public final class LogArena implements Arena {
    private static final long RANDOM_SEED = 1;

    private final LogSplit split;
    private final Neighbours content;
    private final Shared shared = new Shared();

    /** {@code content}: text neighbours by number of the item in the log. */
    public LogArena(LogSplit split, Neighbours content) {
        this.split = split;
        this.content = content;
    }

    @Override
    public LogSplit split() {
        return split;
    }

    @Override
    public Recommender trained(String name, Definition definition, Progress progress) {
        Trainer.Trained trained =
                new Trainer(split.train(), content, definition, shared, Gram.local()).train(name, progress);
        return shared.world(definition, () -> new ModelRecommender(name, split.train(), content, trained.model()))
                .with(name, trained.model());
    }

    @Override
    public List<Recommender> floors() {
        return List.of(Popularity.of(split.train()), RecentPopularity.of(split), new RandomOrder(RANDOM_SEED));
    }
}
