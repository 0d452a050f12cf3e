package kepu.search.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTest {
    @Test
    void nothingIsLeftThatNamesSomebodyByNumberLinkOrAccount() {
        String plain = String.join("\n", Plain.of("""
                        联系人：王小二 电话 138-0013-8000，身份证 51090319800101123X，卡号 6222 0000 1111 2222 333
                        加微信：wang_xiaoer88 或 QQ 123456789，邮箱 wang@example.com，@王小二 看这里
                        https://t.example.com/abc?u=1 www.example.cn/x 详见 example.top/z 村口集合
                        """).paragraphs());
        assertThat(plain)
                .doesNotContain("王小二", "138", "8000", "5109", "6222", "wang", "123456", "example", "@")
                .contains("村口集合");
    }

    @Test
    void shortNumbersStay() {
        assertThat(Plain.of("打119要等24小时，5G，39.5度，12315").paragraphs()).containsExactly("打119要等24小时,5g,39.5度,12315");
    }

    @Test
    void linesThatBreakWithinASentenceAreJoinedAndPageNumbersAreLeftOut() {
        assertThat(Plain.of("鱼刺卡住\n喉 咙，喝醋能\n- 3 -\n把刺软化。\n第二件事").paragraphs())
                .containsExactly("鱼刺卡住喉咙,喝醋能把刺软化。", "第二件事");
    }

    @Test
    void whoWroteWhenInAChatGoesAndBeginsAnew() {
        assertThat(Plain.of("""
                        王姐 10:23
                        骨头汤最补钙
                        李哥 2026/11/22 10:23:45
                        吃大蒜防感冒
                        2026年11月22日 星期日
                        [昨天 下午 3:05] 小张:
                        绿豆解百毒
                        王姐 10:25: 隔夜水致癌
                        10:26 喝醋软化血管
                        """).paragraphs()).containsExactly("骨头汤最补钙", "吃大蒜防感冒", "绿豆解百毒", "隔夜水致癌", "喝醋软化血管");
    }

    @Test
    void aTimeAtWhichSomethingIsDoneStays() {
        for (String text : List.of("晚上9:30以后吃饭会得癌", "每天 7:30 喝盐水能排毒", "10:30前喝牛奶最补钙", "他说10:23地震会来")) {
            assertThat(Plain.of(text).paragraphs().toString()).containsPattern("[0-9]{1,2}:30|10:23");
        }
    }

    @Test
    void rulesGoAndBeginAnew() {
        assertThat(Plain.of("骨头汤最补钙—————还有，吃大蒜防癌\n*****\n======绿豆解百毒★★★★隔夜水致癌").paragraphs())
                .containsExactly("骨头汤最补钙", "还有,吃大蒜防癌", "绿豆解百毒", "隔夜水致癌");
        assertThat(Plain.of("打138****8000，白醋——别喝").paragraphs()).containsExactly("打138****8000,白醋——别喝");
    }

    @Test
    void ofAParagraphWithAVerdictTheOtherSentencesAreUnknown() {
        Plain text = Plain.of("大家好。烫伤抹牙膏能止疼。转基因食品有毒！牙膏治脚气，快转发");
        assertThat(text.apartFrom(List.of("烫伤抹牙膏能止疼。"), 5)).containsExactly("转基因食品有毒!牙膏治脚气,");
    }

    @Test
    void anItemOfAListBeginsAnew() {
        assertThat(Plain.of("注意\n1、不要跑\n2. 不要叫\n• 走楼梯").paragraphs()).containsExactly("注意", "不要跑", "不要叫", "走楼梯");
    }

    @Test
    void whatHasAVerdictIsNotUnknown() {
        Plain text = Plain.of("1、烫伤抹牙膏能止疼。\n2、吃香菜根能治好多年的老寒腿。\n3、好的");
        assertThat(text.apartFrom(List.of("烫伤抹牙膏能止疼。"), 5)).containsExactly("吃香菜根能治好多年的老寒腿。");
    }

    @Test
    void aHugeHostileTextIsCleanedInReasonableTime() {
        assertThat(Plain.of("<".repeat(200_000)).paragraphs()).hasSize(1);
        assertThat(Plain.of("1 ".repeat(100_000)).paragraphs()).isNotNull();
        assertThat(Plain.of("http://".repeat(30_000)).paragraphs()).isNotNull();
        assertThat(Plain.of("a.".repeat(100_000)).paragraphs()).isNotNull();
    }
}
