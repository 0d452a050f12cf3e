package kepu.content.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kepu.base.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guide lets pass and what it sends back. */
class StyleGuideTest {
    private static final Draft.Source SOURCE = new Draft.Source("国家卫生健康委员会", "national");
    private static final String BODY = "饭前便后要洗手。肥皂和流动的水都要用。搓够二十秒，指缝、指尖、手腕都要搓到。\n\n".repeat(8);
    private static final String GOOD = "## 为什么要洗手\n\n" + BODY + "## 怎样洗才干净\n\n" + BODY;

    @Test
    void aDraftThatKeepsTheGuideHasNoFaults() {
        assertThat(StyleGuide.check(article(GOOD))).isEmpty();
    }

    @Test
    void aFaultNamesItsLineAndSaysWhyInChinese() {
        String text = GOOD + "\n吃了它，糖尿病就能根治。";
        List<Fault> faults = StyleGuide.check(article(text));
        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst().line()).isEqualTo(text.lines().toList().size());
        assertThat(faults.getFirst().reason()).contains("根治").contains("承诺");
    }

    @Test
    void lengthsGoByWhatIsWritten() {
        assertThat(reasons(article("## 一\n\n太短了。\n\n## 二\n\n太短了。"))).anyMatch(reason -> reason.contains("400到1000"));
        assertThat(reasons(article(GOOD + BODY.repeat(3)))).anyMatch(reason -> reason.contains("400到1000"));
        Draft verdict = new Draft(Form.CLAIM, "洗手用凉水洗不干净细菌", "", List.of(Group.ELDER), List.of("洗手"), SOURCE, GOOD);
        assertThat(reasons(verdict))
                .anyMatch(reason -> reason.contains("120到400"))
                .anyMatch(reason -> reason.contains("该怎么做"));
        Draft terse = new Draft(Form.ARTICLE, "饭前便后要洗手", "短。", List.of(Group.ELDER), List.of(), SOURCE, GOOD);
        assertThat(reasons(terse)).anyMatch(reason -> reason.contains("摘要"));
    }

    @Test
    void aLongSentenceIsTooLongSoonerForChildren() {
        String sentence = "洗手".repeat(20) + "。";
        assertThat(StyleGuide.check(article(GOOD + "\n" + sentence))).isEmpty();
        assertThat(reasons(forChildren(GOOD + "\n" + sentence))).anyMatch(reason -> reason.contains("拆成短句"));
        assertThat(reasons(article(GOOD + "\n" + "洗手".repeat(26) + "。"))).anyMatch(reason -> reason.contains("拆成短句"));
    }

    @Test
    void uncommonCharactersAreCountedUnlessTheyAreWhatItIsAbout() {
        assertThat(PlainWords.isCommon('水')).isTrue();
        assertThat(PlainWords.isCommon('啊')).isTrue();
        assertThat(PlainWords.isCommon('座')).isTrue();
        assertThat(PlainWords.isCommon('亍')).isFalse();
        assertThat(PlainWords.isCommon('龘')).isFalse();
        String text = GOOD + "\n" + "蚯蚓和蜻蜓，蝌蚪和螃蟹。".repeat(3);
        assertThat(reasons(article(text))).anyMatch(reason -> reason.contains("生僻字"));
        Draft about = new Draft(
                Form.ARTICLE, "蚯蚓蜻蜓蝌蚪和螃蟹", "它们住在哪里，为什么下雨天会爬出来。", List.of(Group.FARMER), List.of(), SOURCE, text);
        assertThat(StyleGuide.check(about)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"这药没有任何副作用。", "喝三个疗程，百分之百治愈。", "100%有效，老少都能用。", "这样种，保证增产。", "祖传秘方，药到病除。", "绝对安全，放心吃。"})
    void nothingIsPromisedThatNobodyCanKeep(String promise) {
        assertThat(reasons(article(GOOD + "\n" + promise))).anyMatch(reason -> reason.contains("承诺"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"谁说能根治，谁就在骗人。", "现在还没法根治，早用药能走得慢些。", "听到“没有任何副作用”，就别买。", "没有一种药是绝对安全的。", "违法掺了西药的神药，吃坏了肝。"})
    void aPromiseThatIsQuotedOrDeniedIsNone(String warning) {
        assertThat(StyleGuide.check(article(GOOD + "\n" + warning))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"每年有300万人因此住院。", "洗手的人少生病，少了35%。", "这样种，产量能高三成。", "全国一年损失20亿元。", "坚持洗手，发病率降一半。"})
    void aNumberThatCountsPeopleMoneyOrEffectsSaysWhereItIsFrom(String number) {
        assertThat(reasons(article(GOOD + "\n" + number))).anyMatch(reason -> reason.contains("出处"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "国家统计局公布，2020年全国有14.1亿人。",
                "国家标准的水分要求是不超过8%。",
                "打个比方：1万人里有1个人得病，翻一倍，是1万人里有2个。",
                "骗子说“三天涨30%”，听到就挂。",
                "降水概率70%，带把伞。",
                "每天喝水1500毫升，走路6000步。"
            })
    void aNumberWithItsOriginAnExampleOrAMeasureIsFine(String number) {
        assertThat(StyleGuide.check(article(GOOD + "\n" + number))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "详情看 www.example.com 。",
                "打13800000000问王老师。",
                "加微信：kepu_2026 领资料。",
                "[点这里](https://www.gov.cn/)",
                "<b>重要</b>",
                "到旗舰店下单有特价。",
                "推荐用大疆的机子。"
            })
    void nothingLeadsToStrangersOrSells(String tie) {
        assertThat(StyleGuide.check(article(GOOD + "\n" + tie))).isNotEmpty();
    }

    @Test
    void publicHostsAndNumbersAreFine() {
        assertThat(StyleGuide.check(article(GOOD + "\n可以到 www.piyao.org.cn 查，也可以打12345、120。")))
                .isEmpty();
    }

    @Test
    void somebodyAnswersForIt() {
        for (Draft.Source source : List.of(
                new Draft.Source(" ", "national"),
                new Draft.Source("某某生物科技公司", "national"),
                new Draft.Source("国家卫生健康委员会", "friends"))) {
            assertThat(StyleGuide.check(article(source, GOOD)))
                    .as(source.toString())
                    .isNotEmpty();
        }
    }

    private static Draft article(String text) {
        return article(SOURCE, text);
    }

    private static Draft article(Draft.Source source, String text) {
        return new Draft(
                Form.ARTICLE,
                "饭前便后，怎样洗手",
                "肥皂、流水、二十秒，三样都做到，病菌才洗得掉。",
                List.of(Group.FARMER, Group.CHILD),
                List.of("洗手"),
                source,
                text);
    }

    private static Draft forChildren(String text) {
        return new Draft(
                Form.ARTICLE,
                "饭前便后，怎样洗手",
                "肥皂、流水、二十秒，三样都做到，病菌才洗得掉。",
                List.of(Group.CHILD, Group.ELDER),
                List.of("洗手"),
                SOURCE,
                text);
    }

    private static List<String> reasons(Draft draft) {
        return StyleGuide.check(draft).stream().map(Fault::reason).toList();
    }
}
