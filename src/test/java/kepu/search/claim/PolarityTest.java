package kepu.search.claim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolarityTest {
    @ParameterizedTest
    @CsvSource({
        "发烧别捂汗,捂汗,true",
        "发烧捂汗好得快,捂汗,false",
        "会不会致癌,致癌,false",
        "不会致癌,致癌,true",
        "不但致癌还有毒,致癌,false",
        "特别危险,危险,false",
        "没有毒,毒,true",
        "洗不掉,洗,true",
        "不要怕，致癌,致癌,false"
    })
    void whatStandsUnderANegationIsKnown(String statement, String word, boolean negated) {
        String plain = Plain.single(statement);
        int at = plain.indexOf(word);
        assertThat(Polarity.negated(plain).get(at)).isEqualTo(negated);
    }

    @Test
    void questionsAreKnown() {
        assertThat(Polarity.isQuestion("隔夜菜能不能吃")).isTrue();
        assertThat(Polarity.isQuestion("隔夜菜致癌吗")).isTrue();
        assertThat(Polarity.isQuestion("隔夜菜致癌")).isFalse();
    }
}
