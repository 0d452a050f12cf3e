package kepu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.http.FeedPage;
import kepu.recommend.model.Forest;
import kepu.recommend.model.Policy;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.Visibility;
import kepu.recommend.rank.World;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static final long SEED = 7;
    private static final Config.Feed CONFIG = new ConfigReader().config().feed();
    private static final SyntheticWorld WORLD = SyntheticWorld.of(SEED, 20_000, 1_000);

    @Test
    void theForestIsOfTheSizeOfATrainedOne() {
        Forest forest = (Forest) WORLD.model().ranker();
        assertThat(forest.roots()).hasSize(60);
        assertThat(forest.nodes()).isEqualTo(60 * (12 + 11));
        assertThat(IntStream.of(forest.depths())).allMatch(depth -> depth >= 4 && depth <= 6);
    }

    @Test
    void aResidentOpenedFiftyItemsAndWasShownAHundredMore() {
        List<Event> past = WORLD.people().past(3);
        assertThat(past)
                .filteredOn(event -> event.type() != EventType.IMPRESSION)
                .hasSize(50);
        assertThat(past).hasSize(150).extracting(Event::item).doesNotHaveDuplicates();
        assertThat(past).isEqualTo(WORLD.people().past(3));
        assertThat(WORLD.people().resident(3).groups()).hasSize(2);
    }

    @Test
    void villagesAreAllDifferent() {
        assertThat(IntStream.range(0, SyntheticPeople.VILLAGES).mapToLong(SyntheticPeople::village))
                .doesNotHaveDuplicates();
    }

    @Test
    void threeHundredCandidatesAreRankedForEveryResident() {
        Ranking target = new Ranking(SyntheticWorld.CANDIDATES, Ranking.Surroundings.NONE);
        for (int number = 1; number <= 20; number++) {
            assertThat(target.rank(
                                    WORLD.world(),
                                    WORLD.person(number),
                                    SyntheticWorld.NOW.toEpochMilli(),
                                    Orders.NONE,
                                    Visibility.ALL)
                            .size())
                    .isEqualTo(SyntheticWorld.CANDIDATES);
        }
    }

    @Test
    void listsDifferBetweenResidentsAndHaveManyCauses() {
        Ranking target = new Ranking(SyntheticWorld.CANDIDATES, Ranking.Surroundings.NONE);
        List<Placed> first = list(target, 1);
        List<Placed> second = list(target, 2);
        assertThat(first).hasSize(200);
        assertThat(second)
                .extracting(Placed::item)
                .isNotEqualTo(first.stream().map(Placed::item).toList());
        assertThat(first.stream().map(Placed::cause).distinct()).hasSizeGreaterThan(3);
    }

    @Test
    void whatIsExplainedLaterHasTheSameCause() {
        Ranking target = new Ranking(SyntheticWorld.CANDIDATES, Ranking.Surroundings.NONE);
        World world = WORLD.world();
        List<Placed> all = list(target, world, 3, 200);
        List<Placed> some = list(target, world, 3, 20);
        assertThat(some.subList(0, 20)).isEqualTo(all.subList(0, 20));
        assertThat(some.subList(20, 200)).extracting(Placed::cause).contains(Placed.Cause.LATER);
        long now = SyntheticWorld.NOW.toEpochMilli();
        assertThat(target.explained(world, WORLD.person(3), now, some)).isEqualTo(all);
    }

    @Test
    void aPageHasTwentyCardsWithReasons() {
        var page = WORLD.feeds(CONFIG)
                .page(WORLD.people().resident(1), FeedBench.PAGE, null)
                .result();
        JsonObject json = new JsonObject(FeedPage.json(page, "[]"));
        JsonArray cards = json.getJsonArray("items");
        assertThat(cards).hasSize(20);
        assertThat(json.getString("next")).isNotEmpty();
        for (int i = 0; i < cards.size(); i++) {
            JsonObject card = cards.getJsonObject(i);
            assertThat(card.getString("title")).isNotEmpty();
            assertThat(card.getJsonObject("reason").getString("text")).isNotEmpty();
        }
    }

    @Test
    void thePartsOfServingsMemoryAddUp() {
        List<ServingMemory.Part> told = new ArrayList<>();
        List<ServingMemory.Part> parts = ServingMemory.measure(new ServingMemory.Size(500, 200, 20), told::add);
        assertThat(told).isEqualTo(parts);
        assertThat(parts)
                .extracting(ServingMemory.Part::name)
                .containsExactly("catalogue", "neighbours", "model", "histories", "prior", "total");
        long sum = parts.stream()
                .limit(parts.size() - 1)
                .mapToLong(ServingMemory.Part::bytes)
                .sum();
        assertThat(parts.getLast().bytes()).isEqualTo(sum);
    }

    @Test
    void aPreparedFeedTakesLessThanAKibibyte() {
        PreparedMemory memory = PreparedMemory.measure(20, 20_000);
        assertThat(memory.valueBytes()).isBetween(400.0, 900.0);
        assertThat(memory.toString()).contains("mebibytes_per_million=");
    }

    private static List<Placed> list(Ranking target, int number) {
        return list(target, WORLD.world(), number, 200);
    }

    private static List<Placed> list(Ranking target, World world, int number, int explained) {
        return target.list(
                world,
                WORLD.person(number),
                SyntheticWorld.NOW.toEpochMilli(),
                Policy.DEFAULT,
                Orders.NONE,
                new Ranking.Length(200, explained),
                new SplittableRandom(SEED));
    }
}
