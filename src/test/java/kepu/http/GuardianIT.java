package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import kepu.base.Beijing;
import kepu.people.PrivacyText;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A child under 14 is kept with the least until a guardian consents, and again from the moment that the guardian takes it back. */
class GuardianIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @Test
    void aChildThatRegistersIsKeptWithTheLeast() {
        String child = child();
        JsonObject me = me(child);
        assertThat(me.getInteger("birthYear")).isEqualTo(born());
        assertThat(me.getBoolean("personalised")).isFalse();
        assertThat(me.getJsonObject("guardian")).isEqualTo(new JsonObject().put("needed", true));

        for (JsonObject more : List.of(
                new JsonObject().put("groups", List.of("child")),
                new JsonObject().put("interests", List.of("science")),
                new JsonObject().put("occupation", "学生"))) {
            Refusal.of(house.send("PATCH", "/v1/me", more, child), 409, "guardian-needed");
        }
        Refusal.of(personal(child, true), 409, "guardian-needed");
        assertThat(house.send("PATCH", "/v1/me", new JsonObject().put("largePrint", true), child)
                        .status())
                .isEqualTo(200);
        assertThat(house.get("/v1/feed", child).status()).isEqualTo(200);
    }

    @Test
    void nothingOfWhatTheChildDoesIsTheirs() {
        String child = child();
        String item = house.items(1).getFirst();
        assertThat(open(child, "held-" + id(child), item).json().getInteger("accepted"))
                .isEqualTo(1);
        house.post("/v1/questions", new JsonObject().put("text", "高铁票怎么退"), child);
        house.post("/v1/claims/check", new JsonObject().put("text", "鸡蛋和豆浆不能一起吃，营养全抵消还伤胃"), child);
        assertNothingKept(id(child));
        assertThat(house.count("select count(*) from event where id = ? and person = 0", "held-" + id(child)))
                .as("it is counted, as a guest's")
                .isEqualTo(1);
    }

    @Test
    void theGuardianConsentsByTheirOwnPhoneAndCode() {
        String child = child();
        String guardian = House.phone();
        Refusal.of(consent(child, guardian, "123456"), 401, "code-wrong");
        assertThat(me(child).getJsonObject("guardian").getBoolean("needed")).isTrue();

        House.Answer given = consent(child, guardian, "000000");
        assertThat(given.status()).as(given.text()).isEqualTo(200);
        JsonObject consent = given.json().getJsonObject("guardian");
        assertThat(consent.getBoolean("needed")).isFalse();
        assertThat(consent.getString("version")).isEqualTo(PrivacyText.VERSION);
        assertThat(OffsetDateTime.parse(consent.getString("at"))).isNotNull();
        assertThat(given.json().getBoolean("personalised")).isTrue();
        assertThat(house.send("PATCH", "/v1/me", new JsonObject().put("interests", List.of("science")), child)
                        .status())
                .isEqualTo(200);
        String item = house.items(1).getFirst();
        open(child, "guarded", item);
        assertThat(house.count("select count(*) from event where person = ?", id(child)))
                .isEqualTo(1);
        assertThat(consent(child, guardian, "000000").status())
                .as("once more changes nothing")
                .isEqualTo(200);
        assertThat(traces("guardian.consent", id(child))).isEqualTo(1);
        assertThat(house.get("/v1/me/export", child)
                        .json()
                        .getJsonObject("profile")
                        .getJsonObject("guardian"))
                .isEqualTo(consent);
    }

    @Test
    void whenThePrivacyPolicyHasChangedTheSameGuardianIsAskedAgain() throws Exception {
        String child = child();
        String guardian = House.phone();
        consent(child, guardian, "000000");
        house.sql("update resident set guardian_version = '0', personalised = false where id = ?", id(child));
        house.restart();
        assertThat(me(child).getJsonObject("consent").getString("again")).isEqualTo("guardian");
        Refusal.of(consent(child, House.phone(), "000000"), 409, "guardian-known");

        House.Answer given = consent(child, guardian, "000000");
        assertThat(given.json().getJsonObject("guardian").getString("version")).isEqualTo(PrivacyText.VERSION);
        assertThat(given.json().getBoolean("personalised"))
                .as("what was chosen stays")
                .isFalse();
        assertThat(given.json().getJsonObject("consent").containsKey("again")).isFalse();
        assertThat(traces("guardian.consent", id(child))).isEqualTo(2);
    }

    @Test
    void theGuardiansPhoneStandsNowhereInPlain() {
        String guardian = House.phone();
        String child = child();
        consent(child, guardian, "000000");
        String hex = HexFormat.of().formatHex(guardian.getBytes(StandardCharsets.US_ASCII));
        for (String table : List.of("resident", "audit")) {
            assertThat(house.count(
                            "select count(*) from " + table
                                    + " t where strpos(t::text, ?) > 0 or strpos(t::text, ?) > 0",
                            guardian,
                            hex))
                    .as(table)
                    .isZero();
        }
        assertThat(house.get("/v1/me/export", child).text()).doesNotContain(guardian);
    }

    @Test
    void notEverybodyCanConsent() {
        String phone = House.phone();
        String child = register(phone, born());
        Refusal.of(consent(child, phone, "000000"), 400).at("/phone");
        String friend = House.phone();
        register(friend, year() - 16);
        Refusal.of(consent(child, friend, "000000"), 400).at("/phone");
        Refusal.of(consent(house.resident(VILLAGE), House.phone(), "000000"), 409, "guardian-not-needed");
        consent(child, House.phone(), "000000");
        Refusal.of(consent(child, House.phone(), "000000"), 409, "guardian-known");
    }

    @Test
    void whatWasConsentedToIsTakenBackAtOnceAndWholly() {
        String child = child();
        String brother = child();
        String other = child();
        String guardian = House.phone();
        consent(child, guardian, "000000");
        consent(brother, guardian, "000000");
        consent(other, House.phone(), "000000");
        live(child);
        long services = house.count("select sum(people) from service");

        Refusal.of(revoke(guardian, "123456"), 401, "code-wrong");
        assertThat(revoke(guardian, "000000").json()).isEqualTo(new JsonObject().put("revoked", 2));

        assertNothingKept(id(child));
        assertThat(house.count("select sum(people) from service")).isEqualTo(services);
        JsonObject me = me(child);
        assertThat(me.getJsonArray("groups")).isEmpty();
        assertThat(me.getJsonArray("interests")).isEmpty();
        assertThat(me.containsKey("occupation")).isFalse();
        assertThat(me.getBoolean("personalised")).isFalse();
        assertThat(me.getJsonObject("guardian").getBoolean("needed")).isTrue();
        assertThat(house.get("/v1/me/tags", child).json().getJsonArray("tags")).isEmpty();
        assertThat(me(brother).getJsonObject("guardian").getBoolean("needed")).isTrue();
        assertThat(me(other).getJsonObject("guardian").getBoolean("needed")).isFalse();
        Refusal.of(personal(child, true), 409, "guardian-needed");
        assertThat(traces("guardian.revoke", id(child))).isEqualTo(1);
        assertThat(revoke(guardian, "000000").json().getInteger("revoked")).isZero();
    }

    @Test
    void whoTurnsOutToBeAChildIsEmptied() {
        String token = house.resident(VILLAGE);
        live(token);
        House.Answer changed = house.send("PATCH", "/v1/me", new JsonObject().put("birthYear", born()), token);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().getJsonObject("guardian").getBoolean("needed"))
                .isTrue();
        assertThat(changed.json().getJsonArray("interests")).isEmpty();
        assertNothingKept(id(token));
    }

    @Test
    void aChildDoesNotGrowUpByATap() {
        String child = child();
        for (Integer year : new Integer[] {1970, year() - 15, null}) {
            JsonObject change = new JsonObject().put("birthYear", year);
            Refusal.of(house.send("PATCH", "/v1/me", change, child), 409, "birth-year-kept");
        }
        assertThat(house.send("PATCH", "/v1/me", new JsonObject().put("birthYear", year() - 8), child)
                        .status())
                .isEqualTo(200);
        JsonObject unborn = new JsonObject().put("birthYear", year() + 1);
        Refusal.of(house.send("PATCH", "/v1/me", unborn, child), 400).at("/birthYear");
    }

    @Test
    void whoMayStillBeThirteenIsAChildAndWhoIsOlderIsNot() {
        assertThat(me(register(House.phone(), year() - 14))
                        .getJsonObject("guardian")
                        .getBoolean("needed"))
                .isTrue();
        assertThat(me(register(House.phone(), year() - 15)).containsKey("guardian"))
                .isFalse();
    }

    @Test
    void whenTheAccountGoesTheConsentGoes() {
        String child = child();
        String guardian = House.phone();
        consent(child, guardian, "000000");
        assertThat(house.send("DELETE", "/v1/me", null, child).status()).isEqualTo(204);
        assertThat(revoke(guardian, "000000").json().getInteger("revoked")).isZero();
    }

    @Test
    void staffCannotConsentInAChildsName() {
        Refusal.of(consent(house.staff(Role.ADMINISTRATOR, "5109"), House.phone(), "000000"), 403);
    }

    /** Leaves something of everything that is kept of a resident. */
    private static void live(String token) {
        assertThat(house.send(
                                "PATCH",
                                "/v1/me",
                                new JsonObject()
                                        .put("groups", List.of("youth"))
                                        .put("interests", List.of("science"))
                                        .put("occupation", "学生"),
                                token)
                        .status())
                .isEqualTo(200);
        open(token, "lived", house.items(1).getFirst());
        house.post("/v1/questions", new JsonObject().put("text", "高铁票怎么退"), token);
        house.post("/v1/claims/check", new JsonObject().put("text", "鸡蛋和豆浆不能一起吃，营养全抵消还伤胃"), token);
        for (String trace : TRACES) {
            assertThat(house.count("select count(*) from " + trace + " = ?", id(token)))
                    .as(trace)
                    .isPositive();
        }
    }

    private static final List<String> TRACES = List.of(
            "event where person", "service where person", "question where resident", "claim_check where resident");

    private static void assertNothingKept(long id) {
        for (String trace : TRACES) {
            assertThat(house.count("select count(*) from " + trace + " = ?", id))
                    .as(trace)
                    .isZero();
        }
    }

    private static long traces(String action, long id) {
        return house.count("select count(*) from audit where action = ? and object = ?", action, "resident:" + id);
    }

    private static int year() {
        return Beijing.year(Instant.now());
    }

    /** The year of a child of nine. */
    private static int born() {
        return year() - 9;
    }

    private static String child() {
        return register(House.phone(), born());
    }

    private static String register(String phone, int birthYear) {
        return house.resident(phone, VILLAGE, birthYear);
    }

    private static House.Answer consent(String child, String phone, String code) {
        return house.post(
                "/v1/me/guardian", new JsonObject().put("phone", phone).put("code", code), child);
    }

    private static House.Answer revoke(String phone, String code) {
        return house.post(
                "/v1/guardian/revoke", new JsonObject().put("phone", phone).put("code", code), null);
    }

    private static House.Answer personal(String token, boolean on) {
        return house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", on), token);
    }

    private static House.Answer open(String token, String id, String item) {
        JsonObject event = new JsonObject()
                .put("id", id)
                .put("type", "open")
                .put("item", item)
                .put("at", Instant.now().toString());
        return house.post("/v1/events", new JsonObject().put("events", new JsonArray().add(event)), token);
    }

    private static JsonObject me(String token) {
        return house.get("/v1/me", token).json();
    }

    private static long id(String token) {
        return Long.parseLong(me(token).getString("id"));
    }
}
