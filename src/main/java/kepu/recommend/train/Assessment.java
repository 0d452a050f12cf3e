package kepu.recommend.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kepu.base.Neighbours;
import kepu.recommend.evaluate.LogEvaluation;
import kepu.recommend.evaluate.LogSplit;
import kepu.recommend.evaluate.Popularity;
import kepu.recommend.evaluate.RandomOrder;
import kepu.recommend.evaluate.RecentPopularity;
import kepu.recommend.evaluate.Recommender;
import kepu.recommend.log.Log;
import kepu.recommend.model.Model;

/**
 * A definition judged on a log that is cut in time: trained on what lies before the cut, asked for what people opened after it, beside the
 * floors that every model must beat.
 *
 * @param trained on the part before the cut
 */
public record Assessment(Trainer.Trained trained, LogEvaluation evaluation) {
    public static final String OWN = "kepu";

    /**
     * Trains and measures.
     *
     * @param others further models by name, numbered as the log
     * @param products makes what is added up over all people
     */
    public static Assessment of(
            LogSplit split,
            Neighbours content,
            Definition definition,
            Map<String, Model> others,
            LogEvaluation.Settings settings,
            Gram products,
            Progress progress) {
        Log train = split.train();
        Trainer.Trained trained =
                new Trainer(train, content, definition, new Shared(), products).train(OWN, progress.part(0, 0.8));
        progress.at(0.8, "measuring on what came after");
        List<Recommender> models = new ArrayList<>();
        ModelRecommender own = new ModelRecommender(OWN, train, content, trained.model());
        models.add(own);
        others.forEach((name, model) -> {
            Model before = atTheCut(name, model, trained.model());
            models.add(
                    own.countsAs(before) ? own.with(name, before) : new ModelRecommender(name, train, content, before));
        });
        models.add(Popularity.of(train));
        models.add(RecentPopularity.of(split));
        models.add(new RandomOrder(definition.seed()));
        return new Assessment(trained, LogEvaluation.of(split, models, settings));
    }

    /** A model that was trained later knows what people opened after the cut: it is judged by its ranker, over weights from before the cut. */
    public static Model atTheCut(String name, Model model, Model before) {
        return new Model(name, before.items(), before.collaborative(), model.ranker(), model.manner());
    }
}
