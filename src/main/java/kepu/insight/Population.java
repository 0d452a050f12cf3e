package kepu.insight;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kepu.config.Config;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceIndex;
import kepu.push.audience.Census;
import kepu.region.Kind;
import kepu.region.Level;
import kepu.region.Region;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Registered residents by region, group and kind of village, as the audience index counts them; remembered for some seconds. */
public final class Population {
    /** {@code below}: in the regions one level below; of a village itself. {@code byGroup} by code; a resident is in any number of groups. */
    record People(long residents, Map<RegionCode, Long> below, Map<String, Long> byGroup, Map<Kind, Long> byKind) {
        People {
            below = Map.copyOf(below);
            byGroup = Map.copyOf(byGroup);
            byKind = Map.copyOf(byKind);
        }
    }

    private final AudienceIndex residents;
    private final Regions regions;
    private final Cache<RegionCode, Future<People>> remembered;

    public Population(AudienceIndex residents, Regions regions, Config.Insight config) {
        this.residents = residents;
        this.regions = regions;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(config.censuses())
                .expireAfterWrite(Duration.ofSeconds(config.censusSeconds()))
                .build();
    }

    /** The level of the parts of a region: one below it, for a village its own. */
    static Level below(RegionCode region) {
        return Level.values()[Math.min(region.level().ordinal() + 1, Level.VILLAGE.ordinal())];
    }

    Future<People> of(RegionCode region) {
        Future<People> known = remembered.getIfPresent(region);
        if (known != null && !known.failed()) {
            return known;
        }
        Future<People> fresh = count(region);
        remembered.put(region, fresh);
        return fresh;
    }

    private Future<People> count(RegionCode region) {
        return residents
                .census(new Audience.InRegion(List.of(region)), Level.VILLAGE, List.of())
                .map(census -> people(region, census));
    }

    private People people(RegionCode region, Census census) {
        Level level = below(region);
        Map<RegionCode, Long> below = new HashMap<>();
        Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
        census.byRegion().forEach((village, people) -> {
            below.merge(village.at(level), people, Long::sum);
            regions.find(village).map(Region::name).ifPresent(name -> byKind.merge(Kind.of(name), people, Long::sum));
        });
        return new People(census.residents(), below, census.byGroup(), byKind);
    }
}
