package kepu.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.store.Bulk;
import kepu.testing.Desk;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.LiveSocket;
import kepu.testing.LiveStream;
import kepu.testing.Refusal;
import kepu.testing.Told;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bulletin from its post to the people it is for. Each test has a village of its own. */
class BulletinIT {
    @RegisterExtension
    static final House house =
            new House().with("bulletins.messageBytes", 30_000).with("bulletins.corners", 1_000);

    private String village;
    private String resident;
    private String operator;

    @BeforeEach
    void people() {
        village = house.village();
        resident = house.resident(village);
        operator = house.staff(Role.OPERATOR, "5109");
    }

    @Test
    void aCapFileIsTakenToTheConnectedAndStandsAboveFeedAndInboxUntilItsCancel() {
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            Cap alert = Cap.alert("船山区暴雨橙色预警", village);
            JsonObject posted = created(alert.post(house, operator));
            assertThat(posted.getString("state")).isEqualTo("live");
            Told told = line.next("bulletin");
            assertThat(told.id()).isEqualTo(posted.getString("id"));
            assertThat(told.offset()).as("moves no offset").isNull();
            JsonObject shown = told.data();
            assertThat(shown.getString("headline")).isEqualTo("船山区暴雨橙色预警");
            assertThat(shown.getString("severity")).isEqualTo("orange");
            assertThat(shown.getString("severityText")).isEqualTo("橙色预警");
            assertThat(shown.getString("instruction")).isEqualTo("不要过河");
            assertThat(shown.getString("sender")).isEqualTo("遂宁市气象台");
            assertThat(above("/v1/feed", resident)).containsExactly(shown);
            assertThat(above("/v1/inbox", resident))
                    .containsExactly(shown.copy().put("acknowledged", false));
            assertThat(above("/v1/feed?region=" + village, null)).containsExactly(shown);

            created(Cap.cancel(alert).post(house, operator));
            Told cancel = line.next("bulletin-cancel");
            assertThat(cancel.id()).isEqualTo(posted.getString("id"));
            assertThat(above("/v1/feed", resident)).isEmpty();
            assertThat(above("/v1/inbox", resident)).isEmpty();
        }
    }

    @Test
    void othersAreNotTold() {
        String elsewhere = house.resident("510904001001");
        try (LiveStream line = LiveStream.open(house, elsewhere, null)) {
            line.next("hello");
            created(Cap.alert("此处", village).post(house, operator));
            String own = created(Cap.alert("彼处", "510904001001").post(house, operator))
                    .getString("id");
            assertThat(line.next("bulletin").id()).isEqualTo(own);
        }
        assertThat(ids(above("/v1/feed?region=510904", null))).isEmpty();
    }

    @Test
    void whoComesBackIsToldWhatStandsAndWhatEnded() {
        Cap ended = Cap.alert("过去", village);
        String over = created(ended.post(house, operator)).getString("id");
        String offset;
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            Told hello = line.next("hello");
            offset = hello.data().getString("offset");
            assertThat(hello.data().getJsonArray("bulletins")).containsExactly(over);
            assertThat(line.next("bulletin").id()).isEqualTo(over);
        }
        created(Cap.cancel(ended).post(house, operator));
        String now = created(Cap.alert("现在", village).post(house, operator)).getString("id");
        String publication = Desk.of(house, Role.OPERATOR, "5109")
                .publications(Desk.region(village), house.items(1).getFirst())
                .getFirst();
        try (LiveStream line = LiveStream.open(house, resident, offset)) {
            assertThat(line.next("hello").data().getJsonArray("bulletins")).containsExactly(now);
            List<String> cancelled = new ArrayList<>();
            Told told = line.next();
            while (told.event().equals("bulletin-cancel")) {
                cancelled.add(told.id());
                told = line.next();
            }
            assertThat(cancelled)
                    .as("this one, and what other tests took back around here")
                    .contains(over);
            assertThat(told.event()).isEqualTo("bulletin");
            assertThat(told.id()).as("ahead of what was published").isEqualTo(now);
            assertThat(line.next("publication").id()).isEqualTo(publication);
        }
    }

    @Test
    void aSocketIsToldWithoutAnOffset() {
        String id = created(Cap.alert("暴雨", village).post(house, operator)).getString("id");
        try (LiveSocket socket = LiveSocket.open(house, resident, null)) {
            socket.next("hello");
            Told told = socket.next("bulletin");
            assertThat(told.id()).isEqualTo(id);
            assertThat(told.offset()).isNull();
        }
    }

    @Test
    void whoMovesIsToldWhatStandsThere() {
        String other = house.village();
        String here = created(Cap.alert("此处", village).post(house, operator)).getString("id");
        String there = created(Cap.alert("彼处", other).post(house, operator)).getString("id");
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            assertThat(line.next("bulletin").id()).isEqualTo(here);
            assertThat(house.send("PATCH", "/v1/me", new JsonObject().put("village", other), resident)
                            .status())
                    .isEqualTo(200);
            assertThat(line.next("bulletin").id()).isEqualTo(there);
            assertThat(line.next("bulletin-cancel").id()).isEqualTo(here);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Test", "Exercise", "System", "Draft"})
    void whatIsNotRealIsForStaffOnly(String status) {
        assertHidden(Cap.alert("演练", village).with(status, "Public"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Restricted", "Private"})
    void whatIsNotForEverybodyIsForStaffOnly(String scope) {
        assertHidden(Cap.alert("内部", village).with("Actual", scope));
    }

    private void assertHidden(Cap hidden) {
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            String id = created(hidden.post(house, operator)).getString("id");
            String real =
                    created(Cap.alert("真的", village).post(house, operator)).getString("id");
            assertThat(line.next("bulletin").id()).isEqualTo(real);
            assertThat(ids(above("/v1/feed", resident))).containsExactly(real);
            assertThat(ids(above("/v1/inbox", resident))).containsExactly(real);
            assertThat(ids(above("/v1/feed", operator))).contains(real).doesNotContain(id);
            for (String token : new @Nullable String[] {null, resident}) {
                Refusal.of(house.get("/v1/bulletins/" + id, token), 404, "bulletin-missing");
                Refusal.of(house.get("/v1/bulletins/" + id + ".xml", token), 404, "bulletin-missing");
            }
            assertThat(house.get("/v1/bulletins.atom", null).text())
                    .contains(real)
                    .doesNotContain(id);
            assertThat(house.get("/v1/bulletins/" + id, operator).status()).isEqualTo(200);
            assertThat(house.get("/v1/bulletins?size=100", operator).text()).contains(id);
            Refusal.of(house.get("/v1/bulletins/" + id, house.staff(Role.EDITOR, "52")), 404, "bulletin-missing");
        }
    }

    @Test
    void residentsAndOtherStaffMayNotPost() {
        Cap alert = Cap.alert("暴雨", village);
        Refusal.of(alert.post(house, null), 401, "token-missing");
        Refusal.of(alert.post(house, resident), 403, "role-forbidden");
        Refusal.of(alert.post(house, house.staff(Role.DISSEMINATOR, village)), 403, "role-forbidden");
        assertThat(house.count("select count(*) from bulletin where identifier = ?", alert.identifier()))
                .isZero();
    }

    @Test
    void everyRegionMustLieInTheScope() {
        String narrow = house.staff(Role.OPERATOR, "510904");
        Refusal.of(Cap.alert("暴雨", village).post(house, narrow), 403, "outside-scope")
                .naming("船山区");
        String both = Cap.info("zh-CN", "暴雨", "Minor", Cap.area("区划代码", "510904", village), "");
        Refusal.of(Cap.of("Alert", null).infos(both).post(house, narrow), 403, "outside-scope");
        String id = created(Cap.alert("暴雨", village).post(house, operator)).getString("id");
        Refusal.of(house.post("/v1/bulletins/" + id + "/cancel", null, narrow), 404, "bulletin-missing");
        String part = house.staff(Role.OPERATOR, village.substring(0, 9));
        String county = created(Cap.alert("全区", "510903").post(house, operator)).getString("id");
        Refusal.of(house.post("/v1/bulletins/" + county + "/cancel", null, part), 403, "outside-scope");
        assertThat(ids(above("/v1/feed", resident))).contains(id, county);
        assertThat(house.post("/v1/bulletins/" + county + "/cancel", null, operator)
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "统计用区划代码,510903,船山区",
        "AreaCode,510903000000,船山区",
        "国家预警信息发布中心行政区划编码,510900000000,遂宁市",
        "行政区划代码,510900,遂宁市",
        "gb/t 2260,5109,遂宁市",
        "adcode,510903,船山区"
    })
    void aCodeIsFoundUnderTheNamesThatSendersGiveToIt(String name, String code, String region) {
        String info = Cap.info("zh-CN", "暴雨", "Minor", Cap.area(name, code), "");
        JsonObject posted = created(Cap.of("Alert", null).infos(info).post(house, operator));
        assertThat(posted.getJsonArray("regions").getJsonObject(0).getString("name"))
                .endsWith(region);
        assertThat(ids(above("/v1/feed", resident))).contains(posted.getString("id"));
        assertThat(house.post("/v1/bulletins/" + posted.getString("id") + "/cancel", null, operator)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aProvinceIsFoundByItsIsoCode() {
        String info = Cap.info("zh-CN", "暴雨", "Minor", Cap.area("ISO3166-2", "CN-GZ"), "");
        JsonObject posted = created(Cap.of("Alert", null).infos(info).post(house, house.staff(Role.OPERATOR, "0")));
        assertThat(posted.getJsonArray("regions").getJsonObject(0).getString("code"))
                .isEqualTo("52");
    }

    @Test
    void whatWasNotFoundIsListedAndTheRestIsTaken() {
        String info = Cap.info("zh-CN", "暴雨", "Minor", Cap.area("区划代码", village, "519999"), "");
        JsonObject posted = created(Cap.of("Alert", null).infos(info).post(house, operator));
        JsonObject part = posted.getJsonArray("unresolved").getJsonObject(0);
        assertThat(part.getString("part")).isEqualTo("区划代码=519999");
        assertThat(part.getString("area")).isEqualTo("所发地区");
        assertThat(ids(above("/v1/feed", resident))).containsExactly(posted.getString("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"canada.cap", "canada_signed.cap", "wcatwc-warning.cap", "earthquake-iso8859-1.cap"})
    void aMessageForNoPlaceOfOursIsRefusedWithEachPart(String file) {
        House.Answer answer = Cap.post(house, CapReaderTest.fixture(file), "application/xml", operator);
        Refusal.of(answer, 400, "bulletin-area-unresolved");
        assertThat(answer.json().getJsonArray("faults")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "invalid.cap,cap-invalid",
        "canada_errors.cap,cap-invalid",
        "noaa_errors.cap,cap-version",
        "earthquake.cap,cap-version",
        "weather.cap,cap-version",
        "no_optional_fields.cap,cap-version",
        "amber.atom,cap-version",
        "weather.atom,cap-version",
        "weather_index.atom,cap-version",
        "xee.cap,xml-doctype"
    })
    void aFaultyMessageIsRefusedByName(String file, String type) {
        Refusal.of(Cap.post(house, CapReaderTest.fixture(file), "application/cap+xml", operator), 400, type);
    }

    @Test
    void sizesAreBounded() {
        String text = Cap.alert("长".repeat(12_000), village).xml();
        Refusal.of(Cap.post(house, text.getBytes(StandardCharsets.UTF_8), "text/xml", operator), 415);
        Refusal.of(
                Cap.post(house, text.getBytes(StandardCharsets.UTF_8), "application/xml", operator),
                400,
                "bulletin-too-long");
        String corners = "<polygon>" + "30,105 31,106 ".repeat(600) + "30,105</polygon>";
        String info = Cap.info("zh-CN", "暴雨", "Minor", Cap.drawn(corners), "");
        Refusal.of(Cap.of("Alert", null).infos(info).post(house, operator), 400, "bulletin-corners");
        assertThat(house.metric("kepu_bulletins_refused_total{limit=\"bytes\"}"))
                .isEqualTo(1);
    }

    @Test
    void anAreaThatIsDrawnIsFoundByThePointsThatLieInIt() throws Exception {
        String inside = house.village();
        String outside = house.village();
        String file = "code,lat,lon\n" + inside + ",30.5,105.5\n" + outside + ",31.5,105.5\n51x,1,1\n51,91,1\n";
        try (Bulk bulk = Bulk.open(house.address())) {
            RegionPoints.Import report =
                    RegionPoints.merge(bulk, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
            assertThat(report.changed()).isEqualTo(2);
            assertThat(report.faults())
                    .extracting(fault -> fault.substring(0, 6))
                    .containsExactly("line 4", "line 5");
        }
        String square = "<polygon>30,105 30,106 31,106 31,105 30,105</polygon>";
        String info = Cap.info("zh-CN", "泥石流", "Extreme", Cap.drawn(square), "");
        JsonObject posted = created(Cap.of("Alert", null).infos(info).post(house, operator));
        assertThat(codes(posted)).containsExactly(inside);
        String circle = Cap.info("zh-CN", "地震", "Extreme", Cap.drawn("<circle>31.6,105.5 12</circle>"), "");
        assertThat(codes(created(Cap.of("Alert", null).infos(circle).post(house, operator))))
                .containsExactly(outside);
        String nowhere = Cap.info("zh-CN", "地震", "Extreme", Cap.drawn("<circle>10,105.5 12</circle>"), "");
        Refusal.of(Cap.of("Alert", null).infos(nowhere).post(house, operator), 400, "bulletin-area-unresolved");
    }

    @Test
    void eachReadsItInTheirLanguageAndOthersInChinese() {
        String tibetan = house.resident(village, new JsonObject().put("language", "bo"));
        String korean = house.resident(village, new JsonObject().put("language", "ko"));
        String infos = Cap.info("en", "Rain", village)
                + Cap.info("bo-CN", "ཆར་པ།", village)
                + Cap.info("zh-CN", "暴雨", village);
        try (LiveStream line = LiveStream.open(house, tibetan, null)) {
            line.next("hello");
            created(Cap.of("Alert", null).infos(infos).post(house, operator));
            assertThat(line.next("bulletin").data().getString("headline")).isEqualTo("ཆར་པ།");
        }
        assertThat(above("/v1/feed", tibetan).getFirst().getString("headline")).isEqualTo("ཆར་པ།");
        assertThat(above("/v1/feed", korean).getFirst().getString("headline")).isEqualTo("暴雨");
        assertThat(above("/v1/feed", resident).getFirst().getString("headline")).isEqualTo("暴雨");
    }

    @Test
    void theWorstStandsFirst() {
        for (String severity : List.of("Minor", "Extreme", "Unknown", "Moderate")) {
            String info = Cap.info("zh-CN", severity, severity, Cap.area("区划代码", village), "");
            created(Cap.of("Alert", null).infos(info).post(house, operator));
        }
        assertThat(above("/v1/feed", resident))
                .extracting(shown -> shown.getString("severity"))
                .containsExactly("red", "yellow", "blue", "none");
    }

    @Test
    void aFormIsAnAlertAndItsReplacementAnUpdate() {
        String item = house.items(1).getFirst();
        JsonObject form = form().put("items", List.of(item));
        JsonObject posted = created(house.post("/v1/bulletins", form, operator));
        JsonObject shown = above("/v1/feed", resident).getFirst();
        assertThat(shown.getString("headline")).isEqualTo("涪江涨水");
        assertThat(shown.getString("severity")).isEqualTo("yellow");
        assertThat(shown.getString("sender")).isEqualTo("遂宁市应急科普");
        assertThat(shown.getJsonArray("items").getJsonObject(0).getString("id")).isEqualTo(item);
        House.Answer xml = house.get("/v1/bulletins/" + posted.getString("id") + ".xml", null);
        CapMessage message = new CapReader().read(xml.text().getBytes(StandardCharsets.UTF_8), null);
        assertThat(message.kind()).isEqualTo(CapMessage.Kind.ALERT);
        assertThat(message.infos().getFirst().items()).containsExactly(item);

        JsonObject better = form().put("headline", "涪江水退").put("replaces", posted.getString("id"));
        JsonObject update = created(house.post("/v1/bulletins", better, operator));
        assertThat(update.getString("msgType")).isEqualTo("update");
        assertThat(ids(above("/v1/feed", resident))).containsExactly(update.getString("id"));
        JsonObject cancel = created(house.post("/v1/bulletins/" + update.getString("id") + "/cancel", null, operator));
        assertThat(cancel.getString("msgType")).isEqualTo("cancel");
        assertThat(above("/v1/feed", resident)).isEmpty();
        Refusal.of(
                house.post("/v1/bulletins/" + update.getString("id") + "/cancel", null, operator),
                409,
                "bulletin-ended");
    }

    @Test
    void aFormThatIsSentTwiceIsOneBulletin() {
        String key = UUID.randomUUID().toString();
        JsonObject form = form();
        JsonObject first = created(keyed(form, key));
        House.Answer again = keyed(form, key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().getString("id")).isEqualTo(first.getString("id"));
        Refusal.of(keyed(form.copy().put("headline", "另一件事"), key), 409, "idempotency-mismatch");
    }

    @Test
    void aFormMustSayWhereAndUntilWhen() {
        Refusal.of(house.post("/v1/bulletins", form().put("regions", List.of()), operator), 400);
        Refusal.of(house.post("/v1/bulletins", form().put("regions", List.of("519999")), operator), 404);
        Refusal.of(house.post("/v1/bulletins", form().put("until", "2020-01-01T00:00:00+08:00"), operator), 400)
                .at("/until");
        Refusal.of(house.post("/v1/bulletins", form().put("items", List.of("none")), operator), 404, "item-missing");
        Refusal.of(house.post("/v1/bulletins", form().put("more", 1), operator), 400);
    }

    @Test
    void otherSystemsReadTheSameBytesAndAreToldWhenNothingChanged() {
        Cap alert = Cap.alert("暴雨", village);
        String id = created(alert.post(house, operator)).getString("id");
        House.Answer xml = house.get("/v1/bulletins/" + id + ".xml", null);
        assertThat(xml.text()).isEqualTo(alert.xml());
        assertThat(xml.headers().firstValue("content-type")).hasValue("application/cap+xml");
        assertUnchanged("/v1/bulletins/" + id + ".xml", xml);
        House.Answer atom = house.get("/v1/bulletins.atom", null);
        assertThat(atom.headers().firstValue("content-type").orElse("")).startsWith("application/atom+xml");
        assertThat(atom.text())
                .contains("<link rel=\"alternate\" type=\"application/cap+xml\" href=\""
                        + house.uri("/v1/bulletins/" + id + ".xml"));
        assertUnchanged("/v1/bulletins.atom", atom);
        Cap cancel = Cap.cancel(alert);
        String cancelled = created(cancel.post(house, operator)).getString("id");
        House.Answer after = house.get("/v1/bulletins.atom", null);
        assertThat(after.text()).contains(cancelled).doesNotContain(id + ".xml");
        assertThat(after.headers().firstValue("etag"))
                .isNotEqualTo(atom.headers().firstValue("etag"));
    }

    @Test
    void aSignedMessageIsGivenOutAsItCame() {
        String signed = Cap.alert("暴雨", village)
                .xml()
                .replace(
                        "</alert>",
                        "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo/></Signature></alert>");
        JsonObject posted =
                created(Cap.post(house, signed.getBytes(StandardCharsets.UTF_8), "application/xml", operator));
        assertThat(posted.getBoolean("signed")).isTrue();
        assertThat(house.get("/v1/bulletins/" + posted.getString("id") + ".xml", null)
                        .text())
                .isEqualTo(signed);
    }

    @Test
    void whatLivesIsThereAfterARestart() throws Exception {
        Cap ended = Cap.alert("过去", village);
        created(ended.post(house, operator));
        String live = created(Cap.alert("现在", village).post(house, operator)).getString("id");
        created(Cap.cancel(ended).post(house, operator));
        house.restart();
        assertThat(ids(above("/v1/feed", resident))).containsExactly(live);
    }

    @Test
    void anotherNodesBulletinIsFoundByLooking() {
        String first = created(Cap.alert("暴雨", village).post(house, operator)).getString("id");
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            line.next("bulletin");
            house.sql(
                    "insert into bulletin select 'bcopy' || id, sender, identifier || '-2', sent, status, kind, scope, segments,"
                            + " regions, unresolved, until, xml, chain, null, null, nextval('bulletin_change'), posted_by, posted_scope, posted_at,"
                            + " null, null from bulletin where id = ?",
                    first);
            assertThat(line.next("bulletin").id()).isEqualTo("bcopy" + first);
        }
        Eventually.eventually("both stand", () -> above("/v1/feed", resident).size() == 2);
    }

    private JsonObject form() {
        return new JsonObject()
                .put("headline", "涪江涨水")
                .put("instruction", "请往高处走，不要在河边停留")
                .put("regions", List.of(village))
                .put("severity", "yellow")
                .put("until", CapMessage.time(Instant.now().plusSeconds(3_600)));
    }

    private House.Answer keyed(JsonObject form, String key) {
        return house.send(house.request("/v1/bulletins", operator)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(form.encode())));
    }

    private static void assertUnchanged(String path, House.Answer before) {
        House.Answer again = house.send(house.request(path, null)
                .header("If-None-Match", before.headers().firstValue("etag").orElseThrow())
                .GET());
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
    }

    static JsonObject created(House.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static List<JsonObject> above(String path, @Nullable String token) {
        House.Answer answer = house.get(path, token);
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        return objects(answer.json().getJsonArray("bulletins")).toList();
    }

    private static List<String> ids(List<JsonObject> bulletins) {
        return bulletins.stream().map(bulletin -> bulletin.getString("id")).toList();
    }

    private static List<String> codes(JsonObject bulletin) {
        return objects(bulletin.getJsonArray("regions"))
                .map(region -> region.getString("code"))
                .toList();
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }
}
