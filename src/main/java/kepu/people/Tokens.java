package kepu.people;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import kepu.base.Failure;
import kepu.region.RegionCode;

/**
 * Signs and reads session tokens: JWTs with ES256, a few minutes long, each with a tilde and a {@link TokenSeal} behind it. Nodes know their own
 * tokens by the seal, which costs little; without it, as others may pass a token on, the signature is checked. Either once a token
 * ({@link VerifiedTokens}).
 */
public final class Tokens {
    /** Who a token or ticket is for. */
    public sealed interface Subject {
        record OfResident(long id) implements Subject {}

        record OfStaff(long id) implements Subject {}
    }

    private static final String ISSUER = "kepu";
    private static final String USE = "use";
    private static final String SESSION = "session";
    private static final String TICKET = "ticket";
    /** Names of RFC 7515 and 7519. */
    private static final String KEY = "kid";

    private static final String SUBJECT = "sub";
    private static final String EXPIRY = "exp";
    /** Remembered where nobody sets a limit: in tests and benches. */
    private static final int SOME = 100_000;

    private final SigningKeys keys;
    private final TokenSeal seal;
    private final Clock clock;
    private final Duration life;
    private final VerifiedTokens verified;
    private final EndedSessions ended;

    /** Without limits of its own. */
    public Tokens(SigningKeys keys, EndedSessions ended, Clock clock, Duration life) {
        this(keys, ended, clock, life, new VerifiedTokens(SOME, life, new SimpleMeterRegistry()));
    }

    public Tokens(SigningKeys keys, EndedSessions ended, Clock clock, Duration life, VerifiedTokens verified) {
        this.keys = keys;
        this.seal = new TokenSeal(keys.secrets());
        this.ended = ended;
        this.clock = clock;
        this.life = life;
        this.verified = verified;
    }

    Instant expiry() {
        return clock.instant().plus(life);
    }

    /** A token of a session that is the caller's to answer for: one that was opened, or in a bench stands for it. */
    public String forResident(long id, UUID session, Instant expires) {
        return sign(claims("r" + id, SESSION, expires)
                .claim("sid", session.toString())
                .build());
    }

    String forStaff(Staff staff, UUID session, Instant expires) {
        return sign(claims("s" + staff.id(), SESSION, expires)
                .claim("sid", session.toString())
                .claim("role", staff.role().code())
                .claim("scope", staff.scope().text())
                .build());
    }

    /** A link's secret that can be exchanged for a session until {@code expires}; for demos. */
    public String ticket(Subject subject, Instant expires) {
        String name = switch (subject) {
            case Subject.OfResident resident -> "r" + resident.id();
            case Subject.OfStaff staff -> "s" + staff.id();
        };
        return sign(claims(name, TICKET, expires).build());
    }

    /** The caller whom a token proves; {@link Failure.Unauthenticated} when it is forged, old or of an ended session. */
    public Caller caller(String token) {
        return alive(verified.caller(token, keys::isTrusted, this::proof));
    }

    private VerifiedTokens.Proof proof(String token) {
        Verified proven = verify(token, SESSION);
        return new VerifiedTokens.Proof(read(proven.claims()), proven.key());
    }

    Subject ticketed(String ticket) {
        String subject = verify(ticket, TICKET).claims().getString(SUBJECT);
        long id = Long.parseLong(subject.substring(1));
        return subject.startsWith("r") ? new Subject.OfResident(id) : new Subject.OfStaff(id);
    }

    /** Tokens of this session stop working on this node at once. */
    void end(UUID session) {
        ended.end(session);
    }

    /** That they did is stored: now others can hear of it. */
    void stored() {
        ended.stored();
    }

    /** The caller, unless their token is over by now: {@link Failure.Unauthenticated}. */
    public Caller alive(Caller caller) {
        return switch (caller) {
            case Caller.Guest guest -> guest;
            case Caller.OfResident resident -> alive(resident, resident.session(), resident.expires());
            case Caller.OfStaff staff -> alive(staff, staff.session(), staff.expires());
        };
    }

    private Caller alive(Caller caller, UUID session, Instant expires) {
        if (expires.isBefore(clock.instant())) {
            throw expired();
        }
        if (ended.has(session)) {
            throw new Failure.Unauthenticated("session-ended", "这次登录已经结束，请重新登录");
        }
        return caller;
    }

    private static JWTClaimsSet.Builder claims(String subject, String use, Instant expires) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(subject)
                .expirationTime(Date.from(expires))
                .claim(USE, use);
    }

    private String sign(JWTClaimsSet claims) {
        try {
            ECKey key = keys.signer();
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(key));
            return seal.put(jwt.serialize());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a token says, and the id of the key that it is signed with. */
    private record Verified(JsonObject claims, String key) {}

    private Verified verify(String token, String use) {
        try {
            TokenSeal.Opened opened = seal.open(token).orElseThrow(Tokens::invalid);
            String jwt = opened.jwt();
            if (!opened.isOurs() && !isSigned(jwt)) {
                throw invalid();
            }
            // from here on it is one that a node of this house made
            int header = jwt.indexOf('.');
            ECKey key =
                    keys.verifier(json(jwt.substring(0, header)).getString(KEY)).orElseThrow(Tokens::invalid);
            JsonObject claims = json(jwt.substring(header + 1, jwt.indexOf('.', header + 1)));
            if (!use.equals(claims.getString(USE))) {
                throw invalid();
            }
            if (expiry(claims).isBefore(clock.instant())) {
                throw expired();
            }
            return new Verified(claims, key.getKeyID());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    private boolean isSigned(String jwt) throws ParseException, JOSEException {
        SignedJWT signed = SignedJWT.parse(jwt);
        JWSHeader header = signed.getHeader();
        Optional<ECKey> key = Optional.ofNullable(header.getKeyID()).flatMap(keys::verifier);
        return JWSAlgorithm.ES256.equals(header.getAlgorithm())
                && key.isPresent()
                && signed.verify(new ECDSAVerifier(key.get()));
    }

    private static JsonObject json(String base64) {
        return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(base64)));
    }

    private static Instant expiry(JsonObject claims) {
        return Instant.ofEpochSecond(claims.getLong(EXPIRY));
    }

    private static Caller read(JsonObject claims) {
        String subject = claims.getString(SUBJECT);
        long id = Long.parseLong(subject.substring(1));
        UUID session = UUID.fromString(claims.getString("sid"));
        if (subject.startsWith("r")) {
            return new Caller.OfResident(id, session, expiry(claims));
        }
        Role role = Role.of(claims.getString("role")).orElseThrow(Tokens::invalid);
        return new Caller.OfStaff(id, role, RegionCode.of(claims.getString("scope")), session, expiry(claims));
    }

    private static Failure.Unauthenticated invalid() {
        return new Failure.Unauthenticated("token-invalid", "登录信息无效，请重新登录");
    }

    private static Failure.Unauthenticated expired() {
        return new Failure.Unauthenticated("token-expired", "登录已过期，请刷新或重新登录");
    }
}
