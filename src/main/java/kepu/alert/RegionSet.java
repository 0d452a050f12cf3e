package kepu.alert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kepu.region.Divisions;
import kepu.region.Level;
import kepu.region.RegionCode;

/** Sets of subtrees, kept disjoint and in order. */
final class RegionSet {
    private static final Level[] LEVELS = Level.values();

    private RegionSet() {}

    /** The union, without what lies in another. */
    static List<RegionCode> union(Collection<RegionCode> regions) {
        List<RegionCode> kept = new ArrayList<>();
        for (RegionCode region : new TreeSet<>(regions)) {
            if (kept.isEmpty() || !kept.getLast().contains(region)) {
                kept.add(region);
            }
        }
        return List.copyOf(kept);
    }

    /** The union with the parent in place of its parts where all of them are there, as the directory knows them; up to the province. */
    static List<RegionCode> gathered(Collection<RegionCode> regions, Divisions divisions) {
        TreeSet<RegionCode> all = new TreeSet<>(union(regions));
        for (int level = Level.VILLAGE.ordinal(); level > Level.PROVINCE.ordinal(); level--) {
            Level parts = LEVELS[level];
            Level whole = LEVELS[level - 1];
            Map<RegionCode, Long> byParent = all.stream()
                    .filter(region -> region.level() == parts)
                    .collect(Collectors.groupingBy(region -> region.at(whole), Collectors.counting()));
            byParent.forEach((parent, count) -> {
                if (count == divisions.within(parent, parts, Integer.MAX_VALUE).size()) {
                    all.removeIf(parent::contains);
                    all.add(parent);
                }
            });
        }
        return union(all);
    }

    static boolean covers(RegionCode scope, Collection<RegionCode> regions) {
        return regions.stream().allMatch(scope::contains);
    }
}
