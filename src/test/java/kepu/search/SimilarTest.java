package kepu.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import kepu.base.Neighbours;
import org.junit.jupiter.api.Test;

class SimilarTest {
    private static final int PRESSURE = 0;
    private static final int PRESSURE_TOO = 1;
    private static final int PIG = 2;
    private static final int PIG_TOO = 3;
    private static final int SCAB = 4;
    private static final int SCAB_TOO = 5;

    private static final List<Similar.Text> TEXTS = List.of(
            text(PRESSURE, "在家量血压，怎样量才准", "高血压要靠量，量之前先坐着歇一会儿。", "health", "高血压", "血压计"),
            text(PRESSURE_TOO, "降压药不能自己停", "血压降下来是药的作用，停药以后血压又会升高。", "medicine", "高血压", "降压药"),
            text(PIG, "非洲猪瘟怎样防", "生猪发热、不吃食要赶快报告，不用泔水喂猪。", "livestock", "非洲猪瘟", "生猪"),
            text(PIG_TOO, "小猪怕冷，产房要保温", "仔猪出生后先擦干，保温箱里三十多度。", "livestock", "仔猪", "生猪"),
            text(SCAB, "麦赤霉抽穗扬花期就要防", "见花打药，雨前雨后各一遍。", "pests"),
            text(SCAB_TOO, "扬花遇雨防麦赤霉", "连阴雨后田里潮，穗子容易发白发粉。", "pests"));

    @Test
    void anItemIsNearerToItsOwnSubjectThanToAnother() {
        Neighbours neighbours = Similar.of(TEXTS, 20).neighbours(TEXTS.size());
        assertThat(row(neighbours, PRESSURE)).first().isEqualTo(PRESSURE_TOO);
        assertThat(row(neighbours, PRESSURE_TOO)).first().isEqualTo(PRESSURE);
        assertThat(row(neighbours, PIG)).first().isEqualTo(PIG_TOO);
        assertThat(row(neighbours, PRESSURE)).doesNotContain(PIG, PIG_TOO);
    }

    @Test
    void pairsOfCharactersFindWhatTheDictionaryLacks() {
        List<Similar.Text> armyworms =
                List.of(text(0, "认识草地贪夜蛾", "", ""), text(1, "玉米心叶有虫粪，当心贪夜蛾", "", ""), text(2, "猪圈冬天要保暖", "", ""));
        assertThat(row(Similar.of(armyworms, 20).neighbours(3), 0)).containsExactly(1);
        Neighbours neighbours = Similar.of(TEXTS, 20).neighbours(TEXTS.size());
        assertThat(row(neighbours, SCAB)).first().isEqualTo(SCAB_TOO);
        assertThat(row(neighbours, SCAB_TOO)).first().isEqualTo(SCAB);
    }

    @Test
    void widthCaseAndMarksDoNotMatter() {
        List<Similar.Text> texts = List.of(
                new Similar.Text(0, "ＡＥＤ", "", "", List.of(), ""),
                new Similar.Text(1, "救命机器", "", "<p class=\"pig\">商场里的<b>aed</b>在哪儿</p>", List.of(), ""),
                new Similar.Text(2, "class", "", "", List.of(), ""));
        Neighbours neighbours = Similar.of(texts, 20).neighbours(3);
        assertThat(row(neighbours, 0)).containsExactly(1);
        assertThat(row(neighbours, 2)).isEmpty();
    }

    @Test
    void anAddedItemFindsItsNeighboursAndTheyFindIt() {
        Similar target = Similar.of(TEXTS.subList(0, PIG_TOO), 20);
        assertThat(row(target.neighbours(6), PIG)).isEmpty();
        target.add(TEXTS.get(PIG_TOO));
        assertThat(row(target.neighbours(6), PIG_TOO)).containsExactly(PIG);
        assertThat(row(target.neighbours(6), PIG)).containsExactly(PIG_TOO);
    }

    @Test
    void aRemovedItemIsInNoRow() {
        Similar target = Similar.of(TEXTS, 20);
        target.remove(PRESSURE_TOO);
        assertThat(target.size()).isEqualTo(TEXTS.size() - 1);
        assertNowhere(target.neighbours(6), PRESSURE_TOO);
        target.relate();
        assertNowhere(target.neighbours(6), PRESSURE_TOO);
    }

