package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Random;
import kepu.people.Role;
import kepu.people.Tokens;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadTokenIT {
    private static final String VILLAGE = "510903100208";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    @RegisterExtension
    static final House house = new House();

    private static String token = "";

    @BeforeAll
    static void logIn() {
        token = house.resident(VILLAGE);
    }

    @Test
    void withoutATokenTheCallIsAskedToLogIn() {
        House.Answer answer = house.get("/v1/me", null);
        Refusal.of(answer, 401, "token-missing");
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "..", "a.b.c.d.e", "null", "eyJhbGciOiJub25lIn0..", "{}", "\u007f"})
    void whatIsNoTokenIsRefused(String text) {
        if (!text.equals("\u007f")) {
            Refusal.of(house.get("/v1/me", text), 401, "token-invalid");
        }
        Refusal.of(
                house.send(house.request("/v1/me", null)
                        .header(
                                "authorization",
                                "Basic " + BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                        .GET()),
                401,
                "token-invalid");
    }

    @Test
    void aBadTokenIsRefusedAlsoWhereNoneIsNeeded() {
        Refusal.of(house.get("/v1/feed", "x"), 401, "token-invalid");
        Refusal.of(house.get("/v1/items/" + house.items(1).getFirst(), "x"), 401, "token-invalid");
    }

    @Test
    void aTokenWithoutASignatureIsRefused() {
        String claims = token.split("\\.")[1];
        for (String algorithm : new String[] {"none", "None", "NONE", "nOnE"}) {
            String header = BASE64.encodeToString(
                    new JsonObject().put("alg", algorithm).encode().getBytes(StandardCharsets.UTF_8));
            Refusal.of(house.get("/v1/me", header + "." + claims + "."), 401, "token-invalid");
            Refusal.of(house.get("/v1/me", header + "." + claims + "." + token.split("\\.")[2]), 401, "token-invalid");
        }
        Refusal.of(house.get("/v1/me", token.substring(0, token.lastIndexOf('.') + 1)), 401, "token-invalid");
    }

    @Test
    void aTokenSignedWithThePublicKeyAsAPasswordIsRefused() throws JOSEException, ParseException {
        ECKey key = publicKey();
        byte[] known = key.toJSONString().getBytes(StandardCharsets.UTF_8);
        Refusal.of(
                house.get(
                        "/v1/me",
                        signed(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()), new MACSigner(known))),
                401,
                "token-invalid");
    }

    @Test
    void aTokenSignedWithAnotherKeyIsRefused() throws JOSEException, ParseException {
        ECKey own =
                new ECKeyGenerator(Curve.P_256).keyID(publicKey().getKeyID()).generate();
        ECDSASigner signer = new ECDSASigner(own);
        Refusal.of(
                house.get("/v1/me", signed(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(own.getKeyID()), signer)),
                401,
                "token-invalid");
        Refusal.of(
                house.get("/v1/me", signed(new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(own.toPublicJWK()), signer)),
                401,
                "token-invalid");
        Refusal.of(
                house.get("/v1/me", signed(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("other"), signer)),
                401,
                "token-invalid");
    }

    @Test
    void claimsThatWereChangedAfterTheSignatureAreRefused() {
        String[] parts = house.staff(Role.DISSEMINATOR, VILLAGE).split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        for (String changed : new String[] {
            claims.replace("disseminator", "administrator"), claims.replace(VILLAGE, "0"), claims.replace("\"s", "\"r")
        }) {
            assertThat(changed).isNotEqualTo(claims);
            String forged =
                    parts[0] + "." + BASE64.encodeToString(changed.getBytes(StandardCharsets.UTF_8)) + "." + parts[2];
            Refusal.of(house.get("/v1/me", forged), 401, "token-invalid");
        }
    }

    @Test
    void noSingleChangedCharacterLeavesATokenGood() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
        for (int i = 0; i < 200; i++) {
            // The last character of a signature has two bits that say nothing.
            int at = random.nextInt(token.length() - 1);
            char other = alphabet.charAt(random.nextInt(alphabet.length()));
            if (other != token.charAt(at)) {
                House.Answer answer = house.get("/v1/me", token.substring(0, at) + other + token.substring(at + 1));
                assertThat(answer.status())
                        .as("seed %d, %s at %d", seed, other, at)
                        .isEqualTo(401);
                assertThat(answer.problem()).isEqualTo("token-invalid");
            }
        }
    }

    @Test
    void aTicketIsNoTokenAndATokenIsNoTicket() {
        long id = Long.parseLong(house.get("/v1/me", token).json().getString("id"));
        String ticket = house.app()
                .tokens()
                .ticket(new Tokens.Subject.OfResident(id), Instant.now().plus(Duration.ofHours(1)));
        Refusal.of(house.get("/v1/me", ticket), 401, "token-invalid");
        Refusal.of(house.post("/v1/sessions", new JsonObject().put("ticket", token), null), 401, "token-invalid");
        House.Answer opened = house.post("/v1/sessions", new JsonObject().put("ticket", ticket), null);
        assertThat(opened.status()).isEqualTo(201);
        assertThat(house.get("/v1/me", opened.json().getString("token")).json().getString("id"))
                .isEqualTo(Long.toString(id));
    }

    @Test
    void anExpiredTicketIsRefused() {
        String ticket = house.app()
                .tokens()
                .ticket(new Tokens.Subject.OfResident(1), Instant.now().minusSeconds(5));
        Refusal.of(house.post("/v1/sessions", new JsonObject().put("ticket", ticket), null), 401, "token-expired");
    }

    @Test
    void aTicketOfNobodyIsRefused() {
        Instant later = Instant.now().plusSeconds(60);
        for (Tokens.Subject nobody : new Tokens.Subject[] {
            new Tokens.Subject.OfResident(987_654_321), new Tokens.Subject.OfStaff(987_654_321)
        }) {
            String ticket = house.app().tokens().ticket(nobody, later);
            Refusal.of(house.post("/v1/sessions", new JsonObject().put("ticket", ticket), null), 401);
        }
    }

    private static ECKey publicKey() throws ParseException {
        House.Answer set = house.get("/.well-known/jwks.json", null);
        return JWKSet.parse(set.text()).getKeys().getFirst().toECKey();
    }

    private static String signed(JWSHeader.Builder header, JWSSigner signer) throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer("kepu")
                .subject("r1")
                .claim("use", "session")
                .claim("sid", "00000000-0000-0000-0000-000000000000")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build();
        SignedJWT jwt = new SignedJWT(header.build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }
}
