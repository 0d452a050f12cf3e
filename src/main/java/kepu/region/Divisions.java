package kepu.region;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** All regions, sorted by level and place: a subtree of any level is a range of each level's array. Immutable. */
public final class Divisions {
    private static final Level[] LEVELS = Level.values();

    private final long[][] codes = new long[LEVELS.length][];
    private final String[][] names = new String[LEVELS.length][];

    public Divisions(List<Region> regions) {
        for (Level level : LEVELS) {
            Region[] of = regions.stream()
                    .filter(region -> region.code().level() == level)
                    .sorted((a, b) -> a.code().compareTo(b.code()))
                    .toArray(Region[]::new);
            codes[level.ordinal()] =
                    Arrays.stream(of).mapToLong(region -> region.code().first()).toArray();
            names[level.ordinal()] = Arrays.stream(of).map(Region::name).toArray(String[]::new);
        }
    }

    public int count(Level level) {
        return codes[level.ordinal()].length;
    }

    public Optional<Region> find(RegionCode code) {
        int at = Arrays.binarySearch(codes[code.level().ordinal()], code.first());
        return at < 0
                ? Optional.empty()
                : Optional.of(new Region(code, names[code.level().ordinal()][at]));
    }

    /**
     * Whether there is no such region: it, or one it lies in, is missing where its neighbours are known. Of a town whose villages nobody
     * imported, any village may be.
     */
    public boolean rulesOut(RegionCode code) {
        return code.path().stream()
                .filter(step -> find(step).isEmpty() && step.level() != Level.COUNTRY)
                .findFirst()
                .filter(missing -> !within(parent(missing), missing.level(), 1).isEmpty())
                .isPresent();
    }

    /** The regions of {@code level} inside {@code ancestor}, in order of code, at most {@code limit}. */
    public List<Region> within(RegionCode ancestor, Level level, int limit) {
        long[] of = codes[level.ordinal()];
        int from = lowerBound(of, ancestor.first());
        int to = Math.min(lowerBound(of, ancestor.last() + 1), limit < of.length - from ? from + limit : of.length);
        return IntStream.range(from, to)
                .mapToObj(i -> new Region(new RegionCode(level, of[i]), names[level.ordinal()][i]))
                .toList();
    }

    /** The number of villages in the subtree. */
    public int villages(RegionCode ancestor) {
        long[] of = codes[Level.VILLAGE.ordinal()];
        return lowerBound(of, ancestor.last() + 1) - lowerBound(of, ancestor.first());
    }

    /** Known regions from the top down to {@code code}, the country left out. */
    public List<Region> path(RegionCode code) {
        return code.path().stream()
                .skip(1)
                .map(this::find)
                .flatMap(Optional::stream)
                .toList();
    }

    private static RegionCode parent(RegionCode code) {
        return code.at(LEVELS[code.level().ordinal() - 1]);
    }

    private static int lowerBound(long[] sorted, long key) {
        int at = Arrays.binarySearch(sorted, key);
        return at < 0 ? -at - 1 : at;
    }
}
