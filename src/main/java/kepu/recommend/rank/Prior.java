package kepu.recommend.rank;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kepu.content.Kind;
import kepu.recommend.log.People;
import kepu.recommend.log.Things;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * How likely people of a group in a region open an item: an empirical-Bayes chain (Robbins 1956; Efron and Morris 1975) in which each
 * place's rate is shrunk towards that of the place above — village, town, county, city, province, country for the group, and last the
 * country for everybody. Counts halve every half-life; instead of ageing all of them, new ones weigh more. Topics and kinds are counted in
 * the same way down to the county, for items that are too new to speak for themselves.
 */
public final class Prior {
    /** A place in the chain: a region and a group, or {@link #EVERYBODY}. */
    private record Place(RegionCode region, int group) {}

    /** What is counted at one place: items by number + 1, and topics and kinds. */
    private record Tally(Cells items, Cells traits) {
        static Tally of(Level level) {
            return new Tally(
                    switch (level) {
                        case VILLAGE -> new Cells(MOST_OF_VILLAGE);
                        case TOWN -> new Cells(MOST_OF_TOWN);
                        case COUNTRY, PROVINCE, CITY, COUNTY -> new Cells();
                    },
                    new Cells());
        }
    }

    /** Told of each item that was met at a place; counts are decayed to the time asked for. */
    public interface Each {
        void item(int item, double impressions, double opens);
    }

    public static final int EVERYBODY = -1;

    private static final int EXACTLY = 1 << 31;

    private static final double FIRST_RATE = 0.1;
    /** Weighted impressions from which on a reason may name a place. */
    private static final double EVIDENCE = 30;

    /**
     * Items counted for one group in one place. There are many villages, and what one of them hardly met says nothing against the
     * county's rate.
     */
    private static final int MOST_OF_VILLAGE = 256;

    private static final int MOST_OF_TOWN = 2_048;

    private static final Level[] LEVELS = Level.values();
    private static final int COUNTY = Level.COUNTY.ordinal();
    private static final int FIRST_KIND = Things.MOST_TOPICS + 2;

    private final Map<Place, Tally> places;
    private final HalfLives.Scale scale;
    private final int strength;
    private final boolean shares;
    private final Presence presence;
    /** The spot that was asked for last: whoever does something does several things, one after the other. */
    private volatile @Nullable Spot last;

    /**
     * @param origin any time near those that will be counted
     * @param backoffImpressions how many impressions the place above is worth
     * @param shares whether impressions are not logged, so that an item's share of the opens must do for its rate
     */
    public Prior(Instant origin, Duration halfLife, int backoffImpressions, boolean shares) {
        this.places = new ConcurrentHashMap<>();
        this.scale = HalfLives.Scale.of(origin, halfLife);
        this.strength = backoffImpressions;
        this.shares = shares;
        this.presence = new Presence();
    }

    private Prior(Prior counts, int backoffImpressions) {
        this.places = counts.places;
        this.scale = counts.scale;
        this.strength = backoffImpressions;
        this.shares = counts.shares;
        this.presence = counts.presence;
    }

    /** The same counts, read with another weight of the place above. */
    Prior backedOff(int backoffImpressions) {
        return new Prior(this, backoffImpressions);
    }

    int backoffImpressions() {
        return strength;
    }

    /** All places at which what one kind of person does is counted. */
    public final class Spot {
        private final List<Tally> tallies = new ArrayList<>();
        private final List<Tally> coarse = new ArrayList<>();
        private final long village;
        private final int groups;

        private Spot(long village, int groups) {
            this.village = village;
            this.groups = groups;
            for (RegionCode region : path(village)) {
                add(region, EVERYBODY);
                if (groups != 0 && region.level().compareTo(Level.COUNTY) <= 0) {
                    add(region, exactly(groups));
                }
                for (int group = 0; group < People.MOST_GROUPS; group++) {
                    if ((groups >> group & 1) != 0) {
                        add(region, group);
                    }
                }
            }
        }

        private void add(RegionCode region, int group) {
            Tally tally = places.computeIfAbsent(new Place(region, group), place -> Tally.of(region.level()));
            tallies.add(tally);
            if (region.level().compareTo(Level.COUNTY) <= 0) {
                coarse.add(tally);
            }
        }

        /** Adds to the counts of an item, at a time. Only from one thread at a time. */
        public void add(int item, long atMillis, float impressions, float opens) {
            HalfLives when = scale.at(atMillis);
            for (Tally tally : tallies) {
                tally.items.add(item + 1, when, impressions, opens);
            }
            if (shares) {
                presence.add(item, when, opens);
            }
        }

