package kepu.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DivisionsTest {
    @Test
    void aSubtreeIsWhatLiesInItHoweverTheDivisionsCame() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<RegionCode> codes = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            codes.addAll(RegionCode.village(440_000_000_000L
                            + random.nextInt(3) * 100_000_000L
                            + random.nextInt(3) * 1_000_000L
                            + random.nextInt(5) * 1_000L
                            + random.nextInt(50))
                    .path());
        }
        List<Region> regions = new ArrayList<>(
                codes.stream().map(code -> new Region(code, "名" + code)).toList());
        Collections.shuffle(regions, random);
        Divisions target = new Divisions(regions);
        for (RegionCode ancestor : codes) {
            for (Level level : Level.values()) {
                List<String> expected = codes.stream()
                        .filter(code -> code.level() == level)
                        .filter(code ->
                                code.text().startsWith(ancestor.level() == Level.COUNTRY ? "" : ancestor.text()))
                        .filter(code -> code.level() != Level.COUNTRY || ancestor.level() == Level.COUNTRY)
                        .map(RegionCode::text)
                        .sorted()
                        .toList();
                if (level.compareTo(ancestor.level()) >= 0) {
                    assertThat(target.within(ancestor, level, 100_000))
                            .as("seed %d: %s in %s", seed, level, ancestor)
                            .extracting(region -> region.code().text())
                            .containsExactlyElementsOf(expected);
                }
            }
        }
        assertThat(target.villages(RegionCode.COUNTRY)).isEqualTo(target.count(Level.VILLAGE));
    }

    @Test
    void aCityAndItsOnlyCountyAreFoundApart() {
        Divisions target = new Divisions(List.of(
                new Region(RegionCode.of("4419"), "东莞市"),
                new Region(RegionCode.of("441900"), "县"),
                new Region(RegionCode.of("441900003"), "东城街道")));
        assertThat(target.find(RegionCode.of("4419")).orElseThrow().name()).isEqualTo("东莞市");
        assertThat(target.find(RegionCode.of("441900")).orElseThrow().name()).isEqualTo("县");
        assertThat(target.find(RegionCode.of("441901"))).isEmpty();
        assertThat(target.within(RegionCode.of("4419"), Level.COUNTY, 10)).hasSize(1);
        assertThat(target.path(RegionCode.of("441900003")))
                .extracting(Region::name)
                .containsExactly("东莞市", "县", "东城街道");
    }

    @Test
    void noMoreThanTheLimitIsGiven() {
        Divisions target = new Divisions(List.of(
                new Region(RegionCode.of("11"), "a"),
                new Region(RegionCode.of("12"), "b"),
                new Region(RegionCode.of("13"), "c")));
        assertThat(target.within(RegionCode.COUNTRY, Level.PROVINCE, 2))
                .extracting(Region::name)
                .containsExactly("a", "b");
        assertThat(target.within(RegionCode.COUNTRY, Level.PROVINCE, Integer.MAX_VALUE))
                .hasSize(3);
        assertThat(target.within(RegionCode.of("14"), Level.CITY, 5)).isEmpty();
    }

    @Test
    void aRegionIsRuledOutWhereItsNeighboursAreKnownAndItIsNot() {
        Divisions target = new Divisions(List.of(
                new Region(RegionCode.of("51"), "四川省"),
                new Region(RegionCode.of("5109"), "遂宁市"),
                new Region(RegionCode.of("510903"), "船山区"),
                new Region(RegionCode.of("510903100"), "永兴镇"),
                new Region(RegionCode.of("510903100208"), "永石桥村"),
                new Region(RegionCode.of("510903101"), "桂花镇")));
        for (String none : List.of("52", "520301001", "5108", "510904", "510903102", "510903102001", "510903100209")) {
            assertThat(target.rulesOut(RegionCode.of(none))).as(none).isTrue();
        }
        for (String any : List.of("0", "51", "510903", "510903100208", "510903101", "510903101201")) {
            assertThat(target.rulesOut(RegionCode.of(any))).as(any).isFalse();
        }
        assertThat(new Divisions(List.of()).rulesOut(RegionCode.of("510903100208")))
                .as("nothing is known")
                .isFalse();
    }
}
