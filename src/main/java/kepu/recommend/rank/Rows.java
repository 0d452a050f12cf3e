package kepu.recommend.rank;

import static kepu.recommend.model.Feature.*;

import java.util.Arrays;
import kepu.content.Kind;
import kepu.recommend.log.Things;
import kepu.recommend.model.Columns;
import kepu.recommend.model.Feature;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Turns a visit and items into {@link Feature}s: the one place where serving, training and evaluation do so. Used by one thread.
 */
final class Rows {
    private static final float NEVER_SHOWN = 10;
    private static final double HOUR_MILLIS = 3_600_000;
    private static final Kind[] KIND = Kind.values();
    /** What is the same for all items of a theme: rate, affinity, share, interest. */
    private static final int OF_THEME = 4;

    private final Everybody.Counting everybody = new Everybody.Counting();
    private final Columns own = new Columns();
    private int[] numbers = {};
    private int[] asked = {};
    private double[] group = {};
    private double[] county = {};
    private double[] rates = {};
    private double[] place = {};
    private double[] best = {};
    private final double[] topicRates = new double[Things.MOST_TOPICS + 1];
    private final double[] affinities = new double[Things.MOST_TOPICS + 1];
    private final double[] kindRates = new double[KIND.length];
    private float[] themes = {};
    /** Of each theme the visit that its values are of. */
    private int[] themesOf = {};

    private int visits;
    private double mean;
    private double openRate;
    private float birth;
    private float activity;

    /** Writes the rows of {@code count} items behind one another. */
    void fill(Visit visit, int[] items, int count, float[] into) {
        fill(visit, items, count, own);
        own.rows(count, into);
    }

    /** Writes the features of {@code count} items. */
    void fill(Visit visit, int[] items, int count, Columns into) {
        into.fit(count);
        begin(visit);
        gathered(visit, items, count, into);
        ofEverybody(visit, items, count, into);
        rates(visit, items, count, into);
        topics(visit, items, count, into);
        facts(visit, items, count, into);
        shown(visit, items, count, into);
        Arrays.fill(into.of(ACTIVITY), 0, count, activity);
        Arrays.fill(into.of(OPEN_RATE), 0, count, (float) openRate);
        Arrays.fill(into.of(BIRTH), 0, count, birth);
        Arrays.fill(into.of(POSITION), 0, count, 0);
    }

    /** What is the same for all items of a visit. */
    private void begin(Visit visit) {
        visits++;
        mean = visit.chains().getFirst().mean();
        openRate = visit.tastes().openRate(mean);
        activity = log(visit.tastes().opened());
        birth = visit.person().age(visit.nowMillis()) / 10f;
        int chains = visit.chains().size();
        Arrays.fill(topicRates, 0);
        Arrays.fill(kindRates, 0);
        for (int chain = 0; chain < chains; chain++) {
            Traits traits = visit.traits(chain);
            add(traits.topics(), topicRates);
            add(traits.kinds(), kindRates);
        }
        for (int topic = 0; topic < visit.world().things().topicNames().length; topic++) {
            topicRates[topic] = Ln.of(topicRates[topic] / chains / mean);
            affinities[topic] = visit.hasHistory() ? affinity(visit, topic) : 0;
        }
        for (int kind = 0; kind < KIND.length; kind++) {
            kindRates[kind] = Ln.of(kindRates[kind] / chains / mean);
        }
    }

    private static void add(double[] values, double[] into) {
        for (int i = 0; i < values.length; i++) {
            into[i] += values[i];
        }
    }

    /** What speaks for each from what the person opened. */
    private static void gathered(Visit visit, int[] items, int count, Columns into) {
        float[] together = into.of(COLLABORATIVE);
        float[] mean = into.of(COLLABORATIVE_MEAN);
        float[] read = into.of(CONTENT);
        float[] best = into.of(CONTENT_BEST);
        for (int i = 0; i < count; i++) {
            int item = items[i];
            together[i] = visit.collaborative(item);
            mean[i] = visit.collaborativeMean(item);
            read[i] = visit.content(item);
            best[i] = visit.contentBest(item);
        }
    }

