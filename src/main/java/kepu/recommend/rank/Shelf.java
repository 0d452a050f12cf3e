package kepu.recommend.rank;

import java.util.Arrays;
import kepu.recommend.log.Things;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The lists of one place and group at one time, best first by the rate of {@link Prior}: from them the sources take what they propose to
 * everybody there.
 *
 * @param best of all items
 * @param byTopic of each topic
 * @param made those made for the group (for everybody: for no group)
 * @param season those in season
 * @param fresh those that are new, the newest first
 * @param traits how topics and kinds are taken here
 * @param rates of each item two, behind one another: of the group in the country, and here; null when they are not kept
 */
record Shelf(
        long madeAt,
        int[] best,
        int[][] byTopic,
        int[] made,
        int[] season,
        int[] fresh,
        Traits traits,
        float @Nullable [] rates) {
    private static final int BEST = 160;
    private static final int OF_TOPIC = 16;
    private static final int MADE = 40;
    private static final int SEASON = 30;
    private static final int FRESH = 40;
    private static final long FRESH_MILLIS = 21 * World.DAY_MILLIS;

    static Shelf of(Things things, Prior prior, byte[] seasons, RegionCode region, int group, long nowMillis) {
        Prior.Chain chain = prior.chain(region, group, nowMillis);
        float[] rates = rates(chain, things.size());
        int[] order = byRate(things, rates, region, nowMillis);
        Things.Thing[] all = things.all();
        int[][] byTopic = new int[things.topicNames().length][];
        for (int topic = 0; topic < byTopic.length; topic++) {
            long bit = 1L << topic;
            byTopic[topic] = first(order, OF_TOPIC, item -> (all[item].topics() & bit) != 0);
        }
        return new Shelf(
                nowMillis,
                first(order, BEST, item -> true),
                byTopic,
                first(
                        order,
                        MADE,
                        item -> group == Prior.EVERYBODY
                                ? all[item].groups() == 0
                                : (all[item].groups() >> group & 1) != 0),
                first(order, SEASON, item -> seasons[item] > 0),
                newest(all, order, nowMillis),
                Traits.of(chain, byTopic.length),
                rates);
    }

    Shelf withoutRates() {
        return new Shelf(madeAt, best, byTopic, made, season, fresh, traits, null);
    }

    private static float[] rates(Prior.Chain chain, int items) {
        int[] numbers = new int[items];
        Arrays.setAll(numbers, item -> item + 1);
        double[] rates = new double[items];
        double[] group = new double[items];
        chain.everybody(numbers, items, rates);
        chain.descend(numbers, items, rates, group, new double[items]);
        float[] both = new float[2 * items];
        for (int item = 0; item < items; item++) {
            both[2 * item] = (float) group[item];
            both[2 * item + 1] = (float) rates[item];
        }
        return both;
    }

    private interface Passes {
        boolean test(int item);
    }

    /** The items of the region that have appeared, the highest rate first. */
    private static int[] byRate(Things things, float[] rates, RegionCode region, long nowMillis) {
        long[] keys = new long[things.size()];
        int count = 0;
        for (int item = 0; item < keys.length; item++) {
            Things.Thing thing = things.all()[item];
            if (thing.isThere() && thing.publishedMillis() <= nowMillis && isFor(thing, region)) {
                keys[count++] = (long) Float.floatToIntBits(rates[2 * item + 1]) << 32 | ~item & 0xFFFFFFFFL;
            }
        }
        Arrays.sort(keys, 0, count);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = ~(int) keys[count - 1 - i];
        }
        return order;
    }

    private static int[] first(int[] order, int most, Passes passes) {
        int[] kept = new int[Math.min(most, order.length)];
        int count = 0;
        for (int i = 0; i < order.length && count < kept.length; i++) {
            if (passes.test(order[i])) {
                kept[count++] = order[i];
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static int[] newest(Things.Thing[] all, int[] order, long nowMillis) {
        return Arrays.stream(order)
                .filter(item -> all[item].publishedMillis() > nowMillis - FRESH_MILLIS)
                .boxed()
                .sorted((a, b) -> Long.compare(all[b].publishedMillis(), all[a].publishedMillis()))
                .limit(FRESH)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Whether it can be shown in the region: some village of it is meant. */
    static boolean isFor(Things.Thing thing, RegionCode region) {
        if (thing.regions().isEmpty()) {
            return true;
        }
        for (RegionCode own : thing.regions()) {
            if (own.contains(region) || region.contains(own)) {
                return true;
            }
        }
        return false;
    }
}
