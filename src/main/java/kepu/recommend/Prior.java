package kepu.recommend;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kepu.base.Group;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * How likely people of a group in a region open an item: an empirical-Bayes chain (Robbins 1956; Efron and Morris 1975) in which each
 * place's rate is shrunk towards that of the place above — village, town, county, city, province, country for the group, and last the
 * country for everybody. Counts halve every half-life; instead of ageing all of them, new ones weigh more.
 */
public final class Prior {
    /** A place in the chain: a region and a group, or {@link #EVERYBODY}. */
    private record Place(RegionCode region, int group) {}

    /** A rate and the deepest region of the chain where enough people saw the item to speak of it. */
    public record Rate(double value, RegionCode evidence, int group) {}

    public static final int EVERYBODY = -1;

    private static final int GROUPS = Group.values().length;
    private static final double FIRST_RATE = 0.1;
    /** Weighted impressions from which on a reason may name a place. */
    private static final float EVIDENCE = 30;

    private final Map<Place, Cells> places = new ConcurrentHashMap<>();
    private final double halfLifeMillis;
    private final double strength;
    private final long originMillis;

    public Prior(Instant origin, Duration halfLife, int backoffImpressions) {
        this.originMillis = origin.toEpochMilli();
        this.halfLifeMillis = halfLife.toMillis();
        this.strength = backoffImpressions;
    }

    /** All places at which what one kind of resident does is counted. */
    public final class Spot {
        private final List<Cells> cells = new ArrayList<>();

        private Spot(long village, int groups) {
            for (RegionCode region : RegionCode.village(village).path()) {
                cells.add(cells(region, EVERYBODY));
                for (int group = 0; group < GROUPS; group++) {
                    if ((groups >> group & 1) != 0) {
                        cells.add(cells(region, group));
                    }
                }
            }
        }

        /** Adds weighted counts. Only from one thread at a time. */
        void add(int item, float impressions, float opens) {
            cells.forEach(at -> at.add(item, impressions, opens));
        }
    }

    /** Where people of a village with these groups (as {@link Group#mask}) count. */
    Spot spot(long village, int groups) {
        return new Spot(village, groups);
    }

    /** Counts what the people of a village with these groups did. Only from one thread at a time. */
    public void count(long village, int groups, int item, Instant at, int impressions, int opens) {
        float weight = weight(at.toEpochMilli());
        spot(village, groups).add(item, weight * impressions, weight * opens);
    }

    /** What counts of this moment weigh against those of the origin. */
    float weight(long atMillis) {
        return (float) Math.pow(2, (atMillis - originMillis) / halfLifeMillis);
    }

    /** Rates of one group (or everybody) in one region, ready to be asked for many items. */
    public final class Chain {
        private final RegionCode[] path;
        private final int group;
        private final @Nullable Cells[] cells;
        private final @Nullable Cells country;
        private final double mean;
        private final double backoff;
        private final float evidence;

        private Chain(RegionCode region, int group, Instant now) {
            this.path = region.path().toArray(RegionCode[]::new);
            this.group = group;
            this.cells = new Cells[path.length];
            for (int i = 0; i < path.length; i++) {
                cells[i] = places.get(new Place(path[i], group));
            }
            this.country = places.get(new Place(RegionCode.COUNTRY, EVERYBODY));
            this.mean = country == null ? FIRST_RATE : country.meanRate(FIRST_RATE);
            float scale = weight(now.toEpochMilli());
            this.backoff = strength * scale;
            this.evidence = EVIDENCE * scale;
        }

        public Rate rate(int item) {
            double rate = Cells.rateOf(country, item, mean, backoff);
            RegionCode known = RegionCode.COUNTRY;
            for (int i = 0; i < path.length; i++) {
                Cells at = cells[i];
                if (at != null) {
                    rate = at.rate(item, rate, backoff);
                    known = at.impressions(item) >= evidence ? path[i] : known;
                }
            }
            return new Rate(rate, known, group);
        }

        /** The open rate over everything and everybody. */
        public double mean() {
            return mean;
        }

        /** How often anybody was shown the item, decayed to now. */
        public double exposure(int item, Instant now) {
            return country == null ? 0 : country.impressions(item) / weight(now.toEpochMilli());
        }
    }

    /** The chain of a group (its ordinal, or {@link #EVERYBODY}) down to a region of any level. */
    public Chain chain(RegionCode region, int group, Instant now) {
        return new Chain(region, group, now);
    }

    private Cells cells(RegionCode region, int group) {
        return places.computeIfAbsent(new Place(region, group), place -> new Cells());
    }
}
