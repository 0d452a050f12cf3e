package kepu.search.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShinglesTest {
    private static final String TEXT = "听说吃香菜根煮水能把多年的老寒腿治好，隔壁村已经有三个人好了";

    @Test
    void aTextIsLikeItselfWhateverStandsBetweenItsLetters() {
        assertThat(Shingles.alike(Shingles.signature(TEXT), Shingles.signature(TEXT.replace("，", "！！ 🙏"))))
                .isEqualTo(1);
    }

    @Test
    void nearlyTheSameTextsShareABandAndOthersAreNotAlike() {
        Integer[] one = Shingles.signature(TEXT);
        Integer[] near = Shingles.signature("听说" + TEXT + "快转");
        Integer[] other = Shingles.signature("明天上午村委会门口免费量血压，请带上身份证和医保卡");
        assertThat(Shingles.alike(one, near)).isGreaterThanOrEqualTo(Shingles.NEARLY_SAME);
        assertThat(Arrays.asList(Shingles.bands(one))).containsAnyElementsOf(Arrays.asList(Shingles.bands(near)));
        assertThat(Shingles.alike(one, other)).isLessThan(0.2);
    }

    @Test
    void aShortTextIsLikeItselfAndItsQuestionButNoOther() {
        Integer[] one = Shingles.signature("5G信号传播病毒");
        for (String same : List.of("5g信号，传播病毒！", "听说5G信号传播病毒", "5G信号传播病毒是真的吗？")) {
            assertThat(Shingles.alike(one, Shingles.signature(same))).as(same).isEqualTo(1);
        }
        for (String other : List.of("5G信号传播癌症", "5G信号传播", "4G信号传播病毒", "5G信号不传播病毒")) {
            assertThat(Shingles.alike(one, Shingles.signature(other))).as(other).isLessThan(Shingles.NEARLY_SAME);
        }
    }

    @Test
    void shortAndEmptyTextsHaveSignatures() {
        for (String text : List.of("", "好", "好的")) {
            assertThat(Shingles.signature(text)).hasSize(64).doesNotContainNull();
        }
    }
}
