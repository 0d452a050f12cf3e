package kepu.recommend.rank;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kepu.recommend.log.Things;
import kepu.region.RegionCode;

/**
 * Items that too few people have seen to be judged, each with the probability that it is the best of them: Thompson sampling (Thompson
 * 1933; Chapelle and Li 2011) with a Beta posterior of the open rate, whose prior is the rate of the item's topic. The probabilities are
 * counted from draws once for a place, so that the propensity of a choice is known exactly and can be logged.
 *
 * @param items the least seen first
 * @param shares probabilities, in the same order; they sum to 1
 */
record Exploration(long madeAt, int[] items, float[] shares) {
    /** Seen by fewer than this, an item is to be explored; counts decay, so an old one comes back when it is forgotten. */
    static final double ENOUGH = 400;

    private static final int MOST = 48;
    private static final int DRAWS = 256;
    private static final double PRIOR_STRENGTH = 12;
    /** Mixed in, so that no propensity is too small to learn from. */
    private static final float EVEN = 0.2f;

    static Exploration of(Things things, Prior prior, RegionCode region, long nowMillis) {
        Prior.Chain chain = prior.chain(region, Prior.EVERYBODY, nowMillis);
        int[] items = leastSeen(things, chain, region, nowMillis);
        float[] shares = new float[items.length];
        if (items.length > 0) {
            draw(things, chain, items, shares, RandomGenerator.of("L64X128MixRandom"));
        }
        return new Exploration(nowMillis, items, shares);
    }

    private static int[] leastSeen(Things things, Prior.Chain chain, RegionCode region, long nowMillis) {
        long[] keys = new long[things.size()];
        int count = 0;
        for (int item = 0; item < keys.length; item++) {
            Things.Thing thing = things.all()[item];
            if (thing.isThere() && thing.publishedMillis() <= nowMillis && Shelf.isFor(thing, region)) {
                double seen = chain.exposure(item);
                if (seen < ENOUGH) {
                    keys[count++] = (long) (seen * 1000) << 32 | item;
                }
            }
        }
        Arrays.sort(keys, 0, count);
        return Arrays.stream(keys, 0, Math.min(count, MOST))
                .mapToInt(key -> (int) key)
                .toArray();
    }

    private static void draw(Things things, Prior.Chain chain, int[] items, float[] shares, RandomGenerator random) {
        double[] wins = new double[items.length];
        double[] losses = new double[items.length];
        for (int i = 0; i < items.length; i++) {
            long topics = things.all()[items[i]].topics();
            double expected = topics == 0 ? chain.mean() : chain.topicRate(Long.numberOfTrailingZeros(topics));
            double opens = chain.opens(items[i]);
            wins[i] = PRIOR_STRENGTH * expected + opens;
            losses[i] = PRIOR_STRENGTH * (1 - expected) + Math.max(0, chain.exposure(items[i]) - opens);
        }
        for (int draw = 0; draw < DRAWS; draw++) {
            int best = 0;
            double most = -1;
            for (int i = 0; i < items.length; i++) {
                double sample = beta(wins[i], losses[i], random);
                if (sample > most) {
                    most = sample;
                    best = i;
                }
            }
            shares[best] += (1 - EVEN) / DRAWS;
        }
        for (int i = 0; i < items.length; i++) {
            shares[i] += EVEN / items.length;
        }
    }

    private static double beta(double a, double b, RandomGenerator random) {
        double x = gamma(a, random);
        return x / (x + gamma(b, random));
    }

    /** A standard gamma variate by Marsaglia and Tsang (2000), with their boost below 1. */
    private static double gamma(double shape, RandomGenerator random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double normal = random.nextGaussian();
            double v = 1 + c * normal;
            if (v > 0) {
                v = v * v * v;
                double u = 1 - random.nextDouble();
                if (Math.log(u) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
