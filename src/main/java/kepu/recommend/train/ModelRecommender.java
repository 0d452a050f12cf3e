package kepu.recommend.train;

import kepu.base.Neighbours;
import kepu.recommend.evaluate.Recommender;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Candidates;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.World;

/** A model as it would have served at the end of a log: the same sources, features and ranker, without the arrangement. */
public final class ModelRecommender implements Recommender {
    private static final int CANDIDATES = 300;

    private final String name;
    private final Replay replay;
    private final World world;
    private final long nowMillis;
    private final ThreadLocal<Ranking> rankings =
            ThreadLocal.withInitial(() -> new Ranking(CANDIDATES, Ranking.Surroundings.NONE));

    /** Lives through the log; takes as long as that. {@code model} is numbered as the log. */
    public ModelRecommender(String name, Log log, Neighbours content, Definition definition, Model model) {
        this.name = name;
        this.replay = new Replay(
                log,
                Trainer.halfLife(log, definition),
                definition.rates().backoffImpressions(),
                !Trainer.tellsImpressions(log));
        Events events = log.events();
        replay.until(events.size());
        this.nowMillis = events.size() == 0 ? 0 : events.atMillis()[events.size() - 1];
        this.world = new World(
                log.things(), replay.rates().prior(), replay.rates().trend(), content, model, Long.MAX_VALUE / 2);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int[] rank(int person, boolean[] hidden, int count) {
        Candidates candidates = candidates(replay.person(person), hidden);
        float[] scores = new float[candidates.size()];
        for (int place = 0; place < scores.length; place++) {
            scores[place] = (float) candidates.score(place);
        }
        int[] best = TopItems.of(scores, count, place -> true);
        for (int i = 0; i < best.length; i++) {
            best[i] = candidates.item(best[i]);
        }
        return best;
    }

    private Candidates candidates(Person person, boolean[] hidden) {
        return rankings.get().rank(world, person, nowMillis, Orders.NONE, (item, thing) -> !hidden[item]);
    }
}