    private void ofEverybody(Visit visit, int[] items, int count, Columns into) {
        Everybody known = visit.everybody();
        if (known == null) {
            everybody.fill(visit.world(), visit.nowMillis(), items, count, into);
        } else {
            known.fill(items, count, into);
        }
    }

    private void topics(Visit visit, int[] items, int count, Columns into) {
        Facts facts = visit.facts();
        if (themesOf.length <= facts.themes().length) {
            themesOf = new int[facts.themes().length + 1];
            themes = new float[themesOf.length * OF_THEME];
        }
        float[] rate = into.of(GROUP_TOPIC_RATE);
        float[] affinity = into.of(TOPIC_AFFINITY);
        float[] share = into.of(TOPIC_SHARE);
        float[] interest = into.of(INTEREST);
        for (int i = 0; i < count; i++) {
            int theme = facts.themes()[items[i]];
            if (themesOf[theme] != visits) {
                themesOf[theme] = visits;
                theme(visit, facts.topics()[items[i]], theme * OF_THEME);
            }
            rate[i] = themes[theme * OF_THEME];
            affinity[i] = themes[theme * OF_THEME + 1];
            share[i] = themes[theme * OF_THEME + 2];
            interest[i] = themes[theme * OF_THEME + 3];
        }
    }

    private void theme(Visit visit, long topics, int at) {
        themes[at] = highest(topicRates, topics);
        themes[at + 1] = affinity(visit, topics);
        themes[at + 2] = visit.hasHistory() ? (float) visit.tastes().share(topics) : 0;
        themes[at + 3] = (topics & visit.person().interests()) != 0 ? 1 : 0;
    }

    private void facts(Visit visit, int[] items, int count, Columns into) {
        Facts facts = visit.facts();
        int groups = visit.person().groups();
        float[] rate = into.of(GROUP_KIND_RATE);
        float[] match = into.of(GROUP_MATCH);
        float[] season = into.of(SEASON);
        float[] closeness = into.of(CLOSENESS);
        float[] youth = into.of(YOUTH);
        boolean isYoung = visit.hasHistory() && visit.world().prior().shares();
        for (int i = 0; i < count; i++) {
            int item = items[i];
            rate[i] = (float) kindRates[facts.kinds()[item]];
            match[i] = match(facts.groups()[item], groups);
            season[i] = visit.season(item);
            closeness[i] = facts.everywhere()[item]
                    ? 0
                    : closeness(visit.thing(item), visit.person().region());
            youth[i] = isYoung ? (float) visit.chains().getFirst().youth(item) : 0;
        }
    }

    private static void shown(Visit visit, int[] items, int count, Columns into) {
        float[] shows = into.of(SHOWN);
        float[] ago = into.of(SHOWN_AGO);
        for (int i = 0; i < count; i++) {
            int item = items[i];
            boolean shown = visit.isMet(item) && visit.shows(item) > 0;
            shows[i] = shown ? visit.shows(item) : 0;
            ago[i] = shown ? log(Math.max(0, visit.nowMillis() - visit.metAt(item)) / HOUR_MILLIS) : NEVER_SHOWN;
        }
    }

    private void rates(Visit visit, int[] items, int count, Columns into) {
        room(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = items[i] + 1;
        }
        Arrays.fill(group, 0, count, 0);
        Arrays.fill(county, 0, count, 0);
        Arrays.fill(place, 0, count, 0);
        Arrays.fill(best, 0, count, 0);
        for (int chain = 0; chain < visit.chains().size(); chain++) {
            descend(visit.chains().get(chain), visit.rates(chain), items, count);
            for (int i = 0; i < count; i++) {
                place[i] += rates[i];
                best[i] = Math.max(best[i], rates[i]);
            }
        }
        double means = mean * visit.chains().size();
        over(means, group, count, into.of(GROUP_RATE));
        over(means, county, count, into.of(COUNTY_RATE));
        over(means, place, count, into.of(PLACE_RATE));
        over(mean, best, count, into.of(BEST_RATE));
        alike(visit, items, count, into.of(ALIKE_COUNTY_RATE));
    }

