package kepu.people;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kepu.base.Failure;
import kepu.config.ConfigReader;
import kepu.region.RegionCode;
import kepu.store.Database;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys as they come and go over months, and the tokens that they signed. */
class SigningKeysIT {
    private static final Duration SIGNING = Duration.ofDays(30);
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final Vertx vertx = Vertx.vertx();
    private final Database database = new Database(
            vertx, TestPostgres.fresh(), new ConfigReader().config().database());
    private final PeopleStore store = new PeopleStore(database);
    private final Secrets secrets = new Secrets(new byte[32]);
    private final Time clock = new Time();
    private final SigningKeys target = new SigningKeys(store, secrets, clock, SIGNING);
    private final EndedSessions ended = new EndedSessions(store, LIFE);
    private final Tokens tokens = new Tokens(target, ended, clock, LIFE);

    /** A clock that moves when it is told to. */
    private static final class Time extends Clock {
        private Instant now = Instant.parse("2026-11-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }
    }

    @BeforeEach
    void boot() throws TimeoutException {
        await(target.refresh());
    }

    @AfterEach
    void close() throws TimeoutException {
        database.close();
        await(vertx.close());
    }

    @Test
    void theKeyStaysUntilItIsDueAndAnotherFollows() throws TimeoutException {
        String first = target.signer().getKeyID();
        String alone = target.publicSet();
        clock.pass(SIGNING.minusMinutes(1));
        await(target.refresh());
        assertThat(target.signer().getKeyID()).isEqualTo(first);
        clock.pass(Duration.ofMinutes(1));
        await(target.refresh());
        assertThat(target.publicSet()).as("the next is there").hasSizeGreaterThan(alone.length());
        assertThat(target.signer().getKeyID())
                .as("and signs when all nodes know it")
                .isEqualTo(first);
        clock.pass(Duration.ofMinutes(1));
        assertThat(target.signer().getKeyID()).isNotEqualTo(first);
        assertThat(target.verifier(first)).as("still verifies").isPresent();
    }

    @Test
    void aTokenOutlivesTheRotationOfItsKey() throws TimeoutException {
        clock.pass(SIGNING.minusMinutes(1));
        String token = resident(7);
        clock.pass(Duration.ofMinutes(2));
        await(target.refresh());
        Tokens anotherNode = new Tokens(target, ended, clock, LIFE);
        assertThat(anotherNode.caller(token))
                .isInstanceOfSatisfying(
                        Caller.OfResident.class,
                        caller -> assertThat(caller.id()).isEqualTo(7));
    }

    @Test
    void aKeyThatIsRetiredVerifiesNothingAndIsSwept() throws TimeoutException {
        String first = target.signer().getKeyID();
        String ticket =
                tokens.ticket(new Tokens.Subject.OfResident(7), clock.instant().plus(Duration.ofDays(400)));
        clock.pass(SIGNING.multipliedBy(2).minusSeconds(1));
        assertThat(tokens.ticketed(ticket)).isEqualTo(new Tokens.Subject.OfResident(7));
        clock.pass(Duration.ofSeconds(1));
        assertThat(target.verifier(first)).isEmpty();
        assertThatThrownBy(() -> tokens.ticketed(ticket)).isInstanceOf(Failure.Unauthenticated.class);
        await(store.sweep(clock.instant().plusSeconds(1)));
        await(target.refresh());
        assertThat(target.publicSet())
                .doesNotContain(first)
                .contains(target.signer().getKeyID());
    }

    @Test
    void sessionsThatEndedDaysAgoAreForgotten() throws TimeoutException {
        await(database.query("insert into ended_session values (gen_random_uuid(), now() - interval '3 days'),"
                + " (gen_random_uuid(), now() - interval '1 hour')"));
        await(store.sweep(clock.instant()));
        assertThat(await(database.query("select id from ended_session")).size()).isEqualTo(1);
    }

    @Test
    void aTokenEndsWithItsTime() {
        String token = resident(7);
        clock.pass(LIFE.minusSeconds(2));
        assertThat(tokens.caller(token)).isInstanceOf(Caller.OfResident.class);
        clock.pass(Duration.ofSeconds(4));
        assertThatThrownBy(() -> tokens.caller(token))
                .isInstanceOfSatisfying(
                        Failure.Unauthenticated.class, e -> assertThat(e.type()).isEqualTo("token-expired"));
        assertThatThrownBy(() -> new Tokens(target, ended, clock, LIFE).caller(token))
                .as("also where it was not met before")
                .isInstanceOfSatisfying(
                        Failure.Unauthenticated.class, e -> assertThat(e.type()).isEqualTo("token-expired"));
    }

    @Test
    void aSignatureIsCheckedOnceWhileTheTokenLasts() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Tokens counted = new Tokens(target, ended, clock, LIFE, new VerifiedTokens(100, LIFE, meters));
        String token = resident(7);
        Caller first = counted.caller(token);
        clock.pass(LIFE.minusMinutes(1));
        assertThat(counted.caller(new String(token.toCharArray()))).isSameAs(first);
        assertThat(meters.get("kepu.tokens.verified").counter().count()).isEqualTo(1);
        assertThatThrownBy(() -> counted.caller(token + "x")).isInstanceOf(Failure.Unauthenticated.class);
        assertThatThrownBy(() -> counted.caller(token + "x"))
                .as("what proves nobody is not remembered")
                .isInstanceOf(Failure.Unauthenticated.class);
        assertThat(meters.get("kepu.tokens.verified").counter().count()).isEqualTo(3);
    }

