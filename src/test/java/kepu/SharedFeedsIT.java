package kepu;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Redis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Feeds of two nodes that share what they make in a real Redis, also when it hangs or dies. How a feed was made is told by the counters. */
class SharedFeedsIT {
    private static final int REQUESTS = 60;
    /** They look by themselves so seldom that no test would wait for it. */
    private static final int SELDOM_MILLIS = 60_000;

    @Order(0)
    @RegisterExtension
    static final Redis REDIS = Redis.start(Redis.Version.SIX);

    @Order(1)
    @RegisterExtension
    static final House here = node();

    @Order(2)
    @RegisterExtension
    static final House there = node().on(here::address);

    /** A Redis is waited for longer than it needs on a machine that is busy with tests. */
    private static House node() {
        return SeveralNodesContract.hinted(House.node(), REDIS)
                .with("changes.pollMillis", SELDOM_MILLIS)
                .with("cache.waitMillis", 2_000);
    }

    @BeforeAll
    static void connect() {
        SeveralNodesContract.connected(here, 1);
        SeveralNodesContract.connected(there, 1);
    }

    @BeforeEach
    void share() {
        eventually("what one makes the other serves", SharedFeedsIT::servesTheOthers);
    }

    @AfterEach
    void resume() {
        REDIS.resume();
    }

    @Test
    void aFeedThatOneNodeMadeIsServedWarmByTheOther() {
        String token = here.resident(here.village());
        JsonObject made = feed(here, token);
        isShared(here, token);
        double prepared = served(there, "prepared");
        double ranked = served(there, "ranking");
        assertThat(feed(there, token)).isEqualTo(made);
        assertThat(served(there, "prepared")).isEqualTo(prepared + 1);
        assertThat(served(there, "ranking")).isEqualTo(ranked);
        assertThat(feed(there, token)).as("and again from memory").isEqualTo(made);
    }

    @Test
    void aWithdrawalLeavesTheWarmFeedsOfTheOtherNode() {
        String token = here.resident(here.village());
        String item = ids(feed(here, token)).getFirst();
        isShared(here, token);
        assertThat(ids(feed(there, token))).contains(item);
        double warm = served(there, "warm");
        feed(there, token);
        assertThat(served(there, "warm")).isEqualTo(warm + 1);
        String reviewer = here.staff(Role.REVIEWER, "0");
        assertThat(here.post(
                                "/v1/library/items/" + item + "/withdraw",
                                new JsonObject().put("reason", "数据有误"),
                                reviewer)
                        .status())
                .isEqualTo(204);
        eventually("it left", () -> !ids(feed(there, token)).contains(item));
    }

    @Test
    void whatAnotherNodeHearsOfLateLeavesTheListThatWasMadeSince() {
        String token = here.resident(here.village());
        String made = feed(here, token).getString("feed");
        isShared(here, token);
        assertThat(feed(there, token).getString("feed")).isEqualTo(made);
        here.sql("insert into change (room, key) values ('residents', '" + id(here, token) + "')");
        here.resident(here.village());
        eventually("it was heard", () -> !isWarm(there, token));
        assertThat(feed(there, token).getString("feed")).isEqualTo(made);
        isShared(here, token);
    }

    @Test
    void aProfileThatChangesHereLeavesNoListBehind() {
        String token = here.resident(here.village());
        String made = feed(here, token).getString("feed");
        isShared(here, token);
        JsonObject profile = new JsonObject().put("groups", new JsonArray(List.of("elder")));
        assertThat(here.send("PATCH", "/v1/me", profile, token).status()).isEqualTo(200);
        awaitShared("it is gone", here, token, 0);
        eventually(
                "and is not served there",
                () -> !feed(there, token).getString("feed").equals(made));
    }

    /** Serves a feed, and says whether it was the one of before. */
    private static boolean isWarm(House house, String token) {
        double before = served(house, "warm");
        feed(house, token);
        return served(house, "warm") > before;
    }

