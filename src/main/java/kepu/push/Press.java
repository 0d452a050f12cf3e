package kepu.push;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import kepu.push.audience.Members;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * Where publications are made and taken back, one transaction after the other: offsets are given, committed and shown to readers in
 * the same order, so that a reader who stands at an offset has missed nothing before it.
 */
final class Press {
    private final Database database;
    private final Publications publications;
    private final Hub hub;
    private final Clock clock;
    private volatile Outlets outlets = Outlets.NONE;
    private Future<Void> tail = Future.succeededFuture();

    Press(Database database, Publications publications, Hub hub, Clock clock) {
        this.database = database;
        this.publications = publications;
        this.hub = hub;
        this.clock = clock;
    }

    /** Has others take part in what is published and taken back. */
    void outlets(Outlets others) {
        outlets = others;
    }

    /**
     * Publishes the items of a campaign in one transaction with {@code also}; they are live when the future succeeds.
     *
     * @param members whom it is for; null when the audience says so at any time
     */
    Future<List<Publication>> publish(
            Campaign campaign, String sender, @Nullable Members members, Function<SqlClient, Future<Void>> also) {
        return inTurn(() -> {
            publications.reserve(campaign.items().size());
            return database.transact(transaction -> also.apply(transaction)
                            .compose(done -> PushStore.offsets(
                                    transaction, campaign.items().size()))
                            .map(offsets -> make(campaign, sender, members, offsets))
                            .compose(made -> publish(transaction, made)))
                    .map(made -> {
                        made.forEach(publication -> hub.publish(publications.add(publication), publication));
                        return made;
                    });
        });
    }

    /** Takes publications back in one transaction with {@code also}; they are out of every inbox when the future succeeds. */
    Future<List<Publication>> cancel(Function<SqlClient, Future<List<Long>>> which) {
        return inTurn(() -> database.transact(transaction -> which.apply(transaction)
                        .compose(seqs -> PushStore.offsets(transaction, seqs.size())
                                .compose(offsets -> cancelAll(transaction, seqs, offsets)))
                        .compose(cancelled ->
                                outlets.cancelled(transaction, cancelled).map(cancelled)))
                .map(cancelled -> {
                    cancelled.forEach(publication -> hub.publish(publications.cancel(publication), publication));
                    return cancelled;
                }));
    }

    private Future<List<Publication>> publish(SqlClient transaction, List<Publication> made) {
        return PushStore.publish(transaction, made)
                .compose(done -> outlets.published(transaction, made))
                .map(made);
    }

    private static Future<List<Publication>> cancelAll(SqlClient transaction, List<Long> seqs, List<Long> offsets) {
        Future<List<Publication>> all = Future.succeededFuture(new ArrayList<>());
        for (int i = 0; i < seqs.size(); i++) {
            long seq = seqs.get(i);
            long offset = offsets.get(i);
            all = all.compose(list -> PushStore.cancel(transaction, seq, offset).map(cancelled -> {
                cancelled.ifPresent(list::add);
                return list;
            }));
        }
        return all;
    }

    private List<Publication> make(Campaign campaign, String sender, @Nullable Members members, List<Long> offsets) {
        Instant now = clock.instant();
        return IntStream.range(0, offsets.size())
                .mapToObj(i -> new Publication(
                        offsets.get(i),
                        campaign.id(),
                        campaign.items().get(i),
                        campaign.audience(),
                        campaign.audience().bounds(),
                        campaign.title(),
                        campaign.message(),
                        sender,
                        now,
                        campaign.expiresAt(),
                        null,
                        members))
                .toList();
    }

    private interface Work<T> {
        Future<T> run();
    }

    private synchronized <T> Future<T> inTurn(Work<T> work) {
        Promise<T> promise = Promise.promise();
        tail = tail.transform(before -> run(work))
                .onComplete(done -> promise.handle(done))
                .transform(done -> Future.succeededFuture());
        return promise.future();
    }

    private static <T> Future<T> run(Work<T> work) {
        try {
            return work.run();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
