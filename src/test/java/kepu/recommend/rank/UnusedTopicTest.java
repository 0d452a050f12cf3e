package kepu.recommend.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import kepu.activity.EventType;
import kepu.base.Neighbours;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.recommend.log.Things;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Model;
import kepu.recommend.model.Policy;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;

/** Items 0 and 1 of topic 0 were opened, item 2 of topic 0 is their neighbour, item 3 of topic 1 is nobody's. */
class UnusedTopicTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final RegionCode VILLAGE = RegionCode.of("510903100208");
    private static final int NEIGHBOUR = 2;
    private static final long TOPIC = 1;

    private final Ranking target = new Ranking(100, Ranking.Surroundings.NONE);

    @Test
    void whatWasOpenedSpeaksForItsTopicAndItsNeighbours() {
        float[] row = row(0);
        assertThat(List.of(
                        at(row, Feature.COLLABORATIVE),
                        at(row, Feature.COLLABORATIVE_MEAN),
                        at(row, Feature.CONTENT),
                        at(row, Feature.CONTENT_BEST),
                        at(row, Feature.TOPIC_AFFINITY),
                        at(row, Feature.TOPIC_SHARE)))
                .allSatisfy(value -> assertThat(value).isPositive());
        assertThat(neighbour(0).cause()).isIn(Placed.Cause.COLLABORATIVE, Placed.Cause.CONTENT, Placed.Cause.TOPIC);
    }

    @Test
    void ofAnUnusedTopicNothingSpeaks() {
        float[] row = row(TOPIC);
        assertThat(List.of(
                        at(row, Feature.COLLABORATIVE),
                        at(row, Feature.COLLABORATIVE_MEAN),
                        at(row, Feature.CONTENT),
                        at(row, Feature.CONTENT_BEST),
                        at(row, Feature.TOPIC_AFFINITY),
                        at(row, Feature.TOPIC_SHARE)))
                .containsOnly(0f);
        assertThat(neighbour(TOPIC).cause())
                .isNotIn(Placed.Cause.COLLABORATIVE, Placed.Cause.CONTENT, Placed.Cause.TOPIC, Placed.Cause.INTEREST);
    }

    private static float at(float[] row, Feature feature) {
        return row[feature.ordinal()];
    }

    private float[] row(long unused) {
        float[] row = new float[Feature.COUNT];
        target.row(world(), person(unused), NOW.toEpochMilli(), NEIGHBOUR, row);
        return row;
    }

    private Placed neighbour(long unused) {
        // the first of two places: only the seventh is explored
        return target
                .list(
                        world(),
                        person(unused),
                        NOW.toEpochMilli(),
                        Policy.DEFAULT,
                        Orders.NONE,
                        Ranking.Length.explained(10),
                        new SplittableRandom(1))
                .stream()
                .filter(placed -> placed.item() == NEIGHBOUR)
                .findFirst()
                .orElseThrow();
    }

    private static Person person(long unused) {
        History history = new History(10);
        history.add(0, EventType.OPEN, NOW.minus(Duration.ofHours(2)).toEpochMilli());
        history.add(1, EventType.OPEN, NOW.minus(Duration.ofHours(1)).toEpochMilli());
        return new Person(VILLAGE, 0, 0, 0, unused, history);
    }

    private static World world() {
        Things.Thing[] all = IntStream.range(0, 4)
                .mapToObj(item -> new Things.Thing(
                        "item-" + item,
                        "",
                        item == 3 ? 2 : TOPIC,
                        0,
                        List.of(),
                        Season.ALWAYS,
                        Kind.ARTICLE,
                        NOW.minus(Duration.ofDays(100)).toEpochMilli(),
                        500,
                        ""))
                .toArray(Things.Thing[]::new);
        Neighbours near = new Neighbours.Builder(4, 2)
                .entry(NEIGHBOUR, 1)
                .end()
                .entry(NEIGHBOUR, 1)
                .end()
                .build();
        Rates rates = new Rates(NOW, Duration.ofDays(30), 20, false);
        Model model = new Model("1", new String[] {"", "", "", ""}, near, Linear.untrained());
        return new World(
                new Things(all, new String[] {"health", "fraud"}), rates.prior(), rates.trend(), near, model, 60_000);
    }
}