        /** Adds the same to what the item is about and its kind. Only from one thread at a time. */
        public void addTraits(long topics, Kind kind, long atMillis, float impressions, float opens) {
            HalfLives when = scale.at(atMillis);
            for (Tally tally : coarse) {
                for (long left = topics; left != 0; left &= left - 1) {
                    tally.traits.add(Long.numberOfTrailingZeros(left) + 1, when, impressions, opens);
                }
                tally.traits.add(FIRST_KIND + kind.ordinal(), when, impressions, opens);
            }
        }
    }

    /**
     * The number under which people with exactly this set of groups count: an old farmer is not the mean of the old and of farmers. Down to
     * the county: in a village there are few of each set, and many sets, whose counts took more memory than all others.
     */
    public static int exactly(int groups) {
        return EXACTLY | groups;
    }

    /** Where people of a village (0: of an unknown one) with these groups count. */
    public Spot spot(long village, int groups) {
        Spot kept = last;
        if (kept != null && kept.village == village && kept.groups == groups) {
            return kept;
        }
        Spot spot = new Spot(village, groups);
        last = spot;
        return spot;
    }

    /** Whether impressions are not logged. */
    boolean shares() {
        return shares;
    }

    /** Rates of one group (or everybody) in one region, ready to be asked for many items by one thread. */
    public final class Chain {
        private final RegionCode region;
        private final int group;
        /** From the country down, as far as they were asked for: looking for one costs as much as some rates. */
        private final @Nullable Tally[] tallies;

        private int sought;
        private final @Nullable Tally country;
        private final HalfLives now;
        private final double mean;

        private Chain(RegionCode region, int group, long nowMillis) {
            this.region = region;
            this.group = group;
            this.tallies = new Tally[region.level().ordinal() + 1];
            this.country = places.get(new Place(RegionCode.COUNTRY, EVERYBODY));
            this.now = scale.at(nowMillis);
            this.mean = Prior.this.mean(country, now);
        }

        private @Nullable Tally tally(int level) {
            if ((sought >> level & 1) == 0) {
                sought |= 1 << level;
                tallies[level] = places.get(new Place(region.at(LEVELS[level]), group));
            }
            return tallies[level];
        }

        /** The posterior mean rate at the end of the chain. */
        public double rate(int item) {
            double rate = country == null ? mean : country.items.rate(item + 1, mean, strength, shares, now);
            for (int i = 0; i < tallies.length; i++) {
                Tally at = tally(i);
                if (at != null && (i > 0 || group != EVERYBODY)) {
                    rate = at.items.rate(item + 1, rate, strength, shares, now);
                }
            }
            return rate;
        }

        /** The rates of what is numbered (item + 1) among everybody in the country. */
        void everybody(int[] numbers, int count, double[] into) {
            Arrays.fill(into, 0, count, mean);
            if (country != null) {
                country.items.rates(numbers, count, strength, shares, now, into);
            }
        }

        /** {@link #exposure} and {@link #opens} of what is numbered (item + 1). */
        void everybody(int[] numbers, int count, double[] exposures, double[] opens) {
            if (country == null) {
                Arrays.fill(exposures, 0, count, 0);
                Arrays.fill(opens, 0, count, 0);
            } else {
                country.items.counts(numbers, count, now, exposures, opens);
            }
            for (int i = 0; shares && i < count; i++) {
                exposures[i] = presence.since(numbers[i] - 1, now);
            }
        }

        /**
         * Takes {@code rates}, those of everybody, down the chain to its end, one place after the other for all items, so that one does
         * not wait for the memory of another. Adds those of the group in the country to {@code group}, those in the county (or the
         * deepest place above it) to {@code county}.
         */
        void descend(int[] numbers, int count, double[] rates, double[] group, double[] county) {
            int deepest = Math.min(COUNTY, tallies.length - 1);
            descend(numbers, count, rates, this.group == EVERYBODY ? 1 : 0, 0);
            add(rates, count, group);
            descend(numbers, count, rates, 1, deepest);
            add(rates, count, county);
            descend(numbers, count, rates);
        }

        /** Takes {@code rates}, those of everybody, down to the county, or the deepest place above it. */
        void descendToCounty(int[] numbers, int count, double[] rates) {
            int from = this.group == EVERYBODY ? 1 : 0;
            descend(numbers, count, rates, from, Math.min(COUNTY, tallies.length - 1));
        }

        /** Takes {@code rates}, those of the county, down to the chain's end. */
        void descend(int[] numbers, int count, double[] rates) {
            descend(numbers, count, rates, COUNTY + 1, tallies.length - 1);
        }

