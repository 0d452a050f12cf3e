package kepu.recommend.train;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import kepu.base.Neighbours;
import kepu.recommend.evaluate.Recommender;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Candidates;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.TopItems;
import kepu.recommend.rank.World;

/** A model as it would have served at the end of a log: the same sources, features and ranker, without the arrangement. */
public final class ModelRecommender implements Recommender {
    private static final int CANDIDATES = 300;
    /** Up to so many items a log without impressions, which nobody was served, is ranked in full, as the literature does. */
    private static final int MOST_IN_FULL = 50_000;

    private final String name;
    private final Replay replay;
    private final World world;
    private final long nowMillis;
    private final int mostScored;
    private final ThreadLocal<Ranking> rankings =
            ThreadLocal.withInitial(() -> new Ranking(CANDIDATES, Ranking.Surroundings.NONE));

    /** Lives through the log as the model's manner says; takes as long as that. {@code model} is numbered as the log. */
    public ModelRecommender(String name, Log log, Neighbours content, Model model) {
        Counting counting = model.manner().counting();
        this.name = name;
        boolean impressions = Trainer.tellsImpressions(log);
        this.mostScored = impressions ? CANDIDATES : MOST_IN_FULL;
        this.replay = new Replay(log, counting.halfLife(), counting.backoffImpressions(), !impressions);
        Events events = log.events();
        replay.until(events.size());
        this.nowMillis = events.size() == 0 ? 0 : events.atMillis()[events.size() - 1];
        this.world = new World(
                log.things(), replay.rates().prior(), replay.rates().trend(), content, model, Long.MAX_VALUE / 2);
    }

    private ModelRecommender(ModelRecommender beside, String name, Model model) {
        this.name = name;
        this.replay = beside.replay;
        this.nowMillis = beside.nowMillis;
        this.mostScored = beside.mostScored;
        this.world = beside.world.with(model);
    }

    /** Whether the log as it was lived through serves another model too. */
    boolean countsAs(Model other) {
        return world.model().manner().counting().equals(other.manner().counting());
    }

    /** Another model at the end of the same log, which is not lived through again. */
    ModelRecommender with(String other, Model model) {
        return new ModelRecommender(this, other, model);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int[] rank(int person, boolean[] hidden, int count) {
        int[] visible = IntStream.range(0, hidden.length)
                .filter(item -> !hidden[item])
                .limit(mostScored + 1L)
                .toArray();
        return visible.length <= mostScored
                ? ordered(replay.person(person), visible, count)
                : proposed(replay.person(person), hidden, count);
    }

    /**
     * The first places of the list that the person would have been served, arranged; the seed draws what is explored.
     *
     * @param cold as if only their village and groups were known
     */
    public int[] served(int person, boolean cold, int count, long seed) {
        Person whom = replay.person(person);
        Person known = cold ? whom.stranger() : whom;
        return rankings
                .get()
                .list(
                        world,
                        known,
                        nowMillis,
                        world.model().manner().arrangement(),
                        Orders.NONE,
                        Ranking.Length.explained(count),
                        new SplittableRandom(seed))
                .stream()
                .mapToInt(Placed::item)
                .toArray();
    }

    /** The end of the log (epoch). */
    public long nowMillis() {
        return nowMillis;
    }

    /** Few enough to be scored all, whoever would propose them. */
    private int[] ordered(Person person, int[] items, int count) {
        double[] scores = new double[items.length];
        rankings.get().scores(world, person, nowMillis, items, new float[items.length * Feature.COUNT], scores);
        float[] rounded = new float[items.length];
        for (int i = 0; i < items.length; i++) {
            rounded[i] = (float) scores[i];
        }
        int[] best = TopItems.of(rounded, count, place -> true);
        for (int i = 0; i < best.length; i++) {
            best[i] = items[best[i]];
        }
        return best;
    }

    private int[] proposed(Person person, boolean[] hidden, int count) {
        Candidates candidates = candidates(person, hidden);
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
