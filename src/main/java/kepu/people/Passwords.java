package kepu.people;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) with the parameters that OWASP's password storage sheet gives first: 19 MiB, two passes, one lane. Runs on two
 * threads of its own behind a bounded queue, so that a storm of logins costs memory and time that is known.
 */
public final class Passwords implements AutoCloseable {
    private static final int MEMORY_KIBIBYTES = 19 * 1_024;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int THREADS = 2;
    private static final String FORM = "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s";
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();
    /** Checked when the account is unknown, so that the time does not tell. */
    private static final String NOBODY = hash("nobody has this password");

    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int queue;
    private final Counter refused;

    public Passwords(Vertx vertx, int queue, MeterRegistry meters) {
        this.workers = vertx.createSharedWorkerExecutor("passwords", THREADS);
        this.queue = queue;
        this.refused = meters.counter("kepu.passwords.refused");
    }

    /** Hashes now, on this thread: for commands and the boot. */
    public static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return FORM.formatted(
                MEMORY_KIBIBYTES,
                PASSES,
                ENCODER.encodeToString(salt),
                ENCODER.encodeToString(argon2id(password, salt, MEMORY_KIBIBYTES, PASSES)));
    }

    /** Whether the password is the one of {@code hash}; {@link Failure.TooMany} when too many checks wait. */
    public Future<Boolean> matches(String password, String hash) {
        return queued(() -> verify(password, hash));
    }

    /** The same as {@link #hash}, on a worker and within the same queue. */
    public Future<String> hashed(String password) {
        return queued(() -> hash(password));
    }

    private <T> Future<T> queued(Callable<T> work) {
        if (waiting.incrementAndGet() > queue) {
            waiting.decrementAndGet();
            refused.increment();
            return Future.failedFuture(new Failure.TooMany("login-busy", "登录的人太多，请几秒后再试", 5));
        }
        return workers.executeBlocking(work, false).onComplete(done -> waiting.decrementAndGet());
    }

    /** Takes as long as {@link #matches} and says no. */
    public Future<Boolean> matchesNobody(String password) {
        return matches(password, NOBODY).map(false);
    }

    @Override
    public void close() {
        workers.close();
    }

    private static boolean verify(String password, String hash) {
        String[] parts = hash.split("\\$");
        String[] costs = parts[3].split("[=,]");
        byte[] expected = Base64.getDecoder().decode(parts[5]);
        byte[] actual = argon2id(
                password, Base64.getDecoder().decode(parts[4]), Integer.parseInt(costs[1]), Integer.parseInt(costs[3]));
        return Secrets.same(expected, actual);
    }

    private static byte[] argon2id(String password, byte[] salt, int memoryKibibytes, int passes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKibibytes)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