    @Test
    void anItemThatIsAddedAgainIsReplaced() {
        Similar target = Similar.of(TEXTS, 20);
        target.add(text(PRESSURE_TOO, "母猪产房怎样消毒", "生猪和仔猪怕病怕冷。", "livestock", "生猪", "仔猪"));
        assertThat(target.size()).isEqualTo(TEXTS.size());
        assertThat(row(target.neighbours(6), PRESSURE)).doesNotContain(PRESSURE_TOO);
        assertThat(row(target.neighbours(6), PIG_TOO)).contains(PRESSURE_TOO);
    }

    @Test
    void rowsBeyondTheBoundAndColumnsBeyondItAreLeftOutAndUnknownRowsAreEmpty() {
        Similar target = Similar.of(TEXTS, 20);
        assertThat(target.neighbours(1).size()).isEqualTo(1);
        assertThat(row(target.neighbours(1), PRESSURE)).isEmpty();
        Neighbours wide = target.neighbours(100);
        assertThat(wide.size()).isEqualTo(100);
        assertThat(row(wide, 99)).isEmpty();
    }

    @Test
    void anItemOfItsOwnKindOrWithoutWordsHasNoNeighbours() {
        List<Similar.Text> texts = List.of(
                text(0, "", "", "health"),
                text(1, "的了和是", "", "health"),
                text(2, "2026", "", ""),
                text(3, "独一无二", "", ""));
        Neighbours neighbours = Similar.of(texts, 20).neighbours(4);
        assertThat(neighbours.others()).isEmpty();
        assertThat(Similar.of(List.of(), 20).neighbours(0).size()).isZero();
    }

    @Test
    void whateverTheTextsWeightsAreSortedInZeroToOneAndNeverOfTheItemItself() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int most = 1 + random.nextInt(8);
        Similar target = new Similar(most);
        Set<Integer> in = new HashSet<>();
        for (int step = 0; step < 120; step++) {
            int number = random.nextInt(60);
            if (random.nextInt(4) == 0) {
                target.remove(number);
                in.remove(number);
            } else {
                target.add(odd(number, random));
                in.add(number);
            }
        }
        Neighbours neighbours = target.neighbours(60);
        assertThat(target.size()).as("seed %d", seed).isEqualTo(in.size());
        for (int number = 0; number < 60; number++) {
            assertThat(row(neighbours, number))
                    .as("seed %d, row %d", seed, number)
                    .doesNotContain(number)
                    .doesNotHaveDuplicates()
                    .hasSizeLessThanOrEqualTo(in.contains(number) ? most : 0)
                    .isSubsetOf(in);
            List<Float> weights = weights(neighbours, number);
            assertThat(weights).as("seed %d, row %d", seed, number).allMatch(weight -> weight > 0 && weight <= 1);
            assertThat(weights).as("seed %d, row %d", seed, number).isSortedAccordingTo((a, b) -> Float.compare(b, a));
        }
    }

    private static Similar.Text odd(int number, Random random) {
        String[] words = {
            "血压", "猪瘟", "小麦", "赤霉", "电动车", "充电", "<b>", "a<", "]( (", "\uD83D\uDE00", "AED", "，", "\n", "1"
        };
        StringBuilder text = new StringBuilder();
        IntStream.range(0, random.nextInt(12)).forEach(i -> text.append(words[random.nextInt(words.length)]));
        return new Similar.Text(
                number, text.toString(), "", text.reverse().toString(), List.of(), random.nextBoolean() ? "" : "pests");
    }

    private static void assertNowhere(Neighbours neighbours, int number) {
        assertThat(row(neighbours, number)).isEmpty();
        assertThat(neighbours.others()).doesNotContain(number);
    }

    private static Similar.Text text(int number, String title, String summary, String topic, String... keywords) {
        return new Similar.Text(number, title, summary, "", List.of(keywords), topic);
    }

    private static List<Integer> row(Neighbours neighbours, int number) {
        return IntStream.range(neighbours.starts()[number], neighbours.starts()[number + 1])
                .mapToObj(at -> neighbours.others()[at])
                .toList();
    }

    private static List<Float> weights(Neighbours neighbours, int number) {
        return IntStream.range(neighbours.starts()[number], neighbours.starts()[number + 1])
                .mapToObj(at -> neighbours.weights()[at])
                .toList();
    }
}
