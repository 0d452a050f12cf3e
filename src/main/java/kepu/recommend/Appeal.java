package kepu.recommend;

import java.time.Clock;
import java.util.List;
import kepu.content.Item;
import kepu.recommend.log.Things;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.World;

/** How an item appeals to people, by the model that serves now: the feed's scores, asked from the item's side. */
public final class Appeal {
    /**
     * The probabilities of an opening when the item is shown first.
     *
     * @param model the version that says so
     * @param probabilities in the order of the people; 0 for all when the item is not in the world of the model
     */
    public record Scores(String model, double[] probabilities) {}

    private final Worlds worlds;
    private final Serving models;
    private final Clock clock;

    Appeal(Worlds worlds, Serving models, Clock clock) {
        this.worlds = worlds;
        this.models = models;
        this.clock = clock;
    }

    /** Scores the item for each of them. It takes some hundredths of a millisecond a person, so not on an event loop for many. */
    public Scores of(Item item, List<Person> people) {
        Model model = models.released();
        World world = worlds.of(model);
        double[] probabilities = new double[people.size()];
        Things things = world.things();
        if (item.seq() < things.size() && things.all()[item.seq()].isThere()) {
            Ranking ranking = new Ranking(1, Ranking.Surroundings.NONE);
            int[] one = {item.seq()};
            float[] row = new float[Feature.COUNT];
            double[] score = new double[1];
            for (int i = 0; i < probabilities.length; i++) {
                ranking.scores(world, people.get(i), clock.millis(), one, row, score);
                probabilities[i] = 1 / (1 + Math.exp(-score[0]));
            }
        }
        return new Scores(model.version(), probabilities);
    }
}
