package kepu.push.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final RegionCode A = RegionCode.of("510903");
    private static final RegionCode B = RegionCode.of("510904");
    private static final RegionCode C = RegionCode.of("510921");

    @Test
    void ofFewPeopleNothingIsTold() {
        for (long few = 1; few < 5; few++) {
            assertThat(Estimate.of(new Census(few, few, Map.of(A, few), Map.of("elder", few))))
                    .isEqualTo(new Estimate(null, null, Map.of(), Map.of(), 0));
        }
        assertThat(Estimate.of(new Census(0, 0, Map.of(), Map.of())))
                .isEqualTo(new Estimate(0L, 0L, Map.of(), Map.of(), 0));
        assertThat(Estimate.of(new Census(5, 5, Map.of(A, 5L), Map.of("elder", 5L))))
                .isEqualTo(new Estimate(5L, 5L, Map.of(A, 5L), Map.of("elder", 5L), 0));
    }

    @Test
    void aSmallRegionTakesTheSmallestOtherWithIt() {
        assertThat(Estimate.of(new Census(120, 0, Map.of(A, 3L, B, 17L, C, 100L), Map.of())))
                .isEqualTo(new Estimate(120L, 0L, Map.of(C, 100L), Map.of(), 20));
        assertThat(Estimate.of(new Census(107, 0, Map.of(A, 3L, B, 4L, C, 100L), Map.of())))
                .isEqualTo(new Estimate(107L, 0L, Map.of(C, 100L), Map.of(), 7));
        assertThat(Estimate.of(new Census(9, 0, Map.of(A, 4L, B, 5L), Map.of())))
                .isEqualTo(new Estimate(9L, 0L, Map.of(), Map.of(), 9));
    }

    @Test
    void aGroupIsToldWhenTheOthersAreManyOrNobody() {
        Map<String, Long> groups = Map.of("elder", 100L, "farmer", 97L, "woman", 95L, "gig", 4L, "coop", 5L);
        assertThat(Estimate.of(new Census(100, 98, Map.of(A, 100L), groups)))
                .isEqualTo(
                        new Estimate(100L, null, Map.of(A, 100L), Map.of("elder", 100L, "woman", 95L, "coop", 5L), 0));
    }

    @Test
    void noNumberFromOneToFourCanBeFoundBySubtraction() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Census census = census(random);
            Estimate told = Estimate.of(census);
            String what = "seed %d, %s, %s".formatted(seed, census, told);
            if (told.residents() == null) {
                assertThat(census.residents()).as(what).isBetween(1L, 4L);
                continue;
            }
            long all = told.residents();
            assertThat(all).as(what).isEqualTo(census.residents());
            told.byRegion().forEach((region, count) -> {
                assertThat(count).as(what).isEqualTo(census.byRegion().get(region));
                assertThat(isSmall(count)).as(what).isFalse();
            });
            int left = census.byRegion().size() - told.byRegion().size();
            assertThat(isSmall(told.elsewhere())).as(what).isFalse();
            assertThat(left).as(what).isNotEqualTo(1);
            assertThat(told.elsewhere() > 0).as(what).isEqualTo(left > 0);
            told.byGroup().forEach((group, count) -> {
                assertThat(count).as(what).isEqualTo(census.byGroup().get(group));
                assertThat(isSmall(count) || isSmall(all - count)).as(what).isFalse();
            });
            Long connected = told.connected();
            if (connected != null) {
                assertThat(connected).as(what).isEqualTo(census.connected());
                assertThat(isSmall(connected)).as(what).isFalse();
            }
        }
    }

    private static Census census(Random random) {
        Map<RegionCode, Long> byRegion = new HashMap<>();
        long all = 0;
        for (int i = random.nextInt(8); i > 0; i--) {
            long count = 1L + random.nextInt(random.nextBoolean() ? 6 : 60);
            byRegion.put(RegionCode.of("51090" + i), count);
            all += count;
        }
        Map<String, Long> byGroup = new HashMap<>();
        for (String group : new String[] {"elder", "farmer", "gig"}) {
            long count = all == 0 ? 0 : random.nextLong(all + 1);
            if (count > 0) {
                byGroup.put(group, count);
            }
        }
        return new Census(all, all == 0 ? 0 : random.nextLong(all + 1), byRegion, byGroup);
    }

    private static boolean isSmall(long count) {
        return count > 0 && count < 5;
    }
}
