package kepu.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import kepu.base.FewPeople;
import kepu.region.Level;
import kepu.region.RegionCode;

/**
 * How far a bulletin came in a region: the residents it is for, those who received it, of them those who acknowledged, and people told face
 * to face. {@code small}: some of the numbers are of fewer than {@link FewPeople#FEWEST} persons, so none but the region is told.
 */
public record Reach(RegionCode region, long residents, long received, long acknowledged, long told, boolean small) {
    public long unreached() {
        return Math.max(0, residents - received);
    }

    /** The level of the rows that tell of a region: one below it, for a village itself. */
    static Level below(RegionCode region) {
        return Level.values()[Math.min(region.level().ordinal() + 1, Level.VILLAGE.ordinal())];
    }

    /** Whether a number of it, or the difference of two, is of one to four persons. */
    private boolean isTelling() {
        return FewPeople.isFew(residents)
                || FewPeople.isFew(received)
                || FewPeople.isFew(acknowledged)
                || FewPeople.isFew(residents - received)
                || FewPeople.isFew(received - acknowledged);
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
                small);
    }

    /**
     * The rows that tell of {@code region} to somebody of {@code scope}, who may ask for each region within it and subtract: a region that one
     * answer hides is told by no other, neither itself nor by its parts.
     *
     * @param villages all of the scope
     */
    public static List<Reach> told(List<Reach> villages, RegionCode scope, RegionCode region) {
        RegionCode at = scope;
        List<Reach> rows = suppressed(parts(villages, at));
        while (!at.equals(region)) {
            RegionCode next = region.at(below(at));
            if (rows.stream().anyMatch(row -> row.small() && row.region().equals(next))) {
                return parts(villages, region).stream().map(Reach::hidden).toList();
            }
            at = next;
            rows = suppressed(parts(villages, at));
        }
        return rows;
    }

    private static List<Reach> parts(List<Reach> villages, RegionCode region) {
        SortedMap<RegionCode, Reach> parts = new TreeMap<>();
        for (Reach village : villages) {
            if (region.contains(village.region())) {
                RegionCode part = village.region().at(below(region));
                parts.merge(part, village.as(part), Reach::and);
            }
        }
        return List.copyOf(parts.values());
    }

    private Reach as(RegionCode part) {
        return new Reach(part, residents, received, acknowledged, told, false);
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
