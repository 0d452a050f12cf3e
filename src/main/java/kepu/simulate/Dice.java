package kepu.simulate;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The random numbers of one subject for one purpose. The same seed, purpose and subject give the same numbers, whatever was drawn for
 * others before: that is why residents can be made in any order, and one alone.
 */
final class Dice {
    enum Purpose {
        VILLAGE,
        TOWN,
        PERSON,
        BEHAVIOUR,
        ITEM,
        FASHION,
        PANEL
    }

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final RandomGenerator random;

    private Dice(long seed) {
        random = FACTORY.create(seed);
    }

    static Dice of(long seed, Purpose purpose, long subject) {
        return new Dice(mix(mix(mix(seed) + purpose.ordinal()) + subject));
    }

    static Dice of(long seed, Purpose purpose, String subject) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : subject.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xff) * 0x100000001b3L;
        }
        return of(seed, purpose, hash);
    }

    /** From 0 to below 1. */
    double uniform() {
        return random.nextDouble();
    }

    double uniform(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** An integer from {@code least} to {@code most}, both possible. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    double normal(double deviation) {
        return random.nextGaussian() * deviation;
    }

    double[] normals(int count, double deviation) {
        double[] normals = new double[count];
        for (int i = 0; i < count; i++) {
            normals[i] = normal(deviation);
        }
        return normals;
    }

    /** An index with probability in proportion to its weight. */
    int pick(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double left = uniform() * sum;
        for (int i = 0; i < weights.length - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /** An index from {@code from} to below {@code to}, weighted by the steps of {@code cumulative}, which has one more element. */
    int pickCumulative(double[] cumulative, int from, int to) {
        double mark = uniform(cumulative[from], cumulative[to]);
        int low = from;
        int high = to - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (cumulative[middle + 1] > mark) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014, variant 13 of Stafford). */
    private static long mix(long z) {
        z += 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
