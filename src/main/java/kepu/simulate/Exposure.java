package kepu.simulate;

import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The logging policy: what people were shown before there was a model. Each place in a list is filled from what is popular in the county,
 * from what is fresh, or at random. Popularity is what a panel of the county would open at that time of the year; it does not come from
 * the rows, so that one resident's rows do not depend on another's. Not safe for several threads: tables are made when first needed.
 */
final class Exposure {
    static final double POPULAR = 0.45;
    static final double FRESH = 0.25;
    /** The rest is exploration: any item. */
    static final double EXPLORED = 1 - POPULAR - FRESH;

    static final double SHOWN_AGAIN = 0.05;

    private static final double FRESH_DAYS = 21;
    private static final double POPULARITY_SHARPNESS = 2;
    private static final int PANEL = 64;
    private static final int STEP_DAYS = 15;
    private static final int TRIES = 30;

    private final Truth truth;
    private final List<Traits> items;
    private final double[] @Nullable [] popular;
    private final double[] @Nullable [] fresh;
    private final double[] @Nullable [] drawn;
    private final int steps;

    Exposure(Truth truth) {
        this.truth = truth;
        this.items = truth.items();
        this.steps = truth.settings().days() / STEP_DAYS + 1;
        this.popular = new double[truth.places().counties() * steps][];
        this.fresh = new double[truth.settings().days()][];
        this.drawn = new double[truth.places().counties() * truth.settings().days()][];
    }

    /**
     * The next item for a person at a time; null when none is found. {@code shown} holds the numbers in {@link Truth#items} of those in
     * this list and {@code opened} of those the person has opened.
     */
    @Nullable
    Integer next(Person person, long at, BitSet shown, BitSet opened, Dice dice) {
        for (int i = 0; i < TRIES && !items.isEmpty(); i++) {
            int number = draw(person, at, dice);
            Traits traits = items.get(number);
            if (!shown.get(number)
                    && traits.publishedMillis() < at
                    && traits.closeness(person.home().code()) >= 0
                    && (!opened.get(number) || dice.chance(SHOWN_AGAIN))) {
                return number;
            }
        }
        return null;
    }

    private int draw(Person person, long at, Dice dice) {
        int day = truth.settings().day(at);
        double policy = dice.uniform();
        if (policy < POPULAR) {
            return dice.pickCumulative(popular(person.home().county(), day / STEP_DAYS), 0, items.size());
        }
        return policy < POPULAR + FRESH
                ? dice.pickCumulative(fresh(day), 0, items.size())
                : dice.between(0, items.size() - 1);
    }

    /** The probability of each item to be drawn in a county on a day, whether it can be shown then or not. */
    double[] drawn(int county, int day) {
        int key = county * truth.settings().days() + day;
        double[] table = drawn[key];
        if (table == null) {
            table = new double[items.size()];
            add(POPULAR, popular(county, day / STEP_DAYS), table);
            add(FRESH, fresh(day), table);
            for (int item = 0; item < table.length; item++) {
                table[item] += EXPLORED / table.length;
            }
            drawn[key] = table;
        }
        return table;
    }

    /** As {@link Dice#pickCumulative} draws: where nothing has any weight, the last. */
    private static void add(double share, double[] cumulative, double[] into) {
        double all = cumulative[into.length];
        for (int item = 0; item < into.length && all > 0; item++) {
            into[item] += share * (cumulative[item + 1] - cumulative[item]) / all;
        }
        if (!(all > 0) && into.length > 0) {
            into[into.length - 1] += share;
        }
    }

    private double[] popular(int county, int step) {
        int key = county * steps + step;
        double[] table = popular[key];
        if (table == null) {
            long at = truth.settings().dayStart(step * STEP_DAYS + STEP_DAYS / 2);
            Person[] panel = new Person[PANEL];
            for (int i = 0; i < PANEL; i++) {
                panel[i] = truth.population().panelist(county, i);
            }
            table = cumulative(traits -> popularity(panel, traits, at));
            popular[key] = table;
        }
        return table;
    }

    private double popularity(Person[] panel, Traits traits, long at) {
        double sum = 0;
        for (Person person : panel) {
            sum += truth.openProbability(person, traits, at, 0);
        }
        return StrictMath.pow(sum / PANEL, POPULARITY_SHARPNESS);
    }

    private double[] fresh(int day) {
        double[] table = fresh[day];
        if (table == null) {
            double end = truth.settings().dayStart(day + 1);
            table = cumulative(traits -> traits.publishedMillis() >= end
                    ? 0
                    : StrictMath.exp((traits.publishedMillis() - end) / (FRESH_DAYS * 86_400_000)));
            fresh[day] = table;
        }
        return table;
    }

    private double[] cumulative(ToDoubleFunction<Traits> weight) {
        double[] table = new double[items.size() + 1];
        for (int i = 0; i < items.size(); i++) {
            table[i + 1] = table[i] + weight.applyAsDouble(items.get(i));
        }
        return table;
    }
}
