package kepu.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeasonTest {
    @ParameterizedTest
    @CsvSource({
        "2026-02-04, 立春",
        "2026-02-03, 大寒",
        "2026-06-05, 芒种",
        "2026-06-04, 小满",
        "2026-12-31, 冬至",
        "2026-01-01, 冬至",
        "2035-12-31, 冬至",
        "2020-01-10, 小寒"
    })
    void aDayLiesInTheTermThatBeganLast(LocalDate day, String term) {
        assertThat(SolarTerms.at(day)).isEqualTo(term);
    }

    @ParameterizedTest
    @CsvSource({"2019-06-20, 芒种", "2050-06-20, 芒种", "2052-02-29, 雨水"})
    void yearsOutsideTheTableAreLikeThoseInIt(LocalDate day, String term) {
        assertThat(SolarTerms.at(day)).isEqualTo(term);
    }

    @Test
    void monthsAndTermsEachMakeASeason() {
        assertThat(new Season(Set.of(6), Set.of()).fits(LocalDate.of(2026, 6, 30)))
                .isTrue();
        assertThat(new Season(Set.of(6), Set.of()).fits(LocalDate.of(2026, 7, 1)))
                .isFalse();
        assertThat(new Season(Set.of(), Set.of("芒种")).fits(LocalDate.of(2026, 6, 10)))
                .isTrue();
        assertThat(new Season(Set.of(), Set.of("芒种")).fits(LocalDate.of(2026, 6, 22)))
                .isFalse();
        assertThat(Season.ALWAYS.fits(LocalDate.of(2026, 1, 1))).isTrue();
    }
}
