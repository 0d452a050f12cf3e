package kepu.store.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import kepu.config.Caching;

/** The cache of one node, in its memory: at most {@code cache.memoryMebibytes}, of which those go first that are asked for least. */
public final class MemoryCache implements Cache {
    /** What an entry takes beside its key's letters and its value: objects, headers, links of the policy. */
    private static final int ENTRY_BYTES = 200;

    private final com.github.benmanes.caffeine.cache.Cache<Key, Kept> values;
    private final Caching config;
    private final Counter tooLarge;

    private record Kept(byte[] value, long nanos) {}

    public MemoryCache(Caching config, MeterRegistry meters) {
        this.config = config;
        this.values = Caffeine.newBuilder()
                .maximumWeight(config.memoryBytes())
                .weigher(MemoryCache::weight)
                .expireAfter(Expiry.writing((Key key, Kept kept) -> Duration.ofNanos(kept.nanos())))
                .build();
        this.tooLarge = meters.counter("kepu.cache.refused", "limit", "valueBytes");
        meters.gauge("kepu.cache.memory.bytes", this, MemoryCache::bytes);
        meters.gauge("kepu.cache.memory.values", values, com.github.benmanes.caffeine.cache.Cache::estimatedSize);
    }

    @Override
    public Future<Optional<byte[]>> get(Key key) {
        return Future.succeededFuture(present(key));
    }

    Optional<byte[]> present(Key key) {
        Kept kept = values.getIfPresent(key);
        return kept == null ? Optional.empty() : Optional.of(kept.value());
    }

    @Override
    public Future<Void> put(Key key, byte[] value, Duration life) {
        if (value.length > config.valueBytes()) {
            tooLarge.increment();
            values.invalidate(key);
        } else {
            values.put(
                    key,
                    new Kept(value, Math.min(life.toNanos(), config.longest().toNanos())));
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> remove(Collection<Key> keys) {
        values.invalidateAll(keys);
        return Future.succeededFuture();
    }

    @Override
    public void close() {
        values.invalidateAll();
    }

    /** As far as the policy has come; it runs a little behind. */
    private double bytes() {
        return values.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }

    private static int weight(Key key, Kept kept) {
        return ENTRY_BYTES + key.kind().length() + key.id().length() + kept.value().length;
    }
}
