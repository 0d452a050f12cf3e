package kepu.search.claim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumeralsTest {
    @ParameterizedTest
    @CsvSource({"三十二小时,32小时", "十五个,15个", "二十人,20人", "两百斤,200斤", "一百零五,105", "十分好,十分好", "一定,一定", "三七泡酒,三七泡酒"})
    void chineseNumeralsAreTheSameNumbers(String written, String number) {
        assertThat(Numerals.arabic(written)).isEqualTo(number);
    }

    @Test
    void theNumbersOfAStatement() {
        assertThat(Numerals.in("24小时内打2针,39.5度")).containsExactlyInAnyOrder("24", "2", "39.5");
    }
}
