package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.OffsetDateTime;
import kepu.people.Accounts;
import kepu.people.Role;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @Test
    void aNewNumberNeedsAVillageAndConsent() {
        long before = house.count("select count(*) from resident");
        String phone = House.phone();
        JsonObject bare = new JsonObject().put("phone", phone).put("code", "000000");
        Refusal.of(login(bare), 409, "registration-needed");
        Refusal.of(login(bare.copy().put("village", VILLAGE)), 409, "registration-needed");
        Refusal.of(login(bare.copy().put("consent", true)), 409, "registration-needed");
        Refusal.of(login(bare.copy().put("village", VILLAGE).put("consent", false)), 409, "registration-needed");
        assertThat(house.count("select count(*) from resident")).isEqualTo(before);
        House.Answer opened = login(bare.copy().put("village", VILLAGE).put("consent", true));
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.json().getString("role")).isEqualTo("resident");
        assertThat(opened.json().getString("scope")).isEqualTo(VILLAGE);
        assertThat(OffsetDateTime.parse(opened.json().getString("expires")))
                .isAfter(OffsetDateTime.now(java.time.ZoneOffset.UTC));
        assertThat(login(bare).status()).as("known from now on").isEqualTo(201);
        assertThat(login(bare.copy().put("phone", "+86" + phone)).status()).isEqualTo(201);
        assertThat(house.count("select count(*) from resident")).isEqualTo(before + 1);
    }

    @Test
    void aVillageThatIsNotThereIsRefusedAndNobodyRegistered() {
        long before = house.count("select count(*) from resident");
        JsonObject body = new JsonObject()
                .put("phone", House.phone())
                .put("code", "000000")
                .put("consent", true);
        Refusal.of(login(body.copy().put("village", "999999999999")), 404, "region-missing");
        Refusal.of(login(body.copy().put("village", "510903100")), 400, "invalid-input")
                .at("/village");
        assertThat(house.count("select count(*) from resident")).isEqualTo(before);
    }

    @Test
    void aWrongCodeIsRefusedWhetherTheNumberIsKnownOrNot() {
        String known = House.phone();
        login(new JsonObject()
                .put("phone", known)
                .put("code", "000000")
                .put("village", VILLAGE)
                .put("consent", true));
        House.Answer first = login(new JsonObject().put("phone", known).put("code", "111111"));
        House.Answer second = login(new JsonObject().put("phone", House.phone()).put("code", "111111"));
        Refusal.of(first, 401, "code-wrong");
        assertThat(second.text()).isEqualTo(first.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"phone\":\"13900000001\"}",
                "{\"account\":\"abc\"}",
                "{\"phone\":\"13900000001\",\"code\":\"000000\",\"account\":\"abc\",\"password\":\"x\"}",
                "{\"phone\":\"13900000001\",\"password\":\"x\"}",
                "{\"account\":\"abc\",\"password\":\"x\",\"consent\":true}"
            })
    void aLoginIsOneOfThreeAndNoMixture(String body) {
        Refusal.of(house.post("/v1/sessions", body, null), 400);
    }

    @Test
    void aRefreshTokenWorksOnceAndTheNextOneAfterIt() {
        JsonObject first = resident();
        JsonObject second = refresh(first).json();
        assertThat(second.getString("refresh")).isNotEqualTo(first.getString("refresh"));
        assertThat(second.getString("role")).isEqualTo("resident");
        assertThat(house.get("/v1/me", second.getString("token")).status()).isEqualTo(200);
        assertThat(refresh(second).status()).isEqualTo(201);
    }

    @Test
    void aRefreshTokenUsedTwiceEndsTheSession() {
        JsonObject first = resident();
        JsonObject second = refresh(first).json();
        Refusal.of(refresh(first), 401, "refresh-reused");
        Refusal.of(refresh(second), 401);
        Refusal.of(house.get("/v1/me", second.getString("token")), 401, "session-ended");
        Refusal.of(house.get("/v1/me", first.getString("token")), 401, "session-ended");
    }

    @Test
    void anyEarlierRefreshTokenEndsTheSession() {
        JsonObject first = resident();
        JsonObject third = refresh(refresh(first).json()).json();
        Refusal.of(refresh(first), 401);
        Refusal.of(refresh(third), 401);
        Refusal.of(house.get("/v1/me", third.getString("token")), 401, "session-ended");
    }

    @Test
    void aRefreshTokenThatIsNotOursIsRefused() {
        House.Answer answer = house.post("/v1/sessions/refresh", new JsonObject().put("refresh", "x".repeat(43)), null);
        Refusal.of(answer, 401, "refresh-invalid");
    }

    @Test
    void aRefreshTokenIsNotKeptInPlain() {
        String refresh = resident().getString("refresh");
        assertThat(house.count("select count(*) from session where session::text like '%' || ? || '%'", refresh))
                .isZero();
    }

    @Test
    void logoutEndsTheTokenAndItsRefresh() {
        JsonObject session = resident();
        String token = session.getString("token");
        assertThat(house.send("DELETE", "/v1/sessions", null, token).status()).isEqualTo(204);
        Refusal.of(house.get("/v1/me", token), 401, "session-ended");
        Refusal.of(house.send("DELETE", "/v1/sessions", null, token), 401, "session-ended");
        Refusal.of(refresh(session), 401);
    }

    @Test
    void logoutLeavesTheOtherSessionsOfThePerson() {
        JsonObject body = new JsonObject()
                .put("phone", House.phone())
                .put("code", "000000")
                .put("village", VILLAGE)
                .put("consent", true);
        String one = login(body).json().getString("token");
        String other = login(body).json().getString("token");
        house.send("DELETE", "/v1/sessions", null, one);
        assertThat(house.get("/v1/me", other).status()).isEqualTo(200);
    }

    @Test
    void aWrongPasswordAndAnUnknownAccountAnswerTheSame() throws SQLException, IOException {
        String account = "same.answer";
        String password = account(account);
        House.Answer wrong = staff(account, password + "x");
        Refusal.of(wrong, 401, "password-wrong");
        assertThat(staff("nobody.here", password).text()).isEqualTo(wrong.text());
        Refusal.of(staff(account, password.toUpperCase(java.util.Locale.ROOT)), 401, "password-wrong");
        assertThat(staff(account, password).status()).isEqualTo(201);
    }

    @Test
    void passwordsAreKeptAsArgon2id() throws SQLException, IOException {
        String password = account("kept.hash");
        String hash = house.sql("select password_hash from staff where account = 'kept.hash'")
                .getFirst()
                .getFirst();
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(password);
    }

    @Test
    void afterTooManyWrongPasswordsTheRightOneMustWaitToo() throws SQLException, IOException {
        String password = account("many.tries");
        int tries = house.config().people().passwordTries();
        for (int i = 0; i < tries; i++) {
            Refusal.of(staff("many.tries", "wrong" + i), 401, "password-wrong");
        }
        House.Answer answer = staff("many.tries", password);
        Refusal.of(answer, 429, "password-tries");
        assertThat(answer.headers().firstValueAsLong("retry-after")).isPresent();
        String other = account("other.tries");
        assertThat(staff("other.tries", other).status()).isEqualTo(201);
    }

    @Test
    void aClosedAccountCannotLogInNorStayLoggedIn() throws SQLException, IOException {
        String password = account("closed.account");
        JsonObject session = staff("closed.account", password).json();
        try (Bulk bulk = Bulk.open(house.address())) {
            Accounts.close(bulk, "closed.account");
        }
        Refusal.of(staff("closed.account", password), 401, "password-wrong");
        Refusal.of(refresh(session), 401);
        Refusal.of(house.get("/v1/me", session.getString("token")), 401);
    }

    @Test
    void theKeysThatVerifyTokensArePublicAndOnlyPublic() throws ParseException, JOSEException {
        House.Answer answer = house.get("/.well-known/jwks.json", null);
        assertThat(answer.headers().firstValue("content-type")).contains("application/jwk-set+json");
        JWKSet keys = JWKSet.parse(answer.text());
        assertThat(keys.getKeys()).isNotEmpty().noneMatch(JWK::isPrivate);
        assertThat(answer.text()).doesNotContain("\"d\"");
        String sealed = resident().getString("token");
        SignedJWT token = SignedJWT.parse(sealed.substring(0, sealed.indexOf('~')));
        JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
    }

    private static JsonObject resident() {
        return login(new JsonObject()
                        .put("phone", House.phone())
                        .put("code", "000000")
                        .put("village", VILLAGE)
                        .put("consent", true))
                .json();
    }

    private static House.Answer login(JsonObject body) {
        return house.post("/v1/sessions", body, null);
    }

    private static House.Answer staff(String account, String password) {
        return login(new JsonObject().put("account", account).put("password", password));
    }

    private static House.Answer refresh(JsonObject session) {
        return house.post("/v1/sessions/refresh", new JsonObject().put("refresh", session.getString("refresh")), null);
    }

    private static String account(String account) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(house.address())) {
            return Accounts.add(bulk, account, "测试", Role.OPERATOR, RegionCode.of("5109"));
        }
    }
}
