package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    private static String resident = "";
    private static String operator = "";

    @BeforeAll
    static void logIn() {
        resident = house.resident(VILLAGE);
        operator = house.staff(Role.OPERATOR, "0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "1",
                "\"13900000001\"",
                "{\"phone\":}",
                "{\"phone\":\"13900000001\",}",
                "{phone:\"13900000001\"}",
                "{'phone':'13900000001'}",
                "{\"phone\":NaN}",
                "{\"phone\":\"13900000001\"}{}",
                "/*a*/{\"phone\":\"13900000001\"}",
                "{\"phone\":\"1390000\n0001\"}",
                "<phone>13900000001</phone>"
            })
    void whatIsNoJsonObjectIsRefused(String body) {
        Refusal.of(house.post("/v1/codes", body, null), 400, "json-malformed");
    }

    @Test
    void aKeyThatStandsTwiceIsRefusedAndSaysSo() {
        Refusal.of(
                        house.post("/v1/codes", "{\"phone\":\"13900000001\",\"phone\":\"13900000002\"}", null),
                        400,
                        "json-malformed")
                .naming("两次");
        Refusal.of(
                house.post("/v1/events", "{\"events\":[{\"id\":\"a\",\"type\":\"open\",\"type\":\"like\"}]}", null),
                400,
                "json-malformed");
    }

    @Test
    void everyWrongTypeIsToldByItsPointer() {
        String body = "{\"groups\":\"elder\",\"birthYear\":\"1950\",\"largePrint\":1,\"interests\":[1,\"fraud\",null]}";
        Refusal.of(house.send("PATCH", "/v1/me", body, resident), 400, "invalid-input")
                .at("/groups", "/birthYear", "/largePrint", "/interests/0", "/interests/2");
    }

    @Test
    void aFaultDeepInsideIsToldByItsPointer() {
        String body = "{\"audience\":{\"all\":[{\"region\":[\"5109\"]},{\"age\":{\"from\":\"old\"}}]}}";
        Refusal.of(house.post("/v1/audiences/estimate", body, operator), 400, "invalid-input")
                .at("/audience/all/1/age/from");
    }

    @Test
    void anUnknownFieldIsRefusedByName() {
        Refusal.of(
                        house.post("/v1/codes", "{\"phone\":\"13900000001\",\"nickname\":\"a\"}", null),
                        400,
                        "invalid-input")
                .at("/nickname");
        Refusal.of(house.send("PATCH", "/v1/me", "{\"id\":\"1\",\"largePrint\":true}", resident), 400, "invalid-input")
                .at("/id");
    }

    @Test
    void aMissingFieldIsNamed() {
        Refusal.of(house.post("/v1/codes", "{}", null), 400, "invalid-input").naming("phone");
        Refusal.of(house.send("PATCH", "/v1/me", "{}", resident), 400, "invalid-input");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"size=abc", "size=0", "size=51", "size=1e1", "size=-1", "size=99999999999999999999", "size="})
    void aQueryParameterOfTheWrongFormIsNamed(String query) {
        Refusal.of(house.get("/v1/feed?" + query, resident), 400, "invalid-input")
                .at("?size");
    }

    @Test
    void anUnknownQueryParameterIsNamed() {
        Refusal.of(house.get("/v1/feed?sise=3&size=3", resident), 400, "invalid-input")
                .at("?sise");
        Refusal.of(house.get("/v1/me?id=7", resident), 400, "invalid-input").at("?id");
    }

    @Test
    void aBodyLargerThanTheLimitIsRefused() {
        byte[] body = ("{\"phone\":\"" + "1".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        Refusal.of(house.post("/v1/codes", body, null), 413, "body-too-large");
        HttpRequest.Builder chunked = house.request("/v1/codes", null)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        Refusal.of(house.send(chunked), 413, "body-too-large");
        byte[] within = ("{\"phone\":\"" + "1".repeat(1_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        Refusal.of(house.post("/v1/codes", within, null), 400, "invalid-input").at("/phone");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        for (int[] bytes : List.of(
                new int[] {0xFF}, new int[] {0xC0, 0x80}, new int[] {0xED, 0xA0, 0x80}, new int[] {0xE4, 0xBD})) {
            String hole = "\u0001".repeat(bytes.length);
            byte[] body = "{\"occupation\":\"%s\"}".formatted(hole).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                body["{\"occupation\":\"".length() + i] = (byte) bytes[i];
            }
            Refusal.of(house.send("PATCH", "/v1/me", body, resident), 400, "text-invalid");
        }
        byte[] utf16 = "{\"occupation\":\"木匠\"}".getBytes(StandardCharsets.UTF_16);
        Refusal.of(house.send("PATCH", "/v1/me", utf16, resident), 400, "text-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "a\\u0000b", "\\ud83d", "\\ude00\\ud83d", "a\\udc00"})
    void nulAndHalfSurrogatesAreRefusedWhereTheyStand(String escaped) {
        Refusal.of(house.send("PATCH", "/v1/me", "{\"occupation\":\"" + escaped + "\"}", resident), 400, "text-invalid")
                .at("/occupation");
        Refusal.of(house.send("PATCH", "/v1/me", "{\"interests\":[\"fraud\",\"" + escaped + "\"]}", resident), 400)
                .at("/interests/1");
        Refusal.of(house.send("PATCH", "/v1/me", "{\"" + escaped + "\":\"a\"}", resident), 400);
    }

    @Test
    void emojiAndAstralCharactersAreKeptWhereTextIsFree() {
        String text = "木匠🪚𠮷👩‍🌾";
        House.Answer changed = house.send("PATCH", "/v1/me", new JsonObject().put("occupation", text), resident);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(house.get("/v1/me", resident).json().getString("occupation")).isEqualTo(text);
        House.Answer campaign = house.post(
                "/v1/campaigns",
                new JsonObject()
                        .put("title", "🌾秋收𠮷")
                        .put("message", "👴" + "𡐓".repeat(199))
                        .put("items", house.items(1))
                        .put("audience", new JsonObject().put("occupation", List.of("🪚𠮷"))),
                operator);
        assertThat(campaign.status()).as(campaign.text()).isEqualTo(201);
        assertThat(campaign.json().getString("message")).isEqualTo("👴" + "𡐓".repeat(199));
    }

    @Test
    void lengthsCountCharactersAndNotTheirHalves() {
        String forty = "𠮷".repeat(40);
        House.Answer kept = house.send("PATCH", "/v1/me", new JsonObject().put("occupation", forty), resident);
        assertThat(kept.status()).as(kept.text()).isEqualTo(200);
        Refusal.of(house.send("PATCH", "/v1/me", new JsonObject().put("occupation", forty + "𠮷"), resident), 400)
                .at("/occupation");
    }

    @Test
    void listsOfTenThousandAreRefusedWhole() {
        long events = house.count("select count(*) from event");
        JsonArray many = new JsonArray(Collections.nCopies(10_000, "elder"));
        Refusal.of(house.send("PATCH", "/v1/me", new JsonObject().put("groups", many), resident), 400, "invalid-input");
        Refusal.of(house.post("/v1/inbox/read", new JsonObject().put("publications", many), resident), 400);
        Refusal.of(
                house.post(
                        "/v1/audiences/estimate",
                        new JsonObject().put("audience", new JsonObject().put("group", many)),
                        operator),
                400);
        JsonArray good = new JsonArray();
        for (int i = 0; i < 10_000; i++) {
            good.add(new JsonObject().put("id", "e" + i).put("type", "open").put("at", "2026-01-01T00:00:00Z"));
        }
        Refusal.of(house.post("/v1/events", new JsonObject().put("events", good), resident), 400, "events-count")
                .at("/events");
        assertThat(house.count("select count(*) from event")).isEqualTo(events);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100_000);
        Refusal.of(house.post("/v1/events", "{\"events\":" + deep, null), 400, "json-malformed");
        String not = "{\"audience\":" + "{\"not\":".repeat(60) + "{\"group\":[\"elder\"]}" + "}".repeat(61);
        Refusal.of(house.post("/v1/audiences/estimate", not, operator), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "99999999999999999999", "-1", "1950.5", "1e-400", "2147483648"})
    void numbersOutsideAllMeasureAreRefused(String number) {
        Refusal.of(house.send("PATCH", "/v1/me", "{\"birthYear\":" + number + "}", resident), 400)
                .at("/birthYear");
    }

    @Test
    void aNumberOfAThousandDigitsIsRefused() {
        Refusal.of(house.send("PATCH", "/v1/me", "{\"birthYear\":" + "9".repeat(1_000) + "}", resident), 400);
        String event =
                "{\"events\":[{\"id\":\"big\",\"type\":\"answer\",\"at\":\"2026-01-01T00:00:00Z\",\"value\":1e999}]}";
        House.Answer answer = house.post("/v1/events", event, resident);
        assertThat(answer.status()).isLessThan(500);
        assertThat(house.count("select count(*) from event where id = 'big'")).isZero();
    }
}
