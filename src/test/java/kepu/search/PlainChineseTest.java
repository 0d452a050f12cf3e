package kepu.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainChineseTest {
    @Test
    void widthCaseAndTraditionalCharactersAreFolded() {
        assertThat(PlainChinese.of("ＷｉＦｉ　１２３")).isEqualTo("wifi 123");
        assertThat(PlainChinese.of("糖尿病患者，嚴禁飲酒")).isEqualTo("糖尿病患者,严禁饮酒");
        assertThat(PlainChinese.of("頭髮、麵條、後來")).isEqualTo("头发、面条、后来");
    }

    @Test
    void simplifiedTextStaysAsItIs() {
        String text = "著名的干部在里面发面,下了一周雨";
        assertThat(PlainChinese.of(text)).isEqualTo(text);
    }

    @Test
    void whatNobodySeesIsLeftOutAndRunsOfBlanksAreOne() {
        assertThat(PlainChinese.of("致\u200b癌\ufeff")).isEqualTo("致癌");
        assertThat(PlainChinese.of("  转发\r\n\t扩散\u0000\u0007了 ")).isEqualTo("转发 扩散 了");
    }

    @Test
    void emojiAreBlanksAlsoWithSkinTonesAndKeycaps() {
        assertThat(PlainChinese.of("❗️紧急🙏🏽通知👨‍👩‍👧1️⃣")).isEqualTo("紧急 通知 1");
    }

    @Test
    void charactersBeyondTheBasicPlaneStayAndHalvesOfThemDoNot() {
        assertThat(PlainChinese.of("𠮷野家")).isEqualTo("𠮷野家");
        assertThat(PlainChinese.of("a\udc00b\ud800")).isEqualTo("a b");
    }

    @Test
    void lettersHaveNothingBetweenThem() {
        assertThat(PlainChinese.letters("【緊急】 吃 蒜、防 COVID-19！！")).isEqualTo("紧急吃蒜防covid19");
        assertThat(PlainChinese.letters("🙏🙏!!!")).isEmpty();
    }
}