    private static void over(double mean, double[] rates, int count, float[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = (float) Ln.of(rates[i] / mean);
        }
    }

    /** Down to the county, below which exact sets of groups are not counted; from what is remembered where it is. */
    private void alike(Visit visit, int[] items, int count, float[] into) {
        float[] known = visit.alikeRates();
        if (known == null) {
            visit.alike().everybody(numbers, count, rates);
            visit.alike().descendToCounty(numbers, count, rates);
            over(mean, rates, count, into);
            return;
        }
        int unknown = 0;
        for (int i = 0; i < count; i++) {
            into[i] = known[items[i]];
            if (Float.isNaN(into[i])) {
                asked[unknown++] = i;
            }
        }
        if (unknown > 0) {
            remember(visit, unknown, into);
            for (int i = 0; i < unknown; i++) {
                known[items[asked[i]]] = into[asked[i]];
            }
        }
    }

    /** Works out those that are asked for, by their place among the items. */
    private void remember(Visit visit, int unknown, float[] into) {
        int[] of = new int[unknown];
        for (int i = 0; i < unknown; i++) {
            of[i] = numbers[asked[i]];
        }
        visit.alike().everybody(of, unknown, rates);
        visit.alike().descendToCounty(of, unknown, rates);
        for (int i = 0; i < unknown; i++) {
            into[asked[i]] = (float) Ln.of(rates[i] / mean);
        }
    }

    /** Down a chain of a group, from the county on where the rates so far are kept. */
    private void descend(Prior.Chain chain, float @Nullable [] kept, int[] items, int count) {
        if (kept == null) {
            chain.everybody(numbers, count, rates);
            chain.descend(numbers, count, rates, group, county);
            return;
        }
        for (int i = 0; i < count; i++) {
            group[i] += kept[2 * items[i]];
            rates[i] = kept[2 * items[i] + 1];
            county[i] += rates[i];
        }
        chain.descend(numbers, count, rates);
    }

    private void room(int count) {
        if (numbers.length < count) {
            numbers = new int[count];
            asked = new int[count];
            group = new double[count];
            county = new double[count];
            rates = new double[count];
            place = new double[count];
            best = new double[count];
        }
    }

    /** The highest of the values of some topics; 0 when there are none. */
    private static float highest(double[] values, long topics) {
        if (topics == 0) {
            return 0;
        }
        double highest = Double.NEGATIVE_INFINITY;
        for (long left = topics; left != 0; left &= left - 1) {
            highest = Math.max(highest, values[Long.numberOfTrailingZeros(left)]);
        }
        return (float) highest;
    }

    /** Where impressions are not logged, what everybody opens stands for what was expected. */
    private double affinity(Visit visit, int topic) {
        return visit.world().prior().shares()
                ? visit.tastes().lift(topic, visit.chains().getFirst().topicShare(topic))
                : visit.tastes().affinity(topic, mean);
    }

    private float affinity(Visit visit, long topics) {
        return visit.world().prior().shares()
                ? (float) lift(topics)
                : highest(affinities, topics & ~visit.person().unusedTopics());
    }

    /** Several topics speak together, though not as loud as if they were independent. */
    private double lift(long topics) {
        double sum = 0;
        for (long left = topics; left != 0; left &= left - 1) {
            sum += affinities[Long.numberOfTrailingZeros(left)];
        }
        return sum == 0 ? 0 : sum / Math.sqrt(Long.bitCount(topics));
    }

    private static float match(int made, int groups) {
        if (made == 0) {
            return 0;
        }
        int common = Integer.bitCount(made & groups);
        return common == 0 ? -1 : common;
    }

    private static int closeness(Things.Thing thing, RegionCode region) {
        int closest = 0;
        for (RegionCode own : thing.regions()) {
            if (own.contains(region)) {
                closest = Math.max(closest, own.level().ordinal() - Level.COUNTRY.ordinal());
            }
        }
        return closest;
    }

    /** ln(1 + value). */
    static float log(double value) {
        return (float) Ln.of(1 + value);
    }
}
