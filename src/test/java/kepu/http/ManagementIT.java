package kepu.http;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.OwnPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The management port, and what a house does whose database is away. */
class ManagementIT {
    private static final String VILLAGE = "510903100208";

    private static final OwnPostgres postgres = new OwnPostgres();

    @RegisterExtension
    static final House house = new House().on(postgres).with("database.statementMillis", 3_000);

    private static String resident;
    private static String disseminator;
    private static String operator;
    private static String item;
    private static String refresh;

    @BeforeAll
    static void people() {
        resident = house.resident(VILLAGE, new JsonObject().put("occupation", "独一无二的职业"));
        disseminator = house.staff(Role.DISSEMINATOR, VILLAGE);
        operator = house.staff(Role.OPERATOR, "5109");
        item = house.items(1).getFirst();
        JsonObject login = new JsonObject()
                .put("phone", House.phone())
                .put("code", "000000")
                .put("village", VILLAGE)
                .put("consent", true);
        refresh = house.post("/v1/sessions", login, null).json().getString("refresh");
    }

    @AfterAll
    static void end() {
        postgres.close();
    }

    @Test
    void aHouseThatServesIsAliveAndReady() {
        assertThat(management("/health/live").statusCode()).isEqualTo(200);
        assertThat(management("/health/ready").statusCode()).isEqualTo(200);
        eventually(
                "everything is there",
                () -> new JsonObject(management("/health/ready").body())
                        .equals(new JsonObject().put("status", "up").put("awaiting", new JsonArray())));
        assertThat(management("/anything").statusCode()).isEqualTo(404);
        assertThat(house.get("/metrics", null).text()).doesNotContain("kepu_");
        assertThat(house.get("/health/live", null).status()).isEqualTo(404);
    }

    @Test
    void theMetricsCountWhatLimitsHold() {
        String text = management("/metrics").body();
        assertThat(text)
                .contains(
                        "kepu_events_queued ",
                        "kepu_events_refused_total ",
                        "kepu_events_stored_total ",
                        "kepu_hub_connected ",
                        "kepu_hub_refused_total ",
                        "kepu_hub_slow_total ",
                        "kepu_hub_delivered_total ",
                        "kepu_publications_live ",
                        "kepu_passwords_refused_total ",
                        "kepu_guests_refused_total ",
                        "kepu_http_connections ",
                        "kepu_audience_residents ",
                        "kepu_audience_tail ",
                        "kepu_audience_waiting ",
                        "kepu_audience_by_database_total ");
        assertThat(text.lines().filter(line -> line.startsWith("kepu_http_refused_total{")))
                .isNotEmpty();
    }

