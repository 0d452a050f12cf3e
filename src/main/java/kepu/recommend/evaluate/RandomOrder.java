package kepu.recommend.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The lowest floor: for each person an order of their own, drawn by a seed. */
public final class RandomOrder implements Recommender {
    /** Spreads the numbers of people over the seeds; odd, so that no two meet. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long seed;

    public RandomOrder(long seed) {
        this.seed = seed;
    }

    @Override
    public String name() {
        return "random";
    }

    /** The front of a shuffle (Fisher and Yates; Durstenfeld 1964) of which only the places that moved are kept. */
    @Override
    public int[] rank(int person, boolean[] hidden, int count) {
        SplittableRandom random = new SplittableRandom(seed + person * SPREAD);
        Map<Integer, Integer> moved = new HashMap<>();
        int[] list = new int[Math.min(count, hidden.length)];
        int size = 0;
        for (int place = 0; place < hidden.length && size < list.length; place++) {
            int other = random.nextInt(place, hidden.length);
            int thing = moved.getOrDefault(other, other);
            moved.put(other, moved.getOrDefault(place, place));
            if (!hidden[thing]) {
                list[size++] = thing;
            }
        }
        return Arrays.copyOf(list, size);
    }
}
