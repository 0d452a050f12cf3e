package kepu.recommend.rank;

import java.util.HashMap;
import java.util.Map;
import kepu.content.Kind;
import kepu.recommend.log.Things;

/**
 * What is asked of items most often, in columns by their number, so that an answer is one step in memory away.
 *
 * @param publishedMillis when each appeared (epoch); {@link Long#MAX_VALUE} where the number stands for nothing
 * @param topics what each is about, as bits
 * @param themes what each is about, as a number from 1 for each set of topics; 0 when it is about nothing
 * @param groups whom each was made for, as bits
 * @param sources who made each, numbered from 1; 0 when that is not known
 * @param everywhere whether each may be shown in all regions
 * @param kinds ordinals of {@link Kind}
 * @param lengths ln(1 + size)
 */
record Facts(
        long[] publishedMillis,
        long[] topics,
        int[] themes,
        int[] groups,
        int[] sources,
        boolean[] everywhere,
        byte[] kinds,
        float[] lengths) {
    static Facts of(Things things) {
        int size = things.size();
        Facts facts = new Facts(
                new long[size],
                new long[size],
                new int[size],
                new int[size],
                new int[size],
                new boolean[size],
                new byte[size],
                new float[size]);
        Map<String, Integer> sources = new HashMap<>();
        Map<Long, Integer> themes = new HashMap<>();
        for (int item = 0; item < size; item++) {
            Things.Thing thing = things.all()[item];
            facts.set(item, thing);
            facts.sources[item] = thing.source().isEmpty() ? 0 : number(sources, thing.source());
            facts.themes[item] = thing.topics() == 0 ? 0 : number(themes, thing.topics());
        }
        return facts;
    }

    private static <T> int number(Map<T, Integer> numbers, T value) {
        return numbers.computeIfAbsent(value, first -> numbers.size() + 1);
    }

    private void set(int item, Things.Thing thing) {
        publishedMillis[item] = thing.isThere() ? thing.publishedMillis() : Long.MAX_VALUE;
        topics[item] = thing.topics();
        groups[item] = thing.groups();
        everywhere[item] = thing.regions().isEmpty();
        kinds[item] = (byte) thing.kind().ordinal();
        lengths[item] = (float) Math.log(1.0 + thing.size());
    }

    /** Whether it is known when the item appeared. */
    boolean isDated(int item) {
        return publishedMillis[item] != Long.MIN_VALUE;
    }

    /** Whether the item is there and has appeared. */
    boolean isOut(int item, long nowMillis) {
        return publishedMillis[item] <= nowMillis;
    }
}
