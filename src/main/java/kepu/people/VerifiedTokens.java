package kepu.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import kepu.base.Sha256;

/**
 * The tokens whose signatures were found good, by the SHA-256 of their text, until they expire: a check costs more than the rest of a warm
 * request. Whether the token's key is still trusted, its time not over and its session not ended is asked each time.
 */
public final class VerifiedTokens {
    /** Whom a token proves, and the key that it is signed with. */
    record Proof(Caller caller, String key) {}

    private record Digest(long a, long b, long c, long d) {}

    private static final ThreadLocal<MessageDigest> SHA = ThreadLocal.withInitial(Sha256::begin);

    private final Cache<Digest, Proof> proofs;
    private final Counter verified;

    /** Remembers {@code most} tokens, each for as long as one lives. */
    public VerifiedTokens(int most, Duration life, MeterRegistry meters) {
        Counter evicted = meters.counter("kepu.tokens.evicted");
        this.proofs = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(life)
                // on the thread that asks: waking another for so little takes longer
                .executor(Runnable::run)
                .evictionListener((digest, proof, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evicted.increment();
                    }
                })
                .build();
        this.verified = meters.counter("kepu.tokens.verified");
        meters.gauge("kepu.tokens.remembered", proofs, Cache::estimatedSize);
    }

    /** The caller whom a token proves: as remembered while the key is trusted, else by {@code check}, which fails when it proves nobody. */
    Caller caller(String token, Predicate<String> isTrusted, Function<String, Proof> check) {
        Digest digest = digest(token);
        Proof known = proofs.getIfPresent(digest);
        if (known != null && isTrusted.test(known.key())) {
            return known.caller();
        }
        verified.increment();
        Proof fresh = check.apply(token);
        proofs.put(digest, fresh);
        return fresh.caller();
    }

    private static Digest digest(String token) {
        ByteBuffer bytes = ByteBuffer.wrap(SHA.get().digest(token.getBytes(StandardCharsets.UTF_8)));
        return new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }
}
