package kepu.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kepu.base.FewPeople;
import kepu.region.RegionCode;

/**
 * How far a bulletin came in a region: the residents it is for, those who received it, of them those who acknowledged, and people told face
 * to face. {@code small}: some of the numbers are of fewer than {@link FewPeople#FEWEST} persons, so none but the region is told.
 */
public record Reach(RegionCode region, long residents, long received, long acknowledged, long told, boolean small) {
    public long unreached() {
        return Math.max(0, residents - received);
    }

    /** Whether a number of it is of one to four persons. */
    private boolean isTelling() {
        return FewPeople.isFew(residents)
                || FewPeople.isFew(received)
                || FewPeople.isFew(acknowledged)
                || FewPeople.isFew(residents - received);
    }

    private Reach hidden() {
        return new Reach(region, 0, 0, 0, 0, true);
    }

    private Reach and(Reach other) {
        return new Reach(
                region,
                residents + other.residents,
                received + other.received,
                acknowledged + other.acknowledged,
                told + other.told,
                true);
    }

    /**
     * The rows without what would tell of fewer than five persons. The smallest others are hidden with them until those that are hidden would
     * together tell of nobody, or the whole less the rest would.
     */
    public static List<Reach> suppressed(List<Reach> rows) {
        List<Reach> tellingFirst = new ArrayList<>(rows);
        tellingFirst.sort(Comparator.comparing((Reach row) -> !row.isTelling()).thenComparingLong(Reach::residents));
        Set<RegionCode> hidden = new HashSet<>();
        Reach together = new Reach(RegionCode.COUNTRY, 0, 0, 0, 0, true);
        for (Reach row : tellingFirst) {
            if (row.isTelling() || together.isTelling()) {
                hidden.add(row.region());
                together = together.and(row);
            }
        }
        return rows.stream()
                .map(row -> hidden.contains(row.region()) ? row.hidden() : row)
                .toList();
    }
}
