package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import kepu.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Lists that were made before their owners came, one value of {@link FeedCode} a resident: in this node's memory, together at most
 * {@code feed.preparedMebibytes}, of which those go first that were not asked for; and, where there is one, in a store that nodes share.
 * Nothing here says whether a list still holds: {@link Standing} does.
 */
public final class PreparedFeeds {
    /** What nodes keep together. Anything may be absent at any time; nothing of it fails. */
    public interface Shared {
        Future<Optional<byte[]>> get(long resident);

        /** Kept for at most {@code life}. */
        void put(long resident, byte[] code, Duration life);

        void remove(long resident);
    }

    /** The store of a node that is alone. */
    public static final Shared ALONE = new Shared() {
        @Override
        public Future<Optional<byte[]>> get(long resident) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public void put(long resident, byte[] code, Duration life) {}

        @Override
        public void remove(long resident) {}
    };

    /** What a value takes on the heap beside its bytes: entry, key, header of the array. About. */
    private static final int OVERHEAD_BYTES = 120;

    private final Cache<Long, byte[]> codes;
    private final Shared shared;
    private final Duration life;
    private final Counter evicted;

    public PreparedFeeds(Config.Feed config, Shared shared, MeterRegistry meters) {
        this.shared = shared;
        this.life = Duration.ofMinutes(config.preparedMinutes());
        this.evicted = meters.counter("kepu.feed.prepared.evicted");
        this.codes = Caffeine.newBuilder()
                .maximumWeight((long) config.preparedMebibytes() << 20)
                .weigher((Long resident, byte[] code) -> code.length + OVERHEAD_BYTES)
                .expireAfterWrite(life)
                .evictionListener((resident, code, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evicted.increment();
                    }
                })
                .build();
        meters.gauge("kepu.feed.prepared", codes, Cache::estimatedSize);
        Gauge.builder("kepu.feed.prepared.bytes", this, PreparedFeeds::bytes).register(meters);
    }

    /** Null when it is not in this node's memory. */
    public byte @Nullable [] of(long resident) {
        return codes.getIfPresent(resident);
    }

    /** Looks among what nodes share for one that is not in memory, and has it in memory then. */
    Future<Void> fetch(long resident) {
        if (of(resident) != null) {
            return Future.succeededFuture();
        }
        return shared.get(resident).map(found -> {
            found.ifPresent(code -> codes.put(resident, code));
            return null;
        });
    }

    /** Keeps a list, for other nodes too. */
    public void put(long resident, byte[] code) {
        codes.put(resident, code);
        shared.put(resident, code, life);
    }

    void drop(long resident) {
        codes.invalidate(resident);
        shared.remove(resident);
    }

    private double bytes() {
        return codes.policy().eviction().stream()
                .mapToLong(eviction -> eviction.weightedSize().orElse(0))
                .sum();
    }
}