    @Test
    void nodesKnowTheirTokensByTheSealAndOthersByTheSignature() throws ParseException, JOSEException {
        String token = resident(7);
        String jwt = token.substring(0, token.indexOf('~'));
        assertThat(anew(token)).isInstanceOf(Caller.OfResident.class);
        assertThat(anew(jwt)).as("a JWT like any other").isInstanceOf(Caller.OfResident.class);
        ECKey published = JWKSet.parse(target.publicSet()).getKeys().getFirst().toECKey();
        assertThat(SignedJWT.parse(jwt).verify(new ECDSAVerifier(published))).isTrue();
    }

    @Test
    void atNoPlaceMayATokenBeTouched() {
        String token = resident(7);
        for (int at = 0; at < token.length(); at++) {
            String touched = token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
            assertThatThrownBy(() -> anew(touched)).as(touched).isInstanceOf(Failure.Unauthenticated.class);
        }
        for (String wrong : List.of(token + "A", token + "~", token.substring(0, token.length() - 1), token + "é")) {
            assertThatThrownBy(() -> anew(wrong)).as(wrong).isInstanceOf(Failure.Unauthenticated.class);
        }
    }

    @Test
    void theSealOfOneTokenIsNotThatOfAnother() {
        String one = resident(7);
        String other = resident(8);
        String mixed = one.substring(0, one.indexOf('~')) + other.substring(other.indexOf('~'));
        assertThatThrownBy(() -> anew(mixed)).isInstanceOf(Failure.Unauthenticated.class);
    }

    @Test
    void rememberedTokensAreBounded() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        VerifiedTokens few = new VerifiedTokens(10, LIFE, meters);
        Tokens counted = new Tokens(target, ended, clock, LIFE, few);
        for (int i = 0; i < 40; i++) {
            counted.caller(resident(i));
        }
        eventually(
                "most are forgotten",
                () -> meters.get("kepu.tokens.remembered").gauge().value() <= 10);
    }

    @Test
    void aKeyThatIsWithdrawnEndsTheTokensThatAreRemembered() throws TimeoutException {
        String token = resident(7);
        assertThat(tokens.caller(token)).isInstanceOf(Caller.OfResident.class);
        await(database.query("delete from signing_key"));
        await(target.refresh());
        assertThatThrownBy(() -> tokens.caller(token))
                .isInstanceOfSatisfying(
                        Failure.Unauthenticated.class, e -> assertThat(e.type()).isEqualTo("token-invalid"));
    }

    @Test
    void aTokenOfStaffTellsRoleAndScope() {
        Staff staff = new Staff(3, "zhang", "张", Role.OPERATOR, RegionCode.of("5109"));
        UUID session = UUID.randomUUID();
        String token = tokens.forStaff(staff, session, tokens.expiry());
        assertThat(tokens.caller(token))
                .isEqualTo(new Caller.OfStaff(3, Role.OPERATOR, RegionCode.of("5109"), session, tokens.expiry()));
        tokens.end(session);
        assertThatThrownBy(() -> tokens.caller(token)).isInstanceOf(Failure.Unauthenticated.class);
    }

    @Test
    void twoNodesShareTheKeys() throws TimeoutException {
        SigningKeys other = new SigningKeys(store, secrets, clock, SIGNING);
        await(other.refresh());
        assertThat(other.signer().getKeyID()).isEqualTo(target.signer().getKeyID());
        String token = resident(7);
        assertThat(new Tokens(other, ended, clock, LIFE).caller(token)).isInstanceOf(Caller.OfResident.class);
    }

    @Test
    void thePrivateHalfIsNeitherShownNorStoredInPlain() throws TimeoutException, ParseException {
        assertThat(JWKSet.parse(target.publicSet()).getKeys()).hasSize(1).noneMatch(JWK::isPrivate);
        List<String> rows = await(database.query("select k::text from signing_key k")
                .map(found -> List.of(found.iterator().next().getString(0))));
        assertThat(rows.getFirst()).contains(target.signer().getKeyID()).doesNotContain("\"d\"");
        assertThatThrownBy(() -> await(new SigningKeys(store, new Secrets(another()), clock, SIGNING).refresh()))
                .as("another secret does not open it")
                .isInstanceOf(IllegalStateException.class);
    }

    /** As a node reads it that did not meet it before. */
    private Caller anew(String token) {
        return new Tokens(target, ended, clock, LIFE).caller(token);
    }

    private String resident(long id) {
        return tokens.forResident(id, UUID.randomUUID(), tokens.expiry());
    }

    private static byte[] another() {
        byte[] secret = new byte[32];
        secret[0] = 1;
        return secret;
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(60, TimeUnit.SECONDS);
    }
}
