package kepu.recommend.rank;

import static kepu.recommend.model.Feature.*;

import java.util.Arrays;
import kepu.content.Kind;
import kepu.recommend.log.Things;
import kepu.recommend.model.Feature;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Fills rows of {@link Feature}s: the one place where serving, training and evaluation turn a visit and an item into numbers. */
final class Rows {
    private static final double FRESH_DAYS = 14;
    private static final float NEVER_SHOWN = 10;
    private static final double HOUR_MILLIS = 3_600_000;
    private static final int KINDS = Kind.values().length;
    private static final Kind[] KIND = Kind.values();
    private static final int VIDEO_KIND = Kind.VIDEO.ordinal();

    private int[] numbers = {};
    private int[] asked = {};
    private double[] country = {};
    private double[] group = {};
    private double[] county = {};
    private double[] rates = {};
    private double[] place = {};
    private double[] best = {};
    private double[] alike = {};
    private double[] exposures = {};
    private double[] opens = {};
    private final double[] topicRates = new double[Things.MOST_TOPICS + 1];
    private final double[] affinities = new double[Things.MOST_TOPICS + 1];
    private final double[] kindRates = new double[KINDS];
    private HalfLives trendNow = HalfLives.NONE;
    private double mean;
    private double openRate;
    private float birth;
    private float activity;

    /** Writes the rows of {@code count} items behind one another. */
    void fill(Visit visit, int[] items, int count, float[] into) {
        begin(visit);
        rates(visit, items, count);
        for (int i = 0; i < count; i++) {
            rates(visit, items[i], i, into, i * Feature.COUNT);
            fill(visit, items[i], into, i * Feature.COUNT);
        }
    }

    /** What is the same for all items of a visit. */
    private void begin(Visit visit) {
        trendNow = visit.world().trend().moment(visit.nowMillis());
        mean = visit.chains().getFirst().mean();
        openRate = visit.tastes().openRate(mean);
        activity = log(visit.tastes().opened());
        birth = visit.person().age(visit.nowMillis()) / 10f;
        int topics = visit.world().things().topicNames().length;
        for (int topic = 0; topic < topics; topic++) {
            double sum = 0;
            for (Prior.Chain chain : visit.chains()) {
                sum += chain.topicRate(topic);
            }
            topicRates[topic] = Ln.of(sum / visit.chains().size() / mean);
            affinities[topic] = visit.hasHistory() ? affinity(visit, topic) : 0;
        }
        for (int kind = 0; kind < KINDS; kind++) {
            double sum = 0;
            for (Prior.Chain chain : visit.chains()) {
                sum += chain.kindRate(KIND[kind]);
            }
            kindRates[kind] = Ln.of(sum / visit.chains().size() / mean);
        }
    }

    private void fill(Visit visit, int item, float[] into, int offset) {
        Facts facts = visit.facts();
        long topics = facts.topics()[item];
        int kind = facts.kinds()[item];
        put(into, offset, COLLABORATIVE, visit.collaborative(item));
        put(into, offset, COLLABORATIVE_MEAN, visit.collaborativeMean(item));
        put(into, offset, CONTENT, visit.content(item));
        put(into, offset, CONTENT_BEST, visit.contentBest(item));
        put(into, offset, TREND, log(visit.world().trend().opens(item, trendNow)));
        put(into, offset, GROUP_TOPIC_RATE, highest(topicRates, topics));
        put(into, offset, GROUP_KIND_RATE, (float) kindRates[kind]);
        put(
                into,
                offset,
                GROUP_MATCH,
                match(facts.groups()[item], visit.person().groups()));
        put(into, offset, TOPIC_AFFINITY, affinity(visit, topics));
        put(
                into,
                offset,
                TOPIC_SHARE,
                visit.hasHistory() ? (float) visit.tastes().share(topics) : 0);
        put(into, offset, INTEREST, (topics & visit.person().interests()) != 0 ? 1 : 0);
        put(into, offset, SEASON, visit.season(item));
        double days = Math.max(0, (double) visit.nowMillis() - facts.publishedMillis()[item]) / World.DAY_MILLIS;
        boolean dated = facts.isDated(item);
        put(into, offset, NEWNESS, dated ? (float) Math.exp(-days / FRESH_DAYS) : 0);
        put(into, offset, AGE, dated ? log(days) : 0);
        put(
                into,
                offset,
                CLOSENESS,
                facts.everywhere()[item]
                        ? 0
                        : closeness(visit.thing(item), visit.person().region()));
        put(into, offset, LENGTH, facts.lengths()[item]);
        put(into, offset, VIDEO, kind == VIDEO_KIND ? 1 : 0);
        boolean shown = visit.met(item) != History.Met.NEVER && visit.shows(item) > 0;
        put(into, offset, SHOWN, shown ? visit.shows(item) : 0);
        put(
                into,
                offset,
                SHOWN_AGO,
                shown ? log(Math.max(0, visit.nowMillis() - visit.metAt(item)) / HOUR_MILLIS) : NEVER_SHOWN);
        put(into, offset, ACTIVITY, activity);
        put(into, offset, OPEN_RATE, (float) openRate);
        put(into, offset, BIRTH, birth);
        put(into, offset, POSITION, 0);
    }

