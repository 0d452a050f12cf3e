package kepu.people;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.vertx.core.Future;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import kepu.store.Changes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ES256 keys that sign tokens, shared by all nodes through the database. The newest that every node knows signs; each verifies for twice as long as it
 * signs, so that what it signed last outlives it. A key id that is not known makes the node look once more, at most once a second.
 */
public final class SigningKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    /** Time in which all nodes know a new key, so that none refuses what it signs. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    /** A key and its times. */
    record Key(ECKey jwk, Instant createdAt, Instant retiresAt) {}

    private final PeopleStore store;
    private final Secrets secrets;
    private final Clock clock;
    private final Duration signing;
    private final AtomicLong lookedAtMillis = new AtomicLong();
    private volatile List<Key> keys = List.of();
    private volatile Runnable tell = () -> {};

    public SigningKeys(PeopleStore store, Secrets secrets, Clock clock, Duration signing) {
        this.store = store;
        this.secrets = secrets;
        this.clock = clock;
        this.signing = signing;
    }

    /** Takes in keys that other nodes make, and tells them. */
    public void follow(Changes changes) {
        tell = changes.follow("keys", this::reload);
    }

    /** Reads the keys and makes one when the newest is due for rotation. Called at the boot and every hour. */
    public Future<Void> refresh() {
        return reload().compose(loaded -> {
            Instant now = clock.instant();
            boolean fresh = newest().map(key -> key.createdAt().plus(signing).isAfter(now))
                    .orElse(false);
            return fresh
                    ? Future.succeededFuture()
                    : make(now).onSuccess(made -> tell.run()).compose(made -> reload());
        });
    }

    ECKey signer() {
        Instant known = clock.instant().minus(SETTLING);
        return keys.stream()
                .filter(key -> !key.createdAt().isAfter(known))
                .max(Comparator.comparing(Key::createdAt))
                .or(this::newest)
                .orElseThrow(() -> new IllegalStateException("no signing key is loaded"))
                .jwk();
    }

    Optional<ECKey> verifier(String id) {
        Instant now = clock.instant();
        Optional<ECKey> known = keys.stream()
                .filter(key ->
                        id.equals(key.jwk().getKeyID()) && key.retiresAt().isAfter(now))
                .map(Key::jwk)
                .findFirst();
        if (known.isEmpty()) {
            lookAgain(now);
        }
        return known;
    }

    /** Whether what the key of this id signed is still good. */
    boolean isTrusted(String id) {
        Instant now = clock.instant();
        for (Key key : keys) {
            if (id.equals(key.jwk().getKeyID())) {
                return key.retiresAt().isAfter(now);
            }
        }
        return false;
    }

    /** What nodes share beside the keys. */
    Secrets secrets() {
        return secrets;
    }

    /** The public halves, as a JWK set (RFC 7517). */
    public String publicSet() {
        return new com.nimbusds.jose.jwk.JWKSet(keys.stream()
                        .map(key -> (com.nimbusds.jose.jwk.JWK) key.jwk())
                        .toList())
                .toString(true);
    }

    private void lookAgain(Instant now) {
        long last = lookedAtMillis.get();
        if (last + LOOK_AGAIN.toMillis() < now.toEpochMilli()
                && lookedAtMillis.compareAndSet(last, now.toEpochMilli())) {
            reload().onFailure(e -> LOG.warn("signing keys cannot be read: {}", e.toString()));
        }
    }

    private Future<Void> reload() {
        return store.signingKeys(clock.instant()).map(rows -> {
            keys = rows.stream().map(this::open).toList();
            return null;
        });
    }

    private Future<Void> make(Instant now) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
            return store.addSigningKey(
                    key.getKeyID(),
                    key.toPublicJWK().toJSONString(),
                    secrets.seal(key.toJSONString()),
                    now,
                    now.plus(signing.multipliedBy(2)));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Key open(PeopleStore.SealedKey row) {
        try {
            return new Key(ECKey.parse(secrets.open(row.sealed())), row.createdAt(), row.retiresAt());
        } catch (ParseException e) {
            throw new IllegalStateException("signing key " + row.id() + " is damaged", e);
        }
    }

    private Optional<Key> newest() {
        return keys.stream().max(Comparator.comparing(Key::createdAt));
    }
}
