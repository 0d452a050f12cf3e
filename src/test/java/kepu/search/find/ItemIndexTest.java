package kepu.search.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemIndexTest {
    private ItemIndex index;

    @BeforeEach
    void fill() throws IOException {
        index = ItemIndex.inMemory(Scoring.SERVED);
        index.put(List.of(
                text(1, "缺血性脑卒中怎么认出来", "脸歪、手麻、说话不清，马上打120。", Set.of("topic:health"), "中风", "溶栓"),
                text(2, "在家量血压，坐好再量", "高血压的人每天早晚各量一次，坐着休息五分钟再量。", Set.of("topic:health"), "高血压", "血压计"),
                text(3, "植保无人机作业，人离多远", "喷洒农药的时候，人站在上风处。", Set.of("topic:machinery"), "植保无人机"),
                text(4, "麦赤霉病，抽穗扬花时就防", "小麦抽穗到扬花遇到连阴雨，见花打药。", Set.of("topic:pests"), "赤霉病", "小麦"),
                text(5, "感冒了要不要吃抗生素", "普通感冒多是病毒引起的，抗生素不管用。", Set.of("topic:medicine"), "感冒", "抗生素"),
                text(6, "iPhone7 怎么设字体大小", "打开设置，选显示与亮度，字体 20 号以上。", Set.of("topic:digital"), "手机")));
        index.refresh();
        index.learn();
    }

    @AfterEach
    void close() {
        index.close();
    }

    @ParameterizedTest
    @CsvSource({
        "脑梗,1",
        "脑梗有什么前兆,1",
        "打药机离人多远,3",
        "麦赤霉,4",
        "血压怎么量,2",
        "抗菌药,5",
        "iphone7,6",
        "IPHONE 7 字体,6",
    })
    void everydayWordsFindWhatTheTextCallsOtherwise(String query, int first) {
        assertThat(found(query)).first().isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"高血壓", "在家量血壓", "　高　血压　", "高\u200b血压"})
    void widthAndTraditionalCharactersDoNotMatter(String query) {
        assertThat(found(query)).first().isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"高血鸭,高血压,2", "赶冒,感冒,5", "只保无人机,植保无人机,3", "ganmao,感冒,5", "抗生苏,抗生素,5"})
    void slipsAreMended(String query, String meant, int first) {
        try (Reading reading = index.reading()) {
            Reading.Matches matches = reading.find(query, List.of(), 10);
            assertThat(matches.mended()).isEqualTo(meant);
            assertThat(matches.matches()).extracting(Reading.Match::seq).first().isEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gan mao,感冒",
        "gao xue ya,高血压",
        "ganmaole,感冒了",
        "ganmaozenmeban,感冒怎么办",
        "gan mao zenme ban,感冒怎么办",
        "gan mao zhi,感冒 zhi",
        "qwx gan mao,qwx 感冒"
    })
    void pinyinIsReadWithBlanksAndWithMoreBehindIt(String query, String meant) {
        try (Reading reading = index.reading()) {
            assertThat(reading.find(query, List.of(), 10).mended()).isEqualTo(meant);
        }
    }

    @ParameterizedTest
    @CsvSource({"高血牙,高血压", "高雪压,高血压", "高压血,高血压", "感昌,感冒", "感昌了怎么办,感冒了怎么办", "植无人机,植保无人机", "赤酶病防治,赤霉病防治"})
    void aSlipKeepsEveryCharacterThatIsNone(String query, String meant) {
        try (Reading reading = index.reading()) {
            assertThat(reading.find(query, List.of(), 10).mended()).isEqualTo(meant);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"预防高血压", "怎么预防高血压", "小麦感冒", "无人机手机", "血压手机", "缺血性脑卒中", "高血压病人", "老高血压", "血压表", "新冠"})
    void wordsThatNoTextHasSideBySideAreNoSlip(String query) {
        try (Reading reading = index.reading()) {
            assertThat(reading.find(query, List.of(), 10).mended()).isEqualTo(query);
        }
    }

    @Test
    void charactersThatStandTogetherInNoTextDoNotFindAlone() throws IOException {
        index.put(List.of(text(7, "新房子装修", "先通风。", Set.of()), text(8, "鸭子怎么养", "鸭怕热。病了就隔离，看鸡冠花。", Set.of())));
        index.refresh();
        assertThat(found("新冠")).isEmpty();
        assertThat(found("鸭病")).containsExactly(8);
    }

    @Test
    void whatIsWrittenInSomeTextIsNoSlip() {
        try (Reading reading = index.reading()) {
            assertThat(reading.find("说话不清", List.of(), 10).mended()).isEqualTo("说话不清");
        }
    }

    @Test
    void labelsFilter() {
        try (Reading reading = index.reading()) {
            assertThat(reading.find("怎么", List.of(Set.of("topic:digital", "topic:pests")), 10)
                            .matches())
                    .extracting(Reading.Match::seq)
                    .containsExactly(6);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title:血压",
                "+血压 -高",
                "血压*",
                "血压~2",
                "(血压 AND",
                "\"血压",
                "血压^9999",
                "[a TO b] 血压",
                "/血压/",
                "血压 \\",
                "{!lucene}血压"
            })
    void nothingIsSyntax(String query) {
        assertThat(found(query)).first().isEqualTo(2);
    }

    @Test
    void longEmptyAndStrangeQueriesAreJustQueries() {
        assertThat(found("血压".repeat(2_000))).first().isEqualTo(2);
        assertThat(found("脑梗打药机感冒".repeat(500))).contains(1, 3, 5);
        assertThat(found("的了吗")).isEmpty();
        assertThat(found("🙏🏽\u0000\ud800")).isEmpty();
        assertThat(found("qwxzkj")).isEmpty();
    }

    @Test
    void aTextTakesThePlaceOfTheOneWithItsNumber() throws IOException {
        index.put(List.of(text(2, "山洪来了往哪走", "往两边高处走。", Set.of())));
        index.refresh();
        assertThat(found("高血压")).doesNotContain(2);
        assertThat(found("山洪")).containsExactly(2);
        index.remove(List.of(2));
        index.refresh();
        assertThat(found("山洪")).isEmpty();
    }

    @Test
    void aReadingStaysAtItsMoment() throws IOException {
        try (Reading before = index.reading()) {
            index.remove(List.of(2));
            index.refresh();
            assertThat(before.find("血压", List.of(), 10).matches())
                    .extracting(Reading.Match::seq)
                    .contains(2);
        }
        assertThat(found("血压")).doesNotContain(2);
    }

    private List<Integer> found(String query) {
        try (Reading reading = index.reading()) {
            return reading.find(query, List.of(), 10).matches().stream()
                    .map(Reading.Match::seq)
                    .toList();
        }
    }

    private static ItemText text(int seq, String title, String body, Set<String> labels, String... keywords) {
        return new ItemText(seq, title, List.of(keywords), "", body, labels, "");
    }
}
