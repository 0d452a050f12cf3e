package kepu.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionCodeTest {
    @ParameterizedTest
    @CsvSource({
        "0,COUNTRY,0,999999999999",
        "51,PROVINCE,510000000000,519999999999",
        "5109,CITY,510900000000,510999999999",
        "510903,COUNTY,510903000000,510903999999",
        "510903100,TOWN,510903100000,510903100999",
        "510903100208,VILLAGE,510903100208,510903100208"
    })
    void aPrefixNamesARegionAndTheRangeOfItsVillages(String text, Level level, long first, long last) {
        RegionCode code = RegionCode.of(text);
        assertThat(code.level()).isEqualTo(level);
        assertThat(code.first()).isEqualTo(first);
        assertThat(code.last()).isEqualTo(last);
        assertThat(code.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "510",
                "51090",
                "5109031",
                "51090310",
                "5109031000",
                "51090310020",
                "5109031002081",
                "5x",
                "５１",
                "-1",
                "+5",
                " 51",
                "51 ",
                "00000000000000000000"
            })
    void whatIsNoPrefixIsRefused(String text) {
        assertThat(RegionCode.parse(text)).isEmpty();
        assertThatThrownBy(() -> RegionCode.of(text))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class, e -> assertThat(e.type()).isEqualTo("region-invalid"));
    }

    @Test
    void zerosInFrontAreKept() {
        assertThat(RegionCode.of("01").text()).isEqualTo("01");
        assertThat(RegionCode.of("000000000001").text()).isEqualTo("000000000001");
    }

    @Test
    void aRegionContainsItselfAndWhatLiesInItAndNoMore() {
        RegionCode county = RegionCode.of("510903");
        assertThat(List.of("510903", "510903100", "510903000", "510903999999", "510903000000"))
                .allMatch(inside -> county.contains(RegionCode.of(inside)));
        assertThat(List.of("0", "51", "5109", "510904", "510902", "510902999999", "510904000000"))
                .noneMatch(outside -> county.contains(RegionCode.of(outside)));
        assertThat(RegionCode.COUNTRY.contains(RegionCode.of("99"))).isTrue();
    }

    @Test
    void aCityAndItsOnlyCountyBeginAlikeAndAreNotTheSame() {
        RegionCode city = RegionCode.of("4419");
        RegionCode county = RegionCode.of("441900");
        assertThat(city.first()).isEqualTo(county.first());
        assertThat(city).isNotEqualTo(county);
        assertThat(city.contains(county)).isTrue();
        assertThat(county.contains(city)).isFalse();
        assertThat(city).isLessThan(county);
    }

    @Test
    void thePathLeadsFromTheCountryDown() {
        assertThat(RegionCode.of("510903100208").path())
                .extracting(RegionCode::text)
                .containsExactly("0", "51", "5109", "510903", "510903100", "510903100208");
        assertThat(RegionCode.COUNTRY.path()).containsExactly(RegionCode.COUNTRY);
        assertThatThrownBy(() -> RegionCode.of("51").at(Level.CITY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCodeThatDoesNotFitItsLevelCannotBeMade() {
        assertThatThrownBy(() -> new RegionCode(Level.CITY, 510903000000L))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RegionCode(Level.VILLAGE, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RegionCode.village(1_000_000_000_000L)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void containingIsTheSameAsBeginningWith() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int[] digits = {2, 4, 6, 9, 12};
        for (int i = 0; i < 5_000; i++) {
            String village = "51%010d".formatted(random.nextInt(3) * 1_000_000_000L + random.nextInt(1_000));
            String a = village.substring(0, digits[random.nextInt(5)]);
            String b = "51%010d"
                    .formatted(random.nextInt(3) * 1_000_000_000L + random.nextInt(1_000))
                    .substring(0, digits[random.nextInt(5)]);
            assertThat(RegionCode.of(a).contains(RegionCode.of(b)))
                    .as("seed %d: %s contains %s", seed, a, b)
                    .isEqualTo(b.startsWith(a));
        }
    }
}
