package kepu.search.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import kepu.base.Topic;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.content.Season;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passages as they are cut, found and weighed. */
class PassagesTest {
    private final PassageIndex index = new PassageIndex();

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void aPassageIsWhatStandsUnderOneHeadingWordForWord() {
        List<Passage> passages = Sections.of(
                "<p>开头 <strong>要紧</strong>。</p><h2>先做什么</h2><p>第一段。</p><ul><li>甲</li><li>乙</li></ul>"
                        + "<ol start=\"3\"><li>丙</li><li>丁</li></ol><h2>别做什么</h2><blockquote><p>不&amp;要 &#34;碰&#34;</p></blockquote>");
        assertThat(passages)
                .containsExactly(
                        new Passage(0, "", "开头 要紧。"),
                        new Passage(1, "先做什么", "第一段。\n甲\n乙\n3. 丙\n4. 丁"),
                        new Passage(2, "别做什么", "不&要 \"碰\""));
    }

    @Test
    void aLongSectionIsCutBetweenParagraphsAndALongParagraphBetweenSentences() {
        String paragraph = "这一段有三十个字左右，说的是同一件事情，不能从中间断开来。";
        List<Passage> sections = Sections.of("<h2>长</h2>" + ("<p>" + paragraph + "</p>").repeat(40));
        assertThat(sections).hasSizeGreaterThan(1).allSatisfy(passage -> {
            assertThat(passage.heading()).isEqualTo("长");
            assertThat(passage.text().length()).isLessThanOrEqualTo(Sections.LONG + 40);
            assertThat(passage.text().lines()).allMatch(paragraph::equals);
        });
        List<Passage> sentences = Sections.of("<p>" + paragraph.repeat(40) + "</p>");
        assertThat(sentences)
                .hasSizeGreaterThan(1)
                .allSatisfy(passage -> assertThat(passage.text().lines()).allMatch(paragraph::equals));
    }

    @Test
    void nothingIsFoundInNothing() {
        assertThat(Sections.of("")).isEmpty();
        assertThat(Sections.of("<p> </p><h2>空</h2>")).isEmpty();
        assertThat(index.ask("煤气中毒怎么办")).isEmpty();
        assertThat(Confidence.SHIPPED.of(List.of())).isZero();
    }

    @Test
    void aQuestionFindsThePassageAndNotOnlyTheItem() {
        library();
        PassageIndex.Found best = index.ask("有人煤气中毒了先做什么").getFirst();
        assertThat(best.item()).isEqualTo(1);
        assertThat(best.place()).isEqualTo(1);
    }

    @Test
    void everydayNamesAndTraditionalCharactersFindTheSame() {
        library();
        assertThat(index.ask("屋头娃儿遭闷烟了咋个办").getFirst().item()).isEqualTo(1);
        assertThat(index.ask("煤氣中毒怎麼辦").getFirst().item()).isEqualTo(1);
        assertThat(index.ask("苞谷叶子上有虫眼咋整").getFirst().item()).isEqualTo(2);
    }

    @Test
    void whatTheLibraryDoesNotKnowHasLessConfidenceThanWhatItKnows() {
        library();
        double known = Confidence.SHIPPED.of(index.ask("煤气中毒了先做什么"));
        for (String unknown : List.of("电视机收不到台", "离婚孩子判给谁", "怎么学弹吉他")) {
            assertThat(Confidence.SHIPPED.of(index.ask(unknown))).as(unknown).isLessThan(known);
        }
    }

    @Test
    void aWordInPassingDoesNotMakeAPassageAnAnswer() {
        library();
        index.put(item(4, "上班受了伤，工伤认定怎么办", Topic.SCIENCE), Sections.of("<h2>哪些不算</h2><p>故意犯罪的，醉酒的，自残或者自杀的，不算工伤。</p>"));
        index.refresh();
        List<PassageIndex.Found> found = index.ask("想自杀");
        assertThat(found.getFirst().item()).isEqualTo(4);
        assertThat(found).noneMatch(one -> one.match().holds());
        assertThat(Confidence.SHIPPED.of(found)).isZero();
        assertThat(index.ask("煤气中毒了先做什么").getFirst().match().holds()).isTrue();
    }

    @Test
    void whatWasTakenOutIsNotFoundAndWhatWasPutAgainIsFoundOnce() {
        library();
        index.put(item(1, "煤气中毒怎样防", Topic.WEATHER), Sections.of("<p>炭火不进卧室。</p>"));
        index.refresh();
        assertThat(index.ask("煤气中毒炭火")).filteredOn(found -> found.item() == 1).hasSize(1);
        index.remove(1);
        index.refresh();
        assertThat(index.ask("煤气中毒炭火")).noneMatch(found -> found.item() == 1);
    }

    @Test
    void scoresAndSharesLieBetweenNothingAndAll() {
        library();
        long seed = System.nanoTime();
        System.out.println("PassagesTest seed " + seed);
        Random random = new Random(seed);
        String characters = "煤气中毒玉米虫子叶打药火盆头晕怎么办😀<>\"'%_\\ abc０１２③";
        for (int i = 0; i < 200; i++) {
            StringBuilder question = new StringBuilder();
            random.ints(1 + random.nextInt(40), 0, characters.length())
                    .forEach(at -> question.append(characters.charAt(at)));
            assertThat(index.ask(question.toString())).as("%s", question).allSatisfy(found -> {
                assertThat(found.score()).isBetween(0.0, 1.0);
                assertThat(found.match().wordShare()).isBetween(0.0, 1.0 + 1e-9);
                assertThat(found.match().pairShare()).isBetween(0.0, 1.0 + 1e-9);
            });
        }
    }

    @Test
    void aFitFindsTheWeightsThatMadeTheExamples() {
        Random random = new Random(5);
        double[] truth = {-1, 3};
        Confidence made = new Confidence(truth);
        List<Confidence.Example> examples = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            double[] features = {1, random.nextDouble()};
            examples.add(new Confidence.Example(features, random.nextDouble() < made.logistic(features)));
        }
        double[] fitted = Confidence.fitted(examples).weights();
        assertThat(fitted[0]).isEqualTo(truth[0], within(0.15));
        assertThat(fitted[1]).isEqualTo(truth[1], within(0.3));
    }

    private void library() {
        index.put(
                item(1, "寒潮来了，炭火盆别关门烤", Topic.WEATHER),
                Sections.of("<p>炭在空气不够的地方烧不透，生出一氧化碳，没有气味。</p><h2>发现有人煤气中毒</h2><p>先开门窗，把人抬到通风处，打120。</p>"
                        + "<h2>这样取暖</h2><p>睡觉的屋里不放炭盆，窗户留缝。</p>"));
        index.put(
                item(2, "玉米上的草地贪夜蛾", Topic.PESTS), Sections.of("<p>玉米心叶上有虫眼，虫头上有倒人字。</p><h2>打药</h2><p>打在心叶里，傍晚打。</p>"));
        index.put(item(3, "月亮为什么会圆", Topic.SCIENCE), Sections.of("<p>太阳只照亮月亮的一半。</p>"));
        index.refresh();
    }

    private static Item item(int seq, String title, Topic topic) {
        return new Item(
                seq,
                "item-" + seq,
                Kind.ARTICLE,
                title,
                "",
                topic,
                Set.of(),
                List.of(),
                Season.ALWAYS,
                List.of(),
                "国家疾控局",
                "national",
                "CC-BY-4.0",
                "zh-CN",
                null,
                null,
                0,
                100,
                Instant.EPOCH,
                null);
    }
}
