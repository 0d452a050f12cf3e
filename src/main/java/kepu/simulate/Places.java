package kepu.simulate;

import java.util.List;
import kepu.region.Divisions;
import kepu.region.Level;
import kepu.region.Region;
import kepu.region.RegionCode;

/**
 * The villages that people live in, with their sizes, and what each town lives from. Sizes are log-normal and larger in town. Along the
 * towns of a county in order of code, which by and large are neighbours, a speciality lasts with {@link #SAME_AS_NEIGHBOUR}.
 */
final class Places {
    static final double SAME_AS_NEIGHBOUR = 0.72;

    private static final double SIZE_DEVIATION = 0.6;
    private static final double TOWN_SIZE = 2.2;
    private static final double URBAN_FROM = 0.5;
    private static final int MAX_VILLAGES = 1_000_000;

    private final Village[] villages;
    private final double[] sizes;
    /** Where in {@link #villages} each county begins; one more element for the end. */
    private final int[] counties;

    private final int countyCount;
    private final long digest;

    Places(Settings settings, Divisions divisions) {
        List<Region> regions = divisions.within(settings.region(), Level.VILLAGE, MAX_VILLAGES);
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("no villages are known in " + settings.region());
        }
        villages = new Village[regions.size()];
        sizes = new double[villages.length + 1];
        counties = new int[villages.length + 1];
        long hash = 0;
        int county = -1;
        Speciality speciality = Speciality.GRAIN;
        for (int from = 0, to; from < villages.length; from = to) {
            to = endOf(Level.TOWN, regions, from);
            RegionCode town = regions.get(from).code().at(Level.TOWN);
            boolean next = from == 0
                    || !town.at(Level.COUNTY)
                            .equals(regions.get(from - 1).code().at(Level.COUNTY));
            if (next) {
                counties[++county] = from;
            }
            Dice dice = Dice.of(settings.seed(), Dice.Purpose.TOWN, town.first());
            if (next || !dice.chance(SAME_AS_NEIGHBOUR)) {
                speciality = Speciality.rural(dice);
            }
            boolean urban = isUrban(regions.subList(from, to));
            for (int i = from; i < to; i++) {
                long code = regions.get(i).code().first();
                boolean inTown = inTown(regions.get(i));
                villages[i] = new Village(code, inTown, county, urban ? Speciality.URBAN : speciality);
                double size = StrictMath.exp(
                        Dice.of(settings.seed(), Dice.Purpose.VILLAGE, code).normal(SIZE_DEVIATION));
                sizes[i + 1] = sizes[i] + (inTown ? size * TOWN_SIZE : size);
                hash = hash * 31 + code * 2 + (inTown ? 1 : 0);
            }
        }
        counties[county + 1] = villages.length;
        countyCount = county + 1;
        digest = hash;
    }

    int counties() {
        return countyCount;
    }

    Village village(Dice dice) {
        return villages[dice.pickCumulative(sizes, 0, villages.length)];
    }

    Village villageOf(int county, Dice dice) {
        return villages[dice.pickCumulative(sizes, counties[county], counties[county + 1])];
    }

    /** Changes when the villages do: people are dealt to villages, so then they are others. */
    long digest() {
        return digest;
    }

    private static int endOf(Level level, List<Region> regions, int from) {
        long last = regions.get(from).code().at(level).last();
        int to = from;
        while (to < regions.size() && regions.get(to).code().first() <= last) {
            to++;
        }
        return to;
    }

    private static boolean isUrban(List<Region> town) {
        return town.stream().filter(Places::inTown).count() > town.size() * URBAN_FROM;
    }

    private static boolean inTown(Region village) {
        return village.name().contains("居委会")
                || village.name().contains("居民委员会")
                || village.name().contains("社区");
    }
}
