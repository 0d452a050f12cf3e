package kepu.insight;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import kepu.base.Beijing;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What outreach reached: equal to the service record, each person once, within the scope, and never of few people. */
class OutreachIT {
    private static final String TOWN = "510903100";
    private static final String COMMUNITY = "510903100015";
    private static final String VILLAGE = "510903100208";
    private static final String BESIDE = "510903100210";
    private static final String SILENT = "510903100211";
    private static final String FAR = "340104003001";

    @RegisterExtension
    static final House house = new House()
            .with("services.sealSeconds", 1)
            .with("insight.rollUpSeconds", 1)
            .with("insight.rollUpRows", 7)
            .with("insight.censusSeconds", 1);

    private static final List<Long> PEOPLE = new ArrayList<>();
    private static String operator;

    @BeforeAll
    static void services() {
        operator = house.staff(Role.OPERATOR, "5109");
        for (int i = 0; i < 12; i++) {
            PEOPLE.add(resident(i < 6 ? COMMUNITY : VILLAGE));
        }
        for (int i = 0; i < 12; i++) {
            String home = i < 6 ? COMMUNITY : VILLAGE;
            known(PEOPLE.get(i), 1, "feed", home, "2025-03-0" + (1 + i % 9), "elder");
            known(PEOPLE.get(i), 2, "push", home, "2025-03-20", "elder");
        }
        for (int i = 0; i < 6; i++) {
            known(PEOPLE.get(i), 3, "feed", VILLAGE, "2025-05-02", "farmer");
        }
        told(VILLAGE, "2025-05-10", 40, "farmer", "elder");
        told(BESIDE, "2025-06-01", 3, "youth");
        rolledUp();
    }

    @Test
    void theWholeIsTheRecordAndEachPersonCountsOnceAYearAndOnceAMonth() {
        JsonObject year = overview("region=5109&year=2025");
        assertThat(people(year.getJsonObject("whole"), "services"))
                .isEqualTo((int)
                        house.count("select sum(people) from service where day between '2025-01-01' and '2025-12-31'"))
                .isEqualTo(73);
        assertThat(people(year.getJsonObject("whole"), "reached")).isEqualTo(12);
        assertThat(people(overview("region=5109&year=2025&month=5").getJsonObject("whole"), "reached"))
                .isEqualTo(6);
        assertThat(parts(year, "groups", "services")).isEqualTo(Map.of("elder", 64, "farmer", 46));
        assertThat(parts(year, "groups", "reached")).containsEntry("elder", 12);
        assertThat(year.getJsonArray("path").getJsonObject(0).getString("code")).isEqualTo("5109");
    }

    @Test
    void aPersonCountsAsReachedWhereTheyWereFirst() {
        Map<String, JsonObject> cells = cells("region=" + TOWN + "&year=2025");
        assertThat(people(at(cells, COMMUNITY), "reached")).isEqualTo(6);
        assertThat(people(at(cells, VILLAGE), "reached")).isEqualTo(6);
        Map<String, JsonObject> may = cells("region=" + TOWN + "&year=2025&month=5");
        assertThat(people(at(may, VILLAGE), "reached")).isEqualTo(6);
        assertThat(people(at(may, COMMUNITY), "reached")).isZero();
    }

    @Test
    void theShareIsOfTheResidentsOfThePlace() {
        JsonObject village = at(cells("region=" + TOWN + "&year=2025"), VILLAGE);
        assertThat(people(village, "residents")).isGreaterThanOrEqualTo(6);
        assertThat(village.getDouble("share")).isEqualTo(6.0 / people(village, "residents"));
        JsonObject kinds = overview("region=" + TOWN + "&year=2025");
        assertThat(parts(kinds, "kinds", "reached")).isEqualTo(Map.of("town", 6, "country", 6));
    }

    @Test
    void whatIsOfFewIsHiddenTogetherWithWhatWouldTellIt() {
        Map<String, JsonObject> cells = cells("region=" + TOWN + "&year=2025");
        assertThat(at(cells, BESIDE).getJsonObject("services")).isEqualTo(new JsonObject().put("few", true));
        assertThat(at(cells, COMMUNITY).getJsonObject("services").getBoolean("few"))
                .as("the smallest other one")
                .isTrue();
        assertThat(people(at(cells, VILLAGE), "services")).isEqualTo(58);
        JsonArray months = overview("region=5109&year=2025").getJsonArray("months");
        assertThat(months.getJsonObject(5).getJsonObject("services")).isEqualTo(new JsonObject().put("few", true));
    }

    @Test
    void everyStepDownAddsUpToTheOneAbove() {
        Map<String, JsonObject> counties = cells("region=5109&year=2025");
        Map<String, JsonObject> towns = cells("region=510903&year=2025");
        assertThat(people(at(counties, "510903"), "services")).isEqualTo(73);
        assertThat(people(at(towns, TOWN), "services")).isEqualTo(73);
        assertThat(people(at(counties, "510904"), "services")).isZero();
        assertThat(at(towns, TOWN).getJsonObject("villages").getInteger("served"))
                .isEqualTo(3);
    }

