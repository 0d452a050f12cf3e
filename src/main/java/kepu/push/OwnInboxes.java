package kepu.push;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import kepu.people.Resident;
import kepu.region.RegionCode;
import kepu.store.Changes;

/**
 * What is each resident's own of their inbox, in memory: read once, however many ask for it meanwhile, and forgotten when any of it changes, so
 * that the next look reads it again. A reading that a change overtakes is not kept.
 */
final class OwnInboxes {
    /** The room under which changes tell of what was read. */
    private static final String CHANGES = "inboxes";
    /** Of those to one person so many newest are shown. */
    private static final int PERSONAL = 200;

    private static final int DECIMAL = 10;

    private final PushStore store;
    private final PersonalStore personal;
    private final Publications publications;
    private final Clock clock;
    private final AsyncCache<Long, OwnInbox> byResident;
    private final Counter reads;
    private volatile Runnable tell = () -> {};

    OwnInboxes(
            PushStore store,
            PersonalStore personal,
            Publications publications,
            Clock clock,
            long bytes,
            MeterRegistry meters) {
        this.store = store;
        this.personal = personal;
        this.publications = publications;
        this.clock = clock;
        this.reads = meters.counter("kepu.inbox.reads");
        Counter evicted = meters.counter("kepu.inbox.evicted");
        this.byResident = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Long resident, OwnInbox own) -> own.bytes())
                .evictionListener((resident, own, cause) -> evicted.increment())
                .buildAsync();
        Gauge.builder("kepu.inbox.bytes", this, OwnInboxes::bytes).register(meters);
        publications.onPersonal(this::forget);
    }

    /** Takes in what is read on other nodes, and tells them; {@code counting} hears of it too. */
    void follow(Changes changes, CountedElsewhere counting) {
        tell = changes.follow(CHANGES, keys -> take(keys, counting), () -> {
            byResident.synchronous().invalidateAll();
            counting.all();
            return Future.succeededFuture();
        });
    }

    Future<OwnInbox> of(long resident) {
        CompletableFuture<OwnInbox> own = byResident.get(
                resident, (id, executor) -> read(id).toCompletionStage().toCompletableFuture());
        return own.isDone() && !own.isCompletedExceptionally()
                ? Future.succeededFuture(own.join())
                : Future.fromCompletionStage(own);
    }

    /** Something of a resident's was committed here. */
    void changed(long resident) {
        forget(resident);
        tell.run();
    }

    /** A profile changed: what went to a person alone names their village. */
    void changed(Resident resident) {
        OwnInbox own = byResident.synchronous().getIfPresent(resident.id());
        if (own == null || !own.isOf(RegionCode.village(resident.village()))) {
            forget(resident.id());
        }
    }

    void forget(long resident) {
        byResident.synchronous().invalidate(resident);
    }

    /** Keys are {@code resident seq,seq}. What was read after that is known already, as here after a receipt of this node, and stays. */
    private Future<Void> take(Set<String> keys, CountedElsewhere counting) {
        List<CountedElsewhere.Read> reads = new ArrayList<>();
        for (String key : keys) {
            int end = key.indexOf(' ');
            long resident = Long.parseLong(key, 0, end, DECIMAL);
            String[] seqs = key.substring(end + 1).split(",");
            OwnInbox own = byResident.synchronous().getIfPresent(resident);
            if (own == null || !own.hasReadAll(seqs)) {
                forget(resident);
            }
            for (String seq : seqs) {
                reads.add(new CountedElsewhere.Read(resident, Long.parseLong(seq)));
            }
        }
        counting.read(reads);
        return Future.succeededFuture();
    }

    private Future<OwnInbox> read(long resident) {
        reads.increment();
        Future<long[]> read = store.readSince(resident, publications.oldest());
        return personal.of(resident, clock.instant(), PERSONAL)
                .compose(kept -> read.map(seqs -> OwnInbox.of(kept, seqs)));
    }

    private double bytes() {
        return byResident
                .synchronous()
                .policy()
                .eviction()
                .map(Policy.Eviction::weightedSize)
                .orElse(OptionalLong.empty())
                .orElse(0);
    }
}