    private void rates(Visit visit, int[] items, int count) {
        room(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = items[i] + 1;
        }
        Arrays.fill(group, 0, count, 0);
        Arrays.fill(county, 0, count, 0);
        Arrays.fill(place, 0, count, 0);
        Arrays.fill(best, 0, count, 0);
        visit.chains().getFirst().everybody(numbers, count, country);
        visit.chains().getFirst().everybody(numbers, count, exposures, opens);
        for (int own = 0; own < visit.chains().size(); own++) {
            descend(visit.chains().get(own), visit.rates(own), items, count);
            for (int i = 0; i < count; i++) {
                place[i] += rates[i];
                best[i] = Math.max(best[i], rates[i]);
            }
        }
        alike(visit, items, count);
    }

    /** Down to the county, below which exact sets of groups are not counted; from what is remembered where it is. */
    private void alike(Visit visit, int[] items, int count) {
        float[] known = visit.alikeRates();
        if (known == null) {
            System.arraycopy(country, 0, alike, 0, count);
            visit.alike().descendToCounty(numbers, count, alike);
        } else {
            remember(visit, items, count, known);
            for (int i = 0; i < count; i++) {
                alike[i] = known[items[i]];
            }
        }
    }

    private void remember(Visit visit, int[] items, int count, float[] known) {
        int unknown = 0;
        for (int i = 0; i < count; i++) {
            if (Float.isNaN(known[items[i]])) {
                asked[unknown] = numbers[i];
                rates[unknown++] = country[i];
            }
        }
        if (unknown > 0) {
            visit.alike().descendToCounty(asked, unknown, rates);
            for (int i = 0; i < unknown; i++) {
                known[asked[i] - 1] = (float) rates[i];
            }
        }
    }

    /** Down a chain of a group, from the county on where the rates so far are kept. */
    private void descend(Prior.Chain chain, float @Nullable [] kept, int[] items, int count) {
        if (kept == null) {
            System.arraycopy(country, 0, rates, 0, count);
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
            country = new double[count];
            group = new double[count];
            county = new double[count];
            rates = new double[count];
            place = new double[count];
            best = new double[count];
            alike = new double[count];
            exposures = new double[count];
            opens = new double[count];
        }
    }

    private void rates(Visit visit, int item, int at, float[] into, int offset) {
        double means = mean * visit.chains().size();
        put(into, offset, COUNTRY_RATE, (float) Ln.of(country[at] / mean));
        put(into, offset, GROUP_RATE, (float) Ln.of(group[at] / means));
        put(into, offset, COUNTY_RATE, (float) Ln.of(county[at] / means));
        put(into, offset, PLACE_RATE, (float) Ln.of(place[at] / means));
        put(into, offset, BEST_RATE, (float) Ln.of(best[at] / mean));
        put(into, offset, ALIKE_COUNTY_RATE, (float) Ln.of(alike[at] / mean));
        put(into, offset, OPENS, log(opens[at]));
        put(into, offset, EXPOSURE, log(exposures[at]));
        put(
                into,
                offset,
                YOUTH,
                visit.hasHistory() ? (float) visit.chains().getFirst().youth(item) : 0);
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

    private static float log(double value) {
        return (float) Ln.of(1 + value);
    }

    private static void put(float[] into, int offset, Feature feature, float value) {
        into[offset + feature.ordinal()] = value;
    }
}
