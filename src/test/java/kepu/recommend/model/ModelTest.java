package kepu.recommend.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import kepu.base.Neighbours;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.recommend.log.Things;
import org.junit.jupiter.api.Test;

class ModelTest {
    /** a speaks for b and c, b for a, c for b. */
    private static final Model MODEL = new Model(
            "7",
            new String[] {"a", "b", "c", ""},
            new Neighbours.Builder(4, 4)
                    .entry(1, 0.5f)
                    .entry(2, 0.25f)
                    .end()
                    .entry(0, 0.75f)
                    .end()
                    .entry(1, 1)
                    .end()
                    .build(),
            Linear.untrained());

    @Test
    void itemsGetTheNumbersOfTheHouse() {
        Model target = numbered(10, Map.of("a", 7, "b", 2, "c", 4));
        assertThat(target.collaborative().size()).isEqualTo(10);
        assertThat(target.collaborative().weight(7, 2)).isEqualTo(0.5f);
        assertThat(target.collaborative().weight(7, 4)).isEqualTo(0.25f);
        assertThat(target.collaborative().weight(2, 7)).isEqualTo(0.75f);
        assertThat(target.collaborative().weight(4, 2)).isEqualTo(1);
        assertThat(target.collaborative().others()).hasSize(4);
        assertThat(target.items()).containsExactly("", "", "b", "", "c", "", "", "a", "", "");
    }

    @Test
    void whatTheHouseDoesNotHaveIsLeftOut() {
        Model target = numbered(3, Map.of("a", 1, "c", 0));
        assertThat(target.items()).containsExactly("c", "a", "");
        assertThat(target.collaborative().weight(1, 0)).isEqualTo(0.25f);
        assertThat(target.collaborative().others()).hasSize(1);
    }

    @Test
    void versionAndRankerStay() {
        Model target = numbered(3, Map.of());
        assertThat(target.version()).isEqualTo(MODEL.version());
        assertThat(target.ranker()).isSameAs(MODEL.ranker());
        assertThat(target.collaborative().others()).isEmpty();
    }

    @Test
    void theUntrainedModelFitsEveryHouse() {
        Model target = Model.untrained().numbered(house(5, Map.of()));
        assertThat(target.version()).isEqualTo(Model.UNTRAINED);
        assertThat(target.collaborative().size()).isEqualTo(5);
    }

    private static Model numbered(int bound, Map<String, Integer> house) {
        return MODEL.numbered(house(bound, house));
    }

    private static Things house(int bound, Map<String, Integer> numbers) {
        Things.Thing[] all = new Things.Thing[bound];
        Arrays.fill(all, thing(""));
        numbers.forEach((id, number) -> all[number] = thing(id));
        return new Things(all, new String[0]);
    }

    private static Things.Thing thing(String id) {
        return new Things.Thing(id, "", 0, 0, List.of(), Season.ALWAYS, Kind.ARTICLE, 0, 0, "");
    }
}
