package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What the program knows of a person stays closed, is theirs to see, and goes when they go. */
class PrivacyIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    private static String item = "";
    private static String publication = "";

    @BeforeAll
    static void pushAnItem() {
        item = house.items(1).getFirst();
        House.Answer tap = house.post(
                "/v1/village/push", new JsonObject().put("item", item), house.staff(Role.DISSEMINATOR, VILLAGE));
        assertThat(tap.status()).as(tap.text()).isEqualTo(201);
        publication = tap.json().getString("publication");
    }

    @Test
    void aPhoneNumberStandsNowhereInPlain() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        String phone = "18800137921";
        try {
            JsonObject session = live(phone, "火箭木匠");
            house.post("/v1/codes", new JsonObject().put("phone", phone), null);
            house.get("/v1/items/" + phone, session.getString("token"));
        } finally {
            root.detachAppender(log);
        }
        assertThat(tablesThatHold("火箭木匠"))
                .as("the search finds what is there")
                .containsExactlyInAnyOrder("resident", "service_order");
        assertThat(tablesThatHold(phone)).isEmpty();
        assertThat(tablesThatHold(HexFormat.of().formatHex(phone.getBytes(StandardCharsets.US_ASCII))))
                .isEmpty();
        assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(phone));
        House.Answer metrics =
                house.send(HttpRequest.newBuilder(house.management("/metrics")).GET());
        assertThat(metrics.text())
                .contains("kepu_events_stored")
                .doesNotContain(phone)
                .doesNotContain(VILLAGE);
    }

    @Test
    void thePersonSeesTheirOwnNumberMasked() {
        String token = live("18800137922", "木匠").getString("token");
        assertThat(house.get("/v1/me", token).json().getString("phone")).isEqualTo("188****7922");
        assertThat(house.get("/v1/me/export", token).text()).doesNotContain("18800137922");
    }

    @Test
    void theExportHoldsAllThatIsStoredOfThePerson() {
        JsonObject export = house.get("/v1/me/export", live("18800137923", "木匠").getString("token"))
                .json();
        assertThat(export.getJsonObject("profile").getString("occupation")).isEqualTo("木匠");
        assertThat(export.getJsonObject("profile").getJsonObject("consent").getString("at"))
                .isNotBlank();
        assertThat(export.getJsonArray("events").getJsonObject(0).getString("item"))
                .isEqualTo(item);
        assertThat(export.getJsonArray("services"))
                .hasSize(2)
                .allSatisfy(service ->
                        assertThat(((JsonObject) service).getString("item")).isEqualTo(item));
        assertThat(export.getJsonArray("questions").getJsonObject(0).getString("text"))
                .isEqualTo("高铁票怎么退，我电话〔号码〕");
        assertThat(export.getJsonArray("orders").getJsonObject(0).getString("text"))
                .isEqualTo("请来讲讲防溺水，找木匠，电话〔号码〕");
        assertThat(export.getJsonArray("receipts").getJsonObject(0).getString("publication"))
                .isEqualTo(publication);
    }

    @Test
    void theExportHoldsNothingOfOthers() {
        live("18800137924", "木匠");
        JsonObject export = house.get("/v1/me/export", house.resident(VILLAGE)).json();
        assertThat(export.fieldNames()).contains("profile");
        export.fieldNames().stream()
                .filter(part -> !part.equals("profile"))
                .forEach(part -> assertThat(export.getJsonArray(part)).as(part).isEmpty());
    }

    @Test
    void whoErasesThemselfLeavesNothingButTheCount() {
        String phone = "18800137925";
        JsonObject session = live(phone, "要走的人");
        String token = session.getString("token");
        long id = Long.parseLong(house.get("/v1/me", token).json().getString("id"));
        assertThat(house.count("select count(*) from event where person = ?", id))
                .isEqualTo(1);
        assertThat(house.count("select count(*) from receipt where resident = ?", id))
                .isEqualTo(1);
        long services = house.count("select sum(people) from service");
        assertThat(house.send("DELETE", "/v1/me", null, token).status()).isEqualTo(204);
        for (String trace : List.of(
                "event where person",
                "receipt where resident",
                "question where resident",
                "service_order where resident",
                "session where resident",
                "resident where id",
                "service where person")) {
            assertThat(house.count("select count(*) from " + trace + " = ?", id))
                    .as(trace)
                    .isZero();
        }
        assertThat(tablesThatHold("要走的人")).isEmpty();
        assertThat(house.count("select sum(people) from service")).isEqualTo(services);
        for (String path : List.of("/v1/me", "/v1/feed", "/v1/inbox", "/v1/me/export", "/v1/stream")) {
            Refusal.of(house.get(path, token), 401);
        }
        Refusal.of(
                house.post("/v1/sessions/refresh", new JsonObject().put("refresh", session.getString("refresh")), null),
                401);
        JsonObject again = live(phone, "木匠");
        assertThat(house.get("/v1/me", again.getString("token")).json().getString("id"))
                .isNotEqualTo(Long.toString(id));
    }

    @Test
    void whatArrivesAfterTheErasureIsNotStored() {
        String token = live("18800137926", "木匠").getString("token");
        house.send("DELETE", "/v1/me", null, token);
        long events = house.count("select count(*) from event");
        House.Answer late = house.post("/v1/events", events("late"), token);
        Refusal.of(late, 401);
        Refusal.of(house.send("PATCH", "/v1/me", new JsonObject().put("largePrint", true), token), 401);
        assertThat(house.count("select count(*) from event")).isEqualTo(events);
        assertThat(house.count("select count(*) from event where id = 'late'")).isZero();
    }

    /** A resident who registered, changed the profile, opened an item and read a push. */
    private static JsonObject live(String phone, String occupation) {
        JsonObject session = house.post(
                        "/v1/sessions",
                        new JsonObject()
                                .put("phone", phone)
                                .put("code", "000000")
                                .put("village", VILLAGE)
                                .put("consent", true),
                        null)
                .json();
        String token = session.getString("token");
        assertThat(house.send("PATCH", "/v1/me", new JsonObject().put("occupation", occupation), token)
                        .status())
                .isEqualTo(200);
        assertThat(house.post("/v1/events", events("e1"), token).json().getInteger("accepted"))
                .isEqualTo(1);
        JsonObject question = new JsonObject().put("text", "高铁票怎么退，我电话" + phone);
        assertThat(house.post("/v1/questions", question, token).status()).isEqualTo(201);
        JsonObject order = new JsonObject().put("text", "请来讲讲防溺水，找" + occupation + "，电话" + phone);
        assertThat(house.post("/v1/orders", order, token).status()).isEqualTo(201);
        JsonObject read = new JsonObject().put("publications", List.of(publication));
        assertThat(house.post("/v1/inbox/read", read, token).json().getInteger("recorded"))
                .isEqualTo(1);
        return session;
    }

    private static JsonObject events(String id) {
        return new JsonObject()
                .put(
                        "events",
                        List.of(new JsonObject()
                                .put("id", id)
                                .put("type", "open")
                                .put("item", item)
                                .put("at", Instant.now().toString())));
    }

    private static List<String> tablesThatHold(String text) {
        List<String> found = new ArrayList<>();
        house.sql(
                        "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")
                .forEach(row -> {
                    String table = row.getFirst();
                    if (house.count("select count(*) from \"" + table + "\" t where strpos(t::text, ?) > 0", text)
                            > 0) {
                        found.add(table);
                    }
                });
        return found;
    }
}
