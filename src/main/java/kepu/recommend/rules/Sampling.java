package kepu.recommend.rules;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import kepu.base.Beijing;
import kepu.base.FewPeople;
import kepu.base.Group;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Database;

/**
 * Draws residents by chance and says who they are only as far as it leads to nobody: groups, age and the narrowest place in which at
 * least five people share both (k-anonymity, Sweeney 2002), the county where even a town has fewer.
 */
public final class Sampling {
    private static final List<String> BANDS = List.of("18岁以下", "18至44岁", "45至59岁", "60岁以上");

    private final RulesStore store;
    private final Regions regions;
    private final Clock clock;

    public Sampling(Database database, Regions regions, Clock clock) {
        this.store = new RulesStore(database);
        this.regions = regions;
        this.clock = clock;
    }

    /** At most {@code count} residents of a scope; the same seed draws the same from the same people. */
    public Future<List<Sample>> draw(RegionCode scope, int count, long seed) {
        int year = Beijing.year(clock.instant());
        return store.draw(scope, count, seed, year)
                .map(drawn -> drawn.stream()
                        .map(one -> new Sample(one.resident(), who(one)))
                        .toList());
    }

    private String who(RulesStore.Drawn drawn) {
        List<String> parts = new ArrayList<>();
        if (drawn.groups().length > 0) {
            parts.add(Arrays.stream(drawn.groups())
                    .flatMap(code -> Group.of(code).stream())
                    .map(Group::label)
                    .collect(Collectors.joining("、")));
        }
        if (drawn.band() != null) {
            parts.add(BANDS.get(drawn.band()));
        }
        Level narrowest = drawn.inVillage() >= FewPeople.FEWEST
                ? Level.VILLAGE
                : drawn.inTown() >= FewPeople.FEWEST ? Level.TOWN : Level.COUNTY;
        parts.add(regions.name(RegionCode.village(drawn.village()).at(narrowest)));
        return String.join(" · ", parts);
    }
}
