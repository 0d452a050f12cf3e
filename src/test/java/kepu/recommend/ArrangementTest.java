package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.content.Season;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrangementTest {
    private final Arrangement target = new Arrangement(3);

    @Test
    void keepsTheOrderWhereNothingSpeaksAgainstIt() {
        List<Candidate> ranked = List.of(candidate(1, Topic.FOOD), candidate(2, Topic.FIRE), candidate(3, Topic.FOOD));
        assertThat(target.arrange(ranked, 10)).isEqualTo(ranked);
    }

    @Test
    void aFourthOfATopicWaitsUntilTenHavePassed() {
        List<Candidate> ranked = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            ranked.add(candidate(i, Topic.FRAUD));
        }
        for (int i = 7; i <= 30; i++) {
            ranked.add(candidate(i, Topic.values()[i % 10]));
        }
        assertNoClump(target.arrange(ranked, 20), "fixed");
    }

    @Test
    void showsTheRestWhenOnlyOneTopicIsLeft() {
        List<Candidate> ranked = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            ranked.add(candidate(i, Topic.FRAUD));
        }
        assertThat(target.arrange(ranked, 20)).hasSize(8);
    }

    @Test
    void aNewItemComesNoLaterThanTheSeventhPlace() {
        List<Candidate> ranked = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            ranked.add(candidate(i, Topic.values()[i % 18]));
        }
        Candidate fresh = new Candidate(candidate(99, Topic.ENERGY).entry(), -5, Reason.FRESH);
        ranked.add(fresh);
        assertThat(target.arrange(ranked, 20).indexOf(fresh)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverRepeatsAndNeverClumpsWhileOthersAreLeft(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Candidate> ranked = new ArrayList<>();
        for (int i = 1; i <= 180; i++) {
            ranked.add(candidate(i, Topic.values()[random.nextInt(18)]));
        }
        List<Candidate> page = target.arrange(ranked, 60);
        Set<Candidate> once = new HashSet<>(page);
        assertThat(once).as("seed %d", seed).hasSize(60);
        assertNoClump(page, "seed " + seed);
    }

    private static void assertNoClump(List<Candidate> page, String what) {
        for (int from = 0; from + 10 <= page.size(); from++) {
            for (Topic topic : Topic.values()) {
                assertThat(page.subList(from, from + 10).stream()
                                .filter(candidate -> candidate.entry().item().topic() == topic))
                        .as("%s, %s from place %d", what, topic, from)
                        .hasSizeLessThanOrEqualTo(3);
            }
        }
    }

    private static Candidate candidate(int seq, Topic topic) {
        Item item = new Item(
                seq,
                "item-" + seq,
                Kind.ARTICLE,
                "标题",
                "摘要",
                topic,
                Set.of(),
                List.of(),
                Season.ALWAYS,
                List.of(),
                "来源",
                "national",
                "CC-BY-4.0",
                "zh-CN",
                null,
                null,
                0,
                500,
                Instant.EPOCH);
        return new Candidate(
                new Catalogue(List.of(item)).entries().getFirst(), -seq, new Reason("popular-city", "不少人在看"));
    }
}