    @Test
    void theGaugesFollowWhatHappens() {
        double stored = house.metric("kepu_events_stored_total");
        double live = house.metric("kepu_publications_live");
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            assertThat(house.metric("kepu_hub_connected")).isEqualTo(1);
            assertThat(events("gauge").status()).isEqualTo(202);
            assertThat(house.metric("kepu_events_stored_total") - stored).isEqualTo(1);
            new Desk(house, operator).published(Desk.region(VILLAGE), item);
            assertThat(house.metric("kepu_publications_live") - live).isEqualTo(1);
            assertThat(house.metric("kepu_events_queued")).isZero();
        }
    }

    @Test
    void theMetricsHoldNothingOfPeople() {
        String id = house.get("/v1/me", resident).json().getString("id");
        house.get("/v1/feed", resident);
        house.get("/v1/items/" + item, resident);
        String text = management("/metrics").body();
        assertThat(text).doesNotContain("独一无二的职业", resident, disseminator, item, VILLAGE);
        assertThat(text).doesNotContainPattern("1[3-9][0-9]{9}\"").doesNotContain("\"" + id + "\"");
    }

    @Test
    void withoutItsDatabaseTheHouseSaysSoAndComesBackWithIt() throws Exception {
        eventually("the audience index is laid", () -> house.metric("kepu_audience_residents") > 0);
        postgres.takeAway();
        try {
            eventually("not ready", () -> management("/health/ready").statusCode() == 503);
            assertThat(management("/health/live").statusCode()).isEqualTo(200);
            Map<String, Callable<House.Answer>> calls = calls();
            List<String> names = new ArrayList<>(calls.keySet());
            List<House.Answer> answers = AtOnce.results(new ArrayList<>(calls.values()));
            for (int i = 0; i < names.size(); i++) {
                assertAway(names.get(i), answers.get(i));
            }
            House.Answer estimate = house.post(
                    "/v1/audiences/estimate", new JsonObject().put("audience", Desk.region(VILLAGE)), operator);
            assertThat(estimate.status()).as("from memory: %s", estimate.text()).isEqualTo(200);
            AtOnce.results(32, () -> events("many")).forEach(answer -> assertAway("many events", answer));
            assertThat(house.get("/v1/feed?region=5109", null).status()).isIn(200, 503);
            assertThat(house.get("/v1/feed", resident).status()).isIn(200, 503);
            assertThat(house.get("/v1/items/" + item, null).status()).isIn(200, 503);
        } finally {
            postgres.giveBack();
        }
        eventually("ready again", () -> management("/health/ready").statusCode() == 200);
        assertThat(events("after").json().getInteger("accepted")).isEqualTo(1);
        assertThat(house.count("select count(*) from event where id like 'away%'"))
                .isZero();
        assertThat(tap().status()).isEqualTo(201);
        assertThat(refresh().status()).isEqualTo(201);
        assertThat(house.get("/v1/me", resident).json().getString("occupation")).isEqualTo("独一无二的职业");
    }

    @Test
    void aKilledDatabaseComesBackByItself() throws Exception {
        postgres.kill();
        eventually("events are stored again", () -> {
            House.Answer answer = events("killed");
            assertThat(answer.status()).as(answer.text()).isIn(202, 503);
            return answer.status() == 202;
        });
        eventually("ready again", () -> management("/health/ready").statusCode() == 200);
        assertThat(house.count("select count(*) from event where id = 'killed'"))
                .isEqualTo(1);
    }

    /** Calls that need the database. */
    private static Map<String, Callable<House.Answer>> calls() {
        Map<String, Callable<House.Answer>> calls = new LinkedHashMap<>();
        calls.put("events", () -> events("away"));
        calls.put("profile", () -> house.send("PATCH", "/v1/me", new JsonObject().put("occupation", "x"), resident));
        calls.put("erase", () -> house.send("DELETE", "/v1/me", null, resident));
        calls.put("export", () -> house.get("/v1/me/export", resident));
        calls.put(
                "login",
                () -> house.post(
                        "/v1/sessions",
                        new JsonObject().put("phone", House.phone()).put("code", "000000"),
                        null));
        calls.put(
                "password",
                () -> house.post(
                        "/v1/sessions",
                        new JsonObject().put("account", "someone").put("password", "wrong"),
                        null));
        calls.put("refresh", ManagementIT::refresh);
        calls.put("campaign", () -> new Desk(house, operator).create(Desk.draft(Desk.region(VILLAGE), item)));
        calls.put("campaigns", () -> house.get("/v1/campaigns", operator));
        calls.put("push", ManagementIT::tap);
        calls.put("today", () -> house.get("/v1/village/today", disseminator));
        calls.put("unreached", () -> house.get("/v1/village/unreached", disseminator));
        calls.put("services", () -> house.get("/v1/village/services", disseminator));
        calls.put("regions by name", () -> house.get("/v1/regions?name=%E6%B0%B8%E7%9F%B3", null));
        return calls;
    }

    private static House.Answer refresh() {
        return house.post("/v1/sessions/refresh", new JsonObject().put("refresh", refresh), null);
    }

    private static House.Answer tap() {
        return house.post("/v1/village/push", new JsonObject().put("item", item), disseminator);
    }

    private static House.Answer events(String id) {
        JsonObject event = new JsonObject()
                .put("id", id)
                .put("type", "impression")
                .put("at", Instant.now().toString());
        return house.post("/v1/events", new JsonObject().put("events", List.of(event)), resident);
    }

    private static void assertAway(String call, House.Answer answer) {
        assertThat(answer.status()).as("%s: %s", call, answer.text()).isEqualTo(503);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.json().getString("detail")).containsPattern("\\p{IsHan}");
    }

    private static HttpResponse<String> management(String path) {
        try {
            return house.client()
                    .send(HttpRequest.newBuilder(house.management(path)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
