package kepu.insight;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** Which villages of the directory had no service since a day. */
final class Silence {
    private final Regions regions;
    private final RegionCode region;
    private final LocalDate since;

    Silence(Regions regions, RegionCode region, LocalDate since) {
        this.regions = regions;
        this.region = region;
        this.since = since;
    }

    /**
     * @param visited villages with a service since then, by the region one level below
     * @param last the last day of each village that ever had one; empty where no list is asked for
     */
    Unserved of(Map<RegionCode, Long> visited, Optional<Map<Long, LocalDate>> last, int most) {
        List<Unserved.Cell> cells = cells(visited);
        return new Unserved(
                region,
                since,
                cells.stream().mapToLong(Unserved.Cell::villages).sum(),
                cells.stream().mapToLong(Unserved.Cell::unserved).sum(),
                cells,
                last.map(days -> list(days, most)).orElse(null));
    }

    private List<Unserved.Cell> cells(Map<RegionCode, Long> visited) {
        return regions.divisions().within(region, Population.below(region), Integer.MAX_VALUE).stream()
                .map(found -> {
                    long villages = regions.divisions().villages(found.code());
                    return new Unserved.Cell(
                            found.code(), villages, Math.max(0, villages - visited.getOrDefault(found.code(), 0L)));
                })
                .filter(cell -> cell.villages() > 0)
                .toList();
    }

    private List<Unserved.Village> list(Map<Long, LocalDate> days, int most) {
        return regions.divisions().within(region, Level.VILLAGE, Integer.MAX_VALUE).stream()
                .map(village -> new Unserved.Village(
                        village.code(), days.get(village.code().first())))
                .filter(village -> isSilent(village.last()))
                .sorted(Comparator.comparing(Unserved.Village::last, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(Unserved.Village::code))
                .limit(most)
                .toList();
    }

    private boolean isSilent(@Nullable LocalDate last) {
        return last == null || last.isBefore(since);
    }
}
