package kepu.insight;

import java.time.LocalDate;
import java.util.List;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Villages without a service since a day. {@code list} has those without any first, then the longest without; it is null above a city.
 * {@code unserved} are all of them, also those that did not fit the list.
 */
public record Unserved(
        RegionCode region,
        LocalDate since,
        long villages,
        long unserved,
        List<Cell> cells,
        @Nullable List<Village> list) {
    /** A region one level below, with its villages and how many of them are without a service. */
    public record Cell(RegionCode code, long villages, long unserved) {}

    /** {@code last} is the last day with a service. */
    public record Village(RegionCode code, @Nullable LocalDate last) {}
}
