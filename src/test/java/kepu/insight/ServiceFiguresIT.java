package kepu.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kepu.base.Beijing;
import kepu.people.Role;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 人次 for staff: within their scope, equal to the rows sealed or not, and never of few people. */
class ServiceFiguresIT {
    private static final String HERE = "510903100208";
    private static final String BESIDE = "510903100210";
    private static final String FAR = "340104003001";

    @RegisterExtension
    static final House house = new House().with("services.sealSeconds", 1);

    private static String operator;

    @BeforeAll
    static void services() {
        operator = house.staff(Role.OPERATOR, "5109");
        serve(HERE, "2026-03-01", 20, "elder", "farmer");
        serve(HERE, "2026-03-02", 7, "youth");
        serve(BESIDE, "2026-03-02", 30, "elder");
        serve(BESIDE, "2026-04-01", 3, "official");
        Eventually.eventually("all is sealed", ServiceFiguresIT::isSealed);
    }

    @Test
    void groupsOverlapAndTheTotalCountsEachOnce() {
        JsonObject figures = figures("region=510903&from=2026-03-01&to=2026-03-31&by=group");
        assertThat(figures.getJsonObject("total").getInteger("people")).isEqualTo(57);
        assertThat(cells(figures)).isEqualTo(Map.of("elder", 50, "farmer", 20, "youth", 7));
        assertThat(figures.getJsonArray("cells").getJsonObject(0).getString("name"))
                .isEqualTo("老年人");
    }

    @Test
    void partsByRegionAndRouteAddUp() {
        assertThat(cells(figures("region=5109&from=2026-03-01&to=2026-03-31&by=region")))
                .isEqualTo(Map.of("510903", 57));
        assertThat(cells(figures("region=510903100&level=village&from=2026-03-01&to=2026-03-31&by=region")))
                .isEqualTo(Map.of(HERE, 27, BESIDE, 30));
        assertThat(cells(figures("region=5109&from=2026-03-01&to=2026-03-31&by=route")))
                .isEqualTo(Map.of("face_to_face", 57));
        assertThat(cells(figures("region=5109&level=town&from=2026-03-02&to=2026-03-02&by=region")))
                .isEqualTo(Map.of("510903100", 37));
    }

    @Test
    void whatIsNotSealedYetCountsToo() {
        int before = figures("region=" + HERE).getJsonObject("total").getInteger("people");
        String today = Beijing.day(Instant.now()).toString();
        serve(HERE, today, 100, "worker");
        for (String region : List.of(HERE, "510903100", "5109")) {
            JsonObject figures = figures("region=" + region + "&from=" + today + "&to=" + today);
            assertThat(cells(figures)).containsEntry("worker", 100);
        }
        Eventually.eventually("all is sealed", ServiceFiguresIT::isSealed);
        assertThat(figures("region=" + HERE).getJsonObject("total").getInteger("people"))
                .isEqualTo(before + 100);
    }

    @Test
    void whatIsLeftOfServicesThatHaveGoneCountsInItsVillage() {
        house.sql("insert into service_past (village, day, route, groups, people) values"
                + " (510903100212, '2019-05-02', 'feed', group_mask('{elder,farmer}'), 40),"
                + " (510903100212, '2019-05-03', 'push', group_mask('{elder}'), 12)");
        JsonObject figures = figures("region=510903100212&from=2019-05-02&to=2019-05-03&by=group");
        assertThat(figures.getJsonObject("total").getInteger("people")).isEqualTo(52);
        assertThat(cells(figures)).isEqualTo(Map.of("elder", 52, "farmer", 40));
        assertThat(cells(figures("region=510903100212&from=2019-05-03&to=2019-05-31&by=route")))
                .isEqualTo(Map.of("push", 12));
    }

    @Test
    void fewPeopleAreNotShown() {
        JsonObject april = figures("region=510903&from=2026-04-01&to=2026-04-30&by=group");
        assertThat(april.getJsonObject("total")).isEqualTo(new JsonObject().put("few", true));
        assertThat(april.getJsonArray("cells").getJsonObject(0).containsKey("people"))
                .isFalse();
        JsonObject both = figures("region=510903100&level=village&from=2026-03-02&to=2026-04-30&by=region");
        assertThat(cells(both)).isEqualTo(Map.of(HERE, 7, BESIDE, 33));
    }

    @Test
    void aScopeEndsAtItsEdge() {
        Refusal.of(house.get("/v1/insight/services?region=" + FAR, operator), 403, "outside-scope");
        Refusal.of(house.get("/v1/insight/services?region=51", operator), 403, "outside-scope");
        String disseminator = house.staff(Role.DISSEMINATOR, HERE);
        assertThat(house.get("/v1/insight/services", disseminator).json().getString("region"))
                .isEqualTo(HERE);
        Refusal.of(house.get("/v1/insight/services?region=" + BESIDE, disseminator), 403, "outside-scope");
    }

    @Test
    void aQuestionWithoutSenseIsRefused() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "from=2026-03-02&to=2026-03-01", "?to",
                        "from=2026-02-30", "?from",
                        "by=age", "?by",
                        "region=5109&by=region&level=province", "?level",
                        "region=5109&by=region&level=village", "?level")
                .entrySet()) {
            Refusal.of(house.get("/v1/insight/services?" + wrong.getKey(), operator), 400)
                    .at(wrong.getValue());
        }
    }

    private static boolean isSealed() {
        return house.count(
                        "select coalesce(max(seq), 0) - (select coalesce(max(last), 0) from service_block) from service")
                == 0;
    }

    private static void serve(String village, String day, int people, String... groups) {
        house.sql(
                "insert into service (item, route, village, day, people, groups, disseminator)"
                        + " select (select min(seq) from item), 'face_to_face', ?, ?::date, ?, group_mask(string_to_array(?, ',')),"
                        + " (select min(id) from staff)",
                Long.valueOf(village),
                day,
                people,
                String.join(",", groups));
    }

    private static JsonObject figures(String query) {
        House.Answer answer = house.get("/v1/insight/services?" + query, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static Map<String, Integer> cells(JsonObject figures) {
        Map<String, Integer> cells = new TreeMap<>();
        JsonArray array = figures.getJsonArray("cells");
        array.forEach(
                cell -> cells.put(((JsonObject) cell).getString("key"), ((JsonObject) cell).getInteger("people")));
        return cells;
    }
}
