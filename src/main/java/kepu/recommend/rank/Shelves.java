package kepu.recommend.rank;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import kepu.base.Beijing;
import kepu.recommend.log.Things;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Shelves by county and group, each kept for a while; a region above the county has its own. */
public final class Shelves {
    private record Key(RegionCode region, int group) {}

    /** Of each item a rate, or NaN until somebody asked for it. */
    private record Remembered(long madeAt, float[] rates) {}

    private record Seasons(LocalDate day, byte[] fits) {}

    private static final int MOST = 20_000;
    /** So many shelves keep the rates of all items, by how many items there are: 32 MiB. */
    private static final int MOST_RATES = 4 << 20;
    /** So many rates of people who are alike are remembered: 32 MiB. */
    private static final int MOST_REMEMBERED = 8 << 20;

    private final Things things;
    private final Prior prior;
    private final long keptMillis;
    private final boolean keepsRates;
    private final ConcurrentHashMap<Key, Shelf> shelves = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, Remembered> alike = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RegionCode, Exploration> explorations = new ConcurrentHashMap<>();
    private volatile @Nullable Seasons seasons;
    private volatile @Nullable Everybody everybody;

    /** @param keepsRates whether shelves keep the rates of all items, as far as there is room */
    Shelves(Things things, Prior prior, long keptMillis, boolean keepsRates) {
        this.things = things;
        this.prior = prior;
        this.keptMillis = keptMillis;
        this.keepsRates = keepsRates;
    }

    /** Empty ones that keep rates. */
    Shelves keepingRates() {
        return new Shelves(things, prior, keptMillis, true);
    }

    boolean areKeepingRates() {
        return keepsRates;
    }

    /** The shelf of a region's county for a group (or {@link Prior#EVERYBODY}) at a time. */
    Shelf of(RegionCode region, int group, long nowMillis) {
        Key key = new Key(county(region), group);
        Shelf shelf = shelves.get(key);
        if (shelf == null || isStale(shelf.madeAt(), nowMillis)) {
            bound();
            boolean hasRoom =
                    shelf == null ? keepsRates && shelves.size() * things.size() < MOST_RATES : shelf.rates() != null;
            Shelf made = Shelf.of(things, prior, seasons(nowMillis), key.region(), group, nowMillis);
            shelf = hasRoom ? made : made.withoutRates();
            shelves.put(key, shelf);
        }
        return shelf;
    }

    /**
     * ln of the rates of people with exactly these groups down to a region's county over the mean, as far as they were asked for lately: NaN
     * where they were not. Whoever works one out puts it there; all come to the same.
     */
    float[] alike(RegionCode region, int groups, long nowMillis) {
        Key key = new Key(county(region), Prior.exactly(groups));
        Remembered known = alike.get(key);
        if (known == null || isStale(known.madeAt(), nowMillis)) {
            if ((alike.size() + 1L) * things.size() > MOST_REMEMBERED) {
                alike.clear();
            }
            known = new Remembered(nowMillis, new float[things.size()]);
            Arrays.fill(known.rates(), Float.NaN);
            alike.put(key, known);
        }
        return known.rates();
    }

    /** What is the same for everybody in a world, whose shelves these are. */
    Everybody everybody(World world, long nowMillis) {
        Everybody known = everybody;
        if (known == null || isStale(known.madeAt(), nowMillis)) {
            known = Everybody.of(world, nowMillis);
            everybody = known;
        }
        return known;
    }

    /** What is to be explored in a region's county. */
    Exploration exploration(RegionCode region, long nowMillis) {
        RegionCode county = county(region);
        Exploration exploration = explorations.get(county);
        if (exploration == null || isStale(exploration.madeAt(), nowMillis)) {
            bound();
            exploration = Exploration.of(things, prior, county, nowMillis);
            explorations.put(county, exploration);
        }
        return exploration;
    }

    /** How well each item fits the day in Beijing. */
    byte[] seasons(long nowMillis) {
        LocalDate day = Beijing.day(Instant.ofEpochMilli(nowMillis));
        Seasons known = seasons;
        if (known == null || !known.day().equals(day)) {
            known = new Seasons(day, World.seasons(things, day));
            seasons = known;
        }
        return known.fits();
    }

    /** Kept shelves, for metrics. */
    public int size() {
        return shelves.size();
    }

    private boolean isStale(long madeAt, long nowMillis) {
        return Math.abs(nowMillis - madeAt) > keptMillis;
    }

    private void bound() {
        if (shelves.size() >= MOST) {
            shelves.clear();
            explorations.clear();
        }
    }

    private static RegionCode county(RegionCode region) {
        return region.level().compareTo(Level.COUNTY) > 0 ? region.at(Level.COUNTY) : region;
    }
}
