package kepu.recommend.rank;

import static kepu.recommend.model.Feature.*;

import java.util.stream.IntStream;
import kepu.content.Kind;
import kepu.recommend.model.Columns;
import kepu.recommend.model.Feature;

/**
 * Features that items have whoever looks: how much everybody opens them, how new and how long they are. For serving those of all items are
 * worked out ahead, one item's side by side in one line of memory, and are as old as the {@link Shelf shelves}.
 *
 * @param values of each item one value for each of {@link #FEATURES}
 */
record Everybody(long madeAt, float[] values) {
    private static final Feature[] FEATURES = {COUNTRY_RATE, TREND, OPENS, EXPOSURE, NEWNESS, AGE, LENGTH, VIDEO};
    private static final int WIDTH = FEATURES.length;

    /** Those of all items of a world at a time. */
    static Everybody of(World world, long nowMillis) {
        int size = world.things().size();
        Columns columns = new Columns();
        new Counting().fill(world, nowMillis, IntStream.range(0, size).toArray(), size, columns.fit(size));
        float[] values = new float[size * WIDTH];
        for (int feature = 0; feature < WIDTH; feature++) {
            float[] column = columns.of(FEATURES[feature]);
            for (int item = 0; item < size; item++) {
                values[item * WIDTH + feature] = column[item];
            }
        }
        return new Everybody(nowMillis, values);
    }

    /** Copies those of some items. */
    void fill(int[] items, int count, Columns into) {
        for (int feature = 0; feature < WIDTH; feature++) {
            float[] column = into.of(FEATURES[feature]);
            for (int i = 0; i < count; i++) {
                column[i] = values[items[i] * WIDTH + feature];
            }
        }
    }

    /** Works them out. Reused by one thread. */
    static final class Counting {
        private static final double FRESH_DAYS = 14;
        private static final int VIDEO_KIND = Kind.VIDEO.ordinal();

        private int[] numbers = {};
        private double[] rates = {};
        private double[] exposures = {};
        private double[] opens = {};

        void fill(World world, long nowMillis, int[] items, int count, Columns into) {
            room(count);
            for (int i = 0; i < count; i++) {
                numbers[i] = items[i] + 1;
            }
            counted(world.prior().country(nowMillis), count, into);
            trend(world.trend(), nowMillis, items, count, into);
            facts(world.facts(), nowMillis, items, count, into);
        }

        private void room(int count) {
            if (numbers.length < count) {
                numbers = new int[count];
                rates = new double[count];
                exposures = new double[count];
                opens = new double[count];
            }
        }

        private void counted(Prior.Chain chain, int count, Columns into) {
            chain.everybody(numbers, count, rates);
            chain.everybody(numbers, count, exposures, opens);
            float[] rate = into.of(COUNTRY_RATE);
            float[] exposure = into.of(EXPOSURE);
            float[] opened = into.of(OPENS);
            double mean = chain.mean();
            for (int i = 0; i < count; i++) {
                rate[i] = (float) Ln.of(rates[i] / mean);
                exposure[i] = Rows.log(exposures[i]);
                opened[i] = Rows.log(opens[i]);
            }
        }

        private static void trend(Trend trend, long nowMillis, int[] items, int count, Columns into) {
            HalfLives now = trend.moment(nowMillis);
            float[] opened = into.of(TREND);
            for (int i = 0; i < count; i++) {
                opened[i] = Rows.log(trend.opens(items[i], now));
            }
        }

        private static void facts(Facts facts, long nowMillis, int[] items, int count, Columns into) {
            float[] newness = into.of(NEWNESS);
            float[] age = into.of(AGE);
            float[] length = into.of(LENGTH);
            float[] video = into.of(VIDEO);
            for (int i = 0; i < count; i++) {
                int item = items[i];
                double days = Math.max(0, (double) nowMillis - facts.publishedMillis()[item]) / World.DAY_MILLIS;
                boolean dated = facts.isDated(item);
                newness[i] = dated ? (float) Math.exp(-days / FRESH_DAYS) : 0;
                age[i] = dated ? Rows.log(days) : 0;
                length[i] = facts.lengths()[item];
                video[i] = facts.kinds()[item] == VIDEO_KIND ? 1 : 0;
            }
        }
    }
}
