package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kepu.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Lists that were made before their owners came, one value of {@link FeedCode} a resident: in this node's memory, together at most
 * {@code feed.preparedMebibytes}, of which those go first that were not asked for; and, where there is one, in a store that nodes share. There
 * the lists lie too that nodes ranked and served, so that a visit goes on at another node as it began. Nothing here says whether a list still
 * holds: {@link Standing} does.
 */
public final class PreparedFeeds {
    /** What nodes keep together. Anything may be absent at any time; nothing of it fails. */
    public interface Shared {
        /** The list that was made last for a resident. */
        Future<Optional<byte[]>> get(long resident);

        /** A list by the id of its feed: of a region, or of a resident for whom another was made since. */
        Future<Optional<byte[]>> get(String feed);

        /** Kept for at most {@code life}. */
        void put(long resident, byte[] code, Duration life);

        /** Kept for at most {@code life}. */
        void put(String feed, byte[] code, Duration life);

        void remove(long resident);
    }

    /** The store of a node that is alone. */
    public static final Shared ALONE = new Shared() {
        @Override
        public Future<Optional<byte[]>> get(long resident) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Optional<byte[]>> get(String feed) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public void put(long resident, byte[] code, Duration life) {}

        @Override
        public void put(String feed, byte[] code, Duration life) {}

        @Override
        public void remove(long resident) {}
    };

    /** What a value takes on the heap beside its bytes: entry, key, header of the array. About. */
    private static final int OVERHEAD_BYTES = 120;

    private final Cache<Long, byte[]> codes;
    private final Shared shared;
    private final Duration life;
    private final Duration visit;
    private final Counter evicted;

    public PreparedFeeds(Config.Feed config, Shared shared, MeterRegistry meters) {
        this.shared = shared;
        this.life = Duration.ofMinutes(config.preparedMinutes());
        this.visit = Duration.ofMinutes(Math.max(config.pageMinutes(), config.warmMinutes()));
        this.evicted = meters.counter("kepu.feed.prepared.evicted");
        this.codes = Caffeine.newBuilder()
                .maximumWeight((long) config.preparedMebibytes() << 20)
                .weigher((Long resident, byte[] code) -> code.length + OVERHEAD_BYTES)
                .expireAfterWrite(life)
                // on the thread that asks: waking another for so little takes longer
                .executor(Runnable::run)
                .evictionListener((resident, code, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evicted.increment();
                    }
                })
                .build();
        meters.gauge("kepu.feed.prepared", codes, Cache::estimatedSize);
        Gauge.builder("kepu.feed.prepared.bytes", this, PreparedFeeds::bytes).register(meters);
    }

    /** Whether there are other nodes. */
    boolean areShared() {
        return !shared.equals(ALONE);
    }

    /** Null when it is not in this node's memory. */
    public byte @Nullable [] of(long resident) {
        return codes.getIfPresent(resident);
    }

    /** Looks among what nodes share for a list when none is in memory. */
    Future<Void> fetch(long resident) {
        return of(resident) != null ? Future.succeededFuture() : look(resident);
    }

    /** Looks among what nodes share for a list that is newer than the one in memory, and has it in memory then. */
    Future<Void> look(long resident) {
        return shared.get(resident).map(found -> {
            found.ifPresent(code -> keep(resident, code));
            return null;
        });
    }

    /** Where it is the very list that is in memory, which is the rule within a visit, nothing is written. */
    private void keep(long resident, byte[] code) {
        if (!Arrays.equals(code, of(resident))) {
            codes.asMap().merge(resident, code, PreparedFeeds::newer);
        }
    }

    private static byte[] newer(byte[] own, byte[] found) {
        return FeedCode.atMillis(found) >= FeedCode.atMillis(own) ? found : own;
    }

    /** Where the list of a feed may be that another node served to a resident: it is their last, or one before it. */
    Future<List<byte[]>> find(String feed, long resident) {
        return Future.all(shared.get(resident), shared.get(feed))
                .map(both -> both.<Optional<byte[]>>list().stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** The same of a region. */
    Future<List<byte[]>> find(String feed) {
        return shared.get(feed).map(found -> found.stream().toList());
    }

    /** Keeps a list that nobody was served yet, for other nodes too; the one before it may have been, and its pages still turn. */
    public void put(long resident, byte[] code) {
        byte[] former = codes.asMap().put(resident, code);
        FeedCode.Head head = former == null || !areShared() ? null : FeedCode.head(former);
        if (former != null && head != null) {
            shared.put(head.id(), former, visit);
        }
        shared.put(resident, code, life);
    }

    /** Lets other nodes have a list that is served here. */
    void share(long resident, byte[] code) {
        shared.put(resident, code, visit);
    }

    /** The same of a region. */
    void share(String feed, byte[] code) {
        shared.put(feed, code, visit);
    }

    /** Forgets one that does not hold, here: other nodes may have a newer one. */
    void outdated(long resident) {
        codes.invalidate(resident);
    }

    /** Forgets one here and among what nodes share. */
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