        private void descend(int[] numbers, int count, double[] rates, int from, int to) {
            for (int i = from; i <= to; i++) {
                Tally at = tally(i);
                if (at != null) {
                    at.items.rates(numbers, count, strength, shares, now, rates);
                }
            }
        }

        private static void add(double[] rates, int count, double[] into) {
            for (int i = 0; i < count; i++) {
                into[i] += rates[i];
            }
        }

        /** The rate of a topic (its bit's number) among the group, down to the county. */
        public double topicRate(int topic) {
            return traitRate(topic + 1);
        }

        /** The rate of a kind among the group, down to the county. */
        public double kindRate(Kind kind) {
            return traitRate(FIRST_KIND + kind.ordinal());
        }

        private double traitRate(int trait) {
            double rate = country == null ? mean : country.traits.rate(trait, mean, strength, shares, now);
            for (int i = 0; i < tallies.length; i++) {
                Tally at = tally(i);
                if (at != null && (i > 0 || group != EVERYBODY)) {
                    rate = at.traits.rate(trait, rate, strength, shares, now);
                }
            }
            return rate;
        }

        /**
         * The deepest place of the chain where enough people saw the item to speak of it. What is seen in a place is seen in those above it,
         * so it is looked for from the county, whose counts many ask for; those of a village nobody else has just asked for.
         */
        public RegionCode evidence(int item) {
            int at = Math.min(COUNTY, tallies.length - 1);
            if (isSeen(at, item)) {
                while (at + 1 < tallies.length && isSeen(at + 1, item)) {
                    at++;
                }
            } else {
                while (at > 0 && !isSeen(at, item)) {
                    at--;
                }
            }
            return at == 0 ? RegionCode.COUNTRY : region.at(LEVELS[at]);
        }

        private boolean isSeen(int level, int item) {
            Tally at = tally(level);
            return at != null && at.items.impressions(item + 1, now) >= EVIDENCE;
        }

        /** The group that it is the chain of, or {@link #EVERYBODY}. */
        public int group() {
            return group;
        }

        /** The open rate over everything and everybody; where impressions are not logged, of an item that nobody knows. */
        public double mean() {
            return mean;
        }

        /** How often anybody was shown the item, decayed to now; where that is not logged, what was opened since its first opening. */
        public double exposure(int item) {
            if (shares) {
                return presence.since(item, now);
            }
            return country == null ? 0 : country.items.impressions(item + 1, now);
        }

        /** How often anybody opened the item, decayed to now. */
        public double opens(int item) {
            return country == null ? 0 : country.items.opens(item + 1, now);
        }

        /** ln of how much shorter than everything the item has been there; 0 where impressions are logged, which tell more. */
        double youth(int item) {
            return shares ? presence.youth(item) : 0;
        }

        /** Where impressions are not logged, the share of a topic in what everybody opens; else 0. */
        double topicShare(int topic) {
            double all = presence.all(now);
            return !shares || country == null || all == 0 ? 0 : country.traits.opens(topic + 1, now) / all;
        }

        /** Every item that was met at the end of the chain. */
        public void each(Each each) {
            Tally last = tally(tallies.length - 1);
            if (last != null) {
                last.items.each(now, (number, impressions, opens) -> each.item(number - 1, impressions, opens));
            }
        }
    }

    /** The chain of a group (its number, or {@link #EVERYBODY}) down to a region of any level. */
    public Chain chain(RegionCode region, int group, long nowMillis) {
        return new Chain(region, group, nowMillis);
    }

    /** The chain of everybody in the country. */
    Chain country(long nowMillis) {
        return chain(RegionCode.COUNTRY, EVERYBODY, nowMillis);
    }

    /** Counted places, for metrics. */
    public int places() {
        return places.size();
    }

    /** Counted pairs of place and item, for metrics. */
    public long cells() {
        return places.values().stream().mapToLong(tally -> tally.items.size()).sum();
    }

    /** Counts of villages and towns that were forgotten because their limit was reached, for metrics. */
    public long forgotten() {
        return places.values().stream()
                .mapToLong(tally -> tally.items.forgotten())
                .sum();
    }

    private double mean(@Nullable Tally everybody, HalfLives now) {
        if (shares) {
            return everybody == null ? FIRST_RATE : 1.0 / Math.max(1, everybody.items.size());
        }
        return everybody == null ? FIRST_RATE : everybody.items.meanRate(FIRST_RATE, now);
    }

    private static List<RegionCode> path(long village) {
        return village == 0
                ? List.of(RegionCode.COUNTRY)
                : RegionCode.village(village).path();
    }
}
