package kepu.bench;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import kepu.base.Neighbours;
import kepu.content.Catalogue;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Model;
import kepu.recommend.model.Ranker;

/** What training and search would have made of a made-up catalogue: neighbours of every item, and a model around a ranker. */
final class SyntheticModel {
    private static final int COLLABORATIVE = 200;
    private static final int CONTENT = 20;
    private static final double COLLABORATIVE_WEIGHT = 1;
    private static final int MOST_TRIES = 50;

    private SyntheticModel() {}

    /** Text neighbours: 20 an item, mostly of its topic, weights below 1. */
    static Neighbours content(int items, RandomGenerator random) {
        return neighbours(items, CONTENT, 0.9, 0.9, random);
    }

    /** What the forest learns from: what editors expect, with more trust in what people who opened the same items opened. */
    static Ranker teacher() {
        Linear untrained = Linear.untrained();
        double[] weights = untrained.weights().clone();
        weights[Feature.COLLABORATIVE.ordinal()] = COLLABORATIVE_WEIGHT;
        return new Linear(untrained.bias(), weights, untrained.means());
    }

    /** A model with 200 item-item weights an item, by number of the item. */
    static Model of(Catalogue catalogue, Ranker ranker, RandomGenerator random) {
        String[] ids = new String[catalogue.bound()];
        Arrays.fill(ids, "");
        catalogue
                .entries()
                .forEach(entry -> ids[entry.item().seq()] = entry.item().id());
        return new Model(
                "bench-1", ids, neighbours(catalogue.entries().size(), COLLABORATIVE, 0.6, 0.3, random), ranker);
    }

    private static Neighbours neighbours(
            int items, int each, double sameTopic, double strongest, RandomGenerator random) {
        Neighbours.Builder builder = new Neighbours.Builder(items + 1, items * each).end();
        for (int item = 1; item <= items; item++) {
            int[] others = others(item, items, each, sameTopic, random);
            for (int place = 0; place < others.length; place++) {
                builder.entry(others[place], (float) (strongest / (1 + 0.1 * place)));
            }
            builder.end();
        }
        return builder.build();
    }

    private static int[] others(int item, int items, int each, double sameTopic, RandomGenerator random) {
        Set<Integer> others = new HashSet<>();
        for (int tries = 0; others.size() < each && tries < each * MOST_TRIES; tries++) {
            int topic = random.nextDouble() < sameTopic
                    ? SyntheticItems.topic(item)
                    : random.nextInt(SyntheticItems.TOPICS);
            int other = SyntheticItems.popular(topic, items, random);
            if (other != item) {
                others.add(other);
            }
        }
        return others.stream().mapToInt(Integer::intValue).toArray();
    }
}