    @Test
    void aTargetIsSetWithItsTraceAndTheServicesOfItsYearsCount() {
        JsonObject target = new JsonObject()
                .put("region", "510903")
                .put("fromYear", 2024)
                .put("toYear", 2025)
                .put("services", 100);
        assertThat(house.send("PUT", "/v1/insight/target", target, operator).status())
                .isEqualTo(204);
        JsonObject told = overview("region=510903&year=2025").getJsonObject("target");
        assertThat(told.getInteger("services")).isEqualTo(100);
        assertThat(told.getJsonObject("done").getInteger("people")).isEqualTo(73);
        assertThat(told.getDouble("elapsed")).isEqualTo(1);
        assertThat(house.count("select count(*) from audit where action = 'outreach-target' and object = '510903'"))
                .isEqualTo(1);
        assertThat(overview("region=5109&year=2025").containsKey("target")).isFalse();
        Refusal.of(house.send("PUT", "/v1/insight/target", target.copy().put("toYear", 2020), operator), 400)
                .at("/toYear");
    }

    @Test
    void villagesWithoutAServiceAreNamedTheLongestFirst() {
        String today = Beijing.day(Instant.now()).toString();
        String fresh = "510903100213";
        told(fresh, today, 20, "farmer");
        rolledUp();
        House.Answer answer = house.get("/v1/insight/unserved?region=" + TOWN + "&days=30", operator);
        List<JsonObject> list = objects(answer.json().getJsonArray("list"));
        assertThat(list)
                .extracting(village -> village.getString("code"))
                .contains(SILENT, VILLAGE)
                .doesNotContain(fresh);
        assertThat(list.getFirst().containsKey("last")).as("never before once").isFalse();
        assertThat(list.getLast().getString("last")).isEqualTo("2025-06-01");
        assertThat(answer.json().getInteger("unserved")).isEqualTo(list.size());
        JsonObject above =
                house.get("/v1/insight/unserved?region=5109&days=30", operator).json();
        assertThat(above.getJsonArray("list"))
                .as("of a city all are named, as far as they fit")
                .isNotEmpty();
        assertThat(objects(above.getJsonArray("cells")))
                .anySatisfy(county -> assertThat(county.getInteger("unserved"))
                        .isEqualTo(county.getInteger("villages")
                                - (county.getString("code").equals("510903") ? 1 : 0)));
    }

    @Test
    void aScopeEndsAtItsEdge() {
        String county = house.staff(Role.OPERATOR, "510903");
        for (String call : List.of("overview", "coverage", "unserved", "export")) {
            Refusal.of(house.get("/v1/insight/" + call + "?region=5109", county), 403, "outside-scope");
            Refusal.of(house.get("/v1/insight/" + call + "?region=" + FAR, county), 403, "outside-scope");
            assertThat(house.get("/v1/insight/" + call, county).status()).isEqualTo(200);
        }
        JsonObject target = new JsonObject()
                .put("region", "510904")
                .put("fromYear", 2026)
                .put("toYear", 2026)
                .put("services", 1);
        Refusal.of(house.send("PUT", "/v1/insight/target", target, county), 403, "outside-scope");
    }

    @Test
    void whatIsAskedOfTheFutureIsRefused() {
        int next = Beijing.year(Instant.now()) + 1;
        Refusal.of(house.get("/v1/insight/overview?year=" + next, operator), 400)
                .at("?year");
        Refusal.of(house.get("/v1/insight/overview?month=13", operator), 400).at("?month");
    }

    @Test
    void aFileHoldsTheSameFiguresAndHidesTheSame() throws Exception {
        Map<String, JsonObject> cells = cells("region=" + TOWN + "&year=2025");
        List<Row> rows = workbook("table=coverage&region=" + TOWN + "&year=2025");
        assertThat(rows.getFirst().getCellText(4)).isEqualTo("覆盖率");
        assertThat(rows).hasSize(cells.size() + 1);
        for (Row row : rows.subList(1, rows.size())) {
            JsonObject cell = at(cells, row.getCellText(1));
            JsonObject services = cell.getJsonObject("services");
            assertThat(row.getCellText(5))
                    .isEqualTo(
                            services.getBoolean("few")
                                    ? Sheet.UNTOLD
                                    : services.getInteger("people").toString());
        }
        String csv = house.get("/v1/insight/export?format=csv&region=" + TOWN + "&year=2025", operator)
                .text();
        assertThat(csv)
                .startsWith("\uFEFF地区,代码,")
                .contains("\r\n永石桥村," + VILLAGE + ",")
                .contains("\r\n服务人次：");
        assertThat(csv.lines().filter(line -> line.contains(BESIDE)).findFirst().orElseThrow())
                .contains("," + Sheet.UNTOLD + ",");
        for (String table : List.of("groups", "kinds", "routes", "months", "unserved")) {
            assertThat(workbook("table=" + table + "&region=" + TOWN + "&year=2025"))
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void eachServiceIsTakenOnceHoweverManyRoundsThatTakes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            told(
                    random.nextBoolean() ? VILLAGE : "510904100201",
                    "2023-0" + (1 + random.nextInt(9)) + "-15",
                    1 + random.nextInt(30),
                    "worker");
        }
        rolledUp();
        List<List<String>> rows =
                house.sql("select village / 1000000, extract(month from day)::int, sum(people) from service"
                        + " where day between '2023-01-01' and '2023-12-31' group by 1, 2 order by 1, 2");
        List<List<String>> totals =
                house.sql("select region / 1000000, month, services from outreach_total where level = 3 and year = 2023"
                        + " and month > 0 and part = 'group:worker' order by 1, 2");
        assertThat(totals).as("seed %d", seed).isEqualTo(rows);
        assertThat(
                        house.count(
                                "select sum(services) from outreach_total where level = 0 and year = 2023 and month = 0 and part = ''"))
                .isEqualTo(
                        house.count("select sum(people) from service where day between '2023-01-01' and '2023-12-31'"));
    }