    @Test
    void whatSomebodyDidHereTheirFeedThereKnows() {
        String token = here.resident(here.village());
        String item = ids(feed(here, token)).getFirst();
        isShared(here, token);
        feed(there, token);
        JsonObject event = new JsonObject()
                .put("id", "shared-" + item)
                .put("item", item)
                .put("type", "not_interested")
                .put("at", Instant.now().toString());
        assertThat(here.post("/v1/events", new JsonObject().put("events", new JsonArray(List.of(event))), token)
                        .status())
                .isEqualTo(202);
        eventually("it left", () -> !ids(feed(there, token)).contains(item));
    }

    @Test
    void aFeedThatBeganHereGoesOnThereWithoutRepeats() {
        String token = here.resident(here.village());
        JsonObject first = here.get("/v1/feed?size=8", token).json();
        isShared(here, token);
        JsonObject second = turn(there, first, token);
        JsonObject third = turn(here, second, token);
        assertThat(Stream.of(second, third).map(page -> page.getString("feed"))).containsOnly(first.getString("feed"));
        assertThat(Stream.of(first, second, third).flatMap(page -> ids(page).stream()))
                .hasSize(24)
                .doesNotHaveDuplicates();
        assertThat(there.metric("kepu_feed_recalled_total{found=\"yes\"}")).isPositive();
    }

    @Test
    void aHungRedisCostsAFewShortWaitsAndNoAnswer() {
        String village = here.village();
        List<String> tokens =
                Stream.generate(() -> here.resident(village)).limit(REQUESTS).toList();
        JsonObject begun = here.get("/v1/feed?size=8", tokens.getFirst()).json();
        isShared(here, tokens.getFirst());
        double late = there.metric("kepu_cache_failed_total{why=\"late\"}");
        double open = there.metric("kepu_cache_refused_total{limit=\"open\"}");
        REDIS.pause();
        tokens.forEach(token -> assertThat(ids(feed(there, token))).hasSize(20));
        assertThat(there.metric("kepu_cache_failed_total{why=\"late\"}") - late)
                .as("each is a wait of cache.waitMillis")
                .isBetween(1.0, REQUESTS / 2.0);
        assertThat(there.metric("kepu_cache_refused_total{limit=\"open\"}") - open)
                .as("asked for and not waited for")
                .isGreaterThan(REQUESTS / 2.0);
        JsonObject turned = turn(there, begun, tokens.getFirst());
        assertThat(ids(turned)).as("it begins anew").hasSize(8);
        REDIS.resume();
        share();
    }

    @Test
    void aRedisThatDiesCostsNoAnswerEither() {
        String village = here.village();
        REDIS.kill();
        try {
            for (int i = 0; i < REQUESTS / 4; i++) {
                String token = here.resident(village);
                JsonObject first = here.get("/v1/feed?size=8", token).json();
                assertThat(ids(turn(there, first, token))).hasSize(8);
                assertThat(ids(feed(there, token))).hasSize(20);
            }
        } finally {
            REDIS.start();
        }
        SeveralNodesContract.connected(here, 1);
        SeveralNodesContract.connected(there, 1);
        share();
    }

    private static boolean servesTheOthers() {
        String token = here.resident("510903100208");
        return feed(here, token).getString("feed").equals(feed(there, token).getString("feed"));
    }

    private static JsonObject feed(House house, String token) {
        House.Answer answer = house.get("/v1/feed", token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonObject turn(House house, JsonObject page, String token) {
        House.Answer answer = house.get("/v1/feed?size=8&cursor=" + page.getString("next"), token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    private static double served(House house, String from) {
        return house.metric("kepu_feed_served_total{from=\"" + from + "\"}");
    }

    /** Waits until Redis has what a node left for the others. */
    private static void isShared(House house, String token) {
        awaitShared("it is shared", house, token, 1);
    }

    private static void awaitShared(String what, House house, String token, long lists) {
        String key = "kepu:feed.2:{" + id(house, token) + "}";
        try (RedisClient client = RedisClient.create("redis://" + REDIS.address())) {
            var commands = client.connect().sync();
            eventually(what, () -> commands.exists(key) == lists);
        }
    }

    private static String id(House house, String token) {
        return house.get("/v1/me", token).json().getString("id");
    }
}
