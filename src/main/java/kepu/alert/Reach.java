package kepu.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import kepu.region.RegionCode;

/**
 * How far a bulletin came in a region: the residents it is for, those who received it, of them those who acknowledged, and people told face
 * to face. {@code small}: some of the numbers are of fewer than {@link #SMALL} persons, so none but the region is told.
 */
public record Reach(RegionCode region, long residents, long received, long acknowledged, long told, boolean small) {
    static final int SMALL = 5;

    public long unreached() {
        return Math.max(0, residents - received);
    }

    /** Whether a number of it is of one to four persons. */
    private boolean isTelling() {
        return isFew(residents) || isFew(received) || isFew(acknowledged) || isFew(residents - received);
    }

    private static boolean isFew(long count) {
        return count > 0 && count < SMALL;
    }

    private Reach hidden() {
        return new Reach(region, 0, 0, 0, 0, true);
    }

    /**
     * The rows without what would tell of fewer than five persons. Where that is one row only, the smallest other is hidden with it, or the
     * whole less the rest would tell.
     */
    public static List<Reach> suppressed(List<Reach> rows) {
        List<Reach> result = new ArrayList<>(
                rows.stream().map(row -> row.isTelling() ? row.hidden() : row).toList());
        long hidden = result.stream().filter(Reach::small).count();
        if (hidden == 1) {
            IntStream.range(0, result.size())
                    .boxed()
                    .filter(i -> !result.get(i).small())
                    .min(Comparator.comparingLong(i -> result.get(i).residents()))
                    .ifPresent(i -> result.set(i, result.get(i).hidden()));
        }
        return List.copyOf(result);
    }
}
