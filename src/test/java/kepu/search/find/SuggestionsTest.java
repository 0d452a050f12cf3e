package kepu.search.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kepu.base.Topic;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.content.Season;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionsTest {
    private final Suggestions suggestions = Suggestions.of(
            List.of(
                    item(1, "感冒了要不要吃抗生素", "感冒", "抗生素"),
                    item(2, "流感和感冒不一样", "流感", "感冒", "疫苗"),
                    item(3, "在家量血压", "高血压", "血压计"),
                    item(4, "长高的秘密", "身高")),
            Map.of("感冒", 2, "血压", 1));

    @ParameterizedTest
    @CsvSource({
        "感,感冒",
        "感冒,感冒",
        "ganmao,感冒",
        "ganm,感冒",
        "gm,感冒",
        "GM,感冒",
        "ｇｍ,感冒",
        "感m,感冒",
        "感mao,感冒",
        "xueya,血压",
        "gxy,高血压",
        "血压,血压",
        "zhanggao,长高的秘密",
        "changgao,长高的秘密"
    })
    void whatIsHalfTypedIsCompleted(String typed, String first) {
        assertThat(suggestions.of(typed, 5, seq -> true)).first().isEqualTo(first);
    }

    @Test
    void aTextIsOfferedWhileAnItemThatHasItCanBeShown() {
        assertThat(suggestions.of("感", 5, seq -> seq == 2)).startsWith("感冒").doesNotContain("感冒了要不要吃抗生素");
        assertThat(suggestions.of("感", 5, seq -> seq == 3)).isEmpty();
        assertThat(suggestions.of("血压", 5, seq -> seq != 3)).isEmpty();
        assertThat(suggestions.of("zhanggao", 5, seq -> seq != 4)).isEmpty();
    }

    @Test
    void whatNobodyHasAnyMoreIsNotOffered() {
        Suggestions late = Suggestions.of(List.of(item(1, "在家量血压", "高血压")), Map.of("灯蛾", 3, "血压", 1));
        assertThat(late.of("灯", 5, seq -> true)).isEmpty();
        assertThat(late.of("血", 5, seq -> true)).contains("血压");
    }

    @Test
    void whatMoreItemsHaveStandsFirst() {
        assertThat(suggestions.of("g", 5, seq -> true)).startsWith("感冒").contains("高血压");
    }

    @Test
    void aWordIsFoundFromItsInsideToo() {
        assertThat(suggestions.of("血压", 5, seq -> true)).contains("血压", "血压计", "高血压");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "🙏", "\u0000", "zzz", "*", "%", "感冒感冒感冒"})
    void whatBeginsNothingGivesNothing(String typed) {
        assertThat(suggestions.of(typed, 5, seq -> true)).isEmpty();
    }

    @Test
    void thereAreAtMostAsManyAsWanted() {
        assertThat(suggestions.of("g", 1, seq -> true)).hasSize(1);
    }

    private static Item item(int seq, String title, String... keywords) {
        return new Item(
                seq,
                "item-" + seq,
                Kind.ARTICLE,
                title,
                "",
                Topic.HEALTH,
                Set.of(),
                List.of(),
                Season.ALWAYS,
                List.of(keywords),
                "",
                "national",
                "",
                "zh-CN",
                null,
                null,
                0,
                100,
                Instant.EPOCH,
                null);
    }
}