    @Test
    void whoGoesLeavesNothingButTheCount() {
        String token = house.resident("510903101001");
        long person = Long.parseLong(house.get("/v1/me", token).json().getString("id"));
        known(person, 5, "feed", "510903101001", "2022-02-02", "elder");
        rolledUp();
        assertThat(house.count("select count(*) from outreach_person where person = ?", person))
                .isEqualTo(1);
        assertThat(house.send("DELETE", "/v1/me", null, token).status()).isEqualTo(204);
        assertThat(house.count("select count(*) from outreach_person where person = ?", person))
                .isZero();
        assertThat(
                        house.count(
                                "select reached from outreach_total where level = 0 and year = 2022 and month = 0 and part = ''"))
                .isEqualTo(1);
    }

    @Test
    void healthSaysWhatIsThere() {
        JsonObject health = house.get("/v1/insight/health", operator).json();
        List<JsonObject> checks = objects(health.getJsonArray("checks"));
        assertThat(checks)
                .extracting(check -> check.getString("code"))
                .contains("node", "database", "redis", "disk", "queue-events", "model", "index");
        assertThat(checks).allSatisfy(check -> {
            assertThat(check.getString("text")).isNotBlank();
            assertThat(check.getString("advice").isEmpty())
                    .isEqualTo(check.getString("state").equals("good"));
        });
        assertThat(checks.stream()
                        .filter(check -> check.getString("code").equals("model"))
                        .findFirst()
                        .orElseThrow()
                        .getString("state"))
                .as("nothing was released")
                .isEqualTo("watch");
    }

    private static long resident(String village) {
        return Long.parseLong(
                house.get("/v1/me", house.resident(village)).json().getString("id"));
    }

    private static void known(long person, int item, String route, String village, String day, String group) {
        house.sql(
                "insert into service (person, item, route, village, day, groups) select ?, (select min(seq) from item) + ?, ?, ?, ?::date,"
                        + " group_mask(array[?])",
                person,
                item,
                route,
                Long.valueOf(village),
                day,
                group);
    }

    private static void told(String village, String day, int people, String... groups) {
        house.sql(
                "insert into service (item, route, village, day, people, groups, disseminator)"
                        + " select (select min(seq) from item), 'face_to_face', ?, ?::date, ?, group_mask(string_to_array(?, ',')),"
                        + " (select min(id) from staff)",
                Long.valueOf(village),
                day,
                people,
                String.join(",", groups));
    }

    private static void rolledUp() {
        eventually(
                "all is rolled up",
                () -> house.count("select coalesce(max(seq), 0) - (select last from outreach_mark) from service") == 0);
    }

    private static JsonObject overview(String query) {
        House.Answer answer = house.get("/v1/insight/overview?" + query, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static Map<String, JsonObject> cells(String query) {
        House.Answer answer = house.get("/v1/insight/coverage?" + query, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Map<String, JsonObject> cells = new TreeMap<>();
        objects(answer.json().getJsonArray("cells")).forEach(cell -> cells.put(cell.getString("code"), cell));
        return cells;
    }

    private static Map<String, Integer> parts(JsonObject overview, String name, String measure) {
        Map<String, Integer> parts = new TreeMap<>();
        objects(overview.getJsonArray(name)).stream()
                .filter(part -> part.getJsonObject(measure).containsKey("people"))
                .forEach(part -> parts.put(part.getString("code"), people(part, measure)));
        return parts;
    }

    private static JsonObject at(Map<String, JsonObject> cells, String code) {
        return Objects.requireNonNull(cells.get(code), code);
    }

    private static int people(JsonObject line, String measure) {
        return line.getJsonObject(measure).getInteger("people");
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static List<Row> workbook(String query) throws IOException, InterruptedException {
        HttpResponse<byte[]> file = house.client()
                .send(
                        house.request("/v1/insight/export?format=xlsx&" + query, operator)
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("content-type").orElseThrow()).contains("spreadsheetml");
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file.body()))) {
            return book.getFirstSheet().read();
        }
    }
}
