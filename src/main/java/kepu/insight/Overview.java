package kepu.insight;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import kepu.activity.Route;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What outreach did in a region and period, with what is of few people hidden. {@code asOf}: services sealed until then are in it.
 * {@code groups} overlap; {@code kinds}, {@code routes} and {@code months} add up in services. {@code months} are those of the period's year,
 * {@code years} whole ones.
 */
public record Overview(
        RegionCode region,
        Period period,
        Instant asOf,
        Line whole,
        Villages villages,
        @Nullable Progress target,
        List<Line> groups,
        List<Line> kinds,
        List<Line> routes,
        List<Month> months,
        List<Year> years) {
    /** How many villages there are, had a service in the period, and have a disseminator now. */
    public record Villages(long all, long served, long withDisseminator) {}

    public record Month(int month, Figure services, Figure reached, Map<Route, Figure> byRoute) {}

    public record Year(int year, Figure services, Figure reached) {}

    /** What a region is to give and has given; {@code elapsed} is the part of the time that is over. */
    public record Progress(Target target, Figure done, double elapsed) {}
}
