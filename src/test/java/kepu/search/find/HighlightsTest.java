package kepu.search.find;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HighlightsTest {
    @Test
    void whatWasAskedForIsMarkedHoweverItIsWritten() {
        assertThat(Highlights.of("高血压").whole("高血壓怎么办")).isEqualTo("<em>高血壓</em>怎么办");
        assertThat(Highlights.of("wifi").whole("ＷｉＦｉ密码")).isEqualTo("<em>ＷｉＦｉ</em>密码");
    }

    @Test
    void otherNamesAreMarkedToo() {
        assertThat(Highlights.of("脑梗").whole("缺血性脑卒中的信号")).isEqualTo("<em>缺血性脑卒中</em>的信号");
    }

    @Test
    void theNamesOfWhatItIsAKindOfAreMarkedToo() {
        assertThat(Highlights.of("脑梗").whole("中风，医生叫脑卒中")).isEqualTo("<em>中风</em>，医生叫<em>脑卒中</em>");
        assertThat(Highlights.of("煤气").whole("燃气漏气")).isEqualTo("<em>燃气</em>漏气");
    }

    @Test
    void nothingOfTheTextIsMarkup() {
        assertThat(Highlights.of("血压").whole("<script>血压&\"'</script>"))
                .isEqualTo("&lt;script&gt;<em>血压</em>&amp;&quot;&#39;&lt;/script&gt;");
    }

    @Test
    void aSnippetIsTheStretchWithMostOfIt() {
        String text = "甲".repeat(300) + "。量血压前坐好。" + "乙".repeat(300);
        assertThat(Highlights.of("量血压").snippet(text))
                .startsWith("…<em>量血压</em>前坐好。")
                .endsWith("…");
    }

    @Test
    void aTextWithoutAnyOfItGivesItsBeginning() {
        assertThat(Highlights.of("地震").snippet("量血压前坐好")).isEqualTo("量血压前坐好");
    }

    @Test
    void noCharacterIsCutInHalf() {
        String text = "𠮷".repeat(200) + "血压" + "𠮷".repeat(200);
        assertThat(Highlights.of("血压").snippet(text)).matches("…(𠮷)*<em>血压</em>(𠮷)*…");
        assertThat(Highlights.of("地震").snippet("a" + text)).matches("a(𠮷)*…");
    }
}
