package kepu.push;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.base.Topic;
import kepu.content.Item;
import kepu.content.Items;
import kepu.push.audience.Members;
import kepu.store.Changes;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * Where publications are made, held and taken back, one transaction after the other: offsets are given, committed and shown to readers in
 * the same order, so that a reader who stands at an offset has missed nothing before it. What other nodes committed, and what a transaction
 * committed whose answer never came, is read from the database and shown first: whoever gets offsets that do not follow the last one shown
 * has missed something, or somebody gave up what they had taken.
 */
final class Press {
    private final Database database;
    private final Publications publications;
    private final Items items;
    private final Hub hub;
    private final Clock clock;
    private volatile Outlets outlets = Outlets.NONE;
    private volatile boolean isBehind;
    private volatile Runnable tell = () -> {};
    private Future<Void> tail = Future.succeededFuture();

    Press(Database database, Publications publications, Items items, Hub hub, Clock clock) {
        this.database = database;
        this.publications = publications;
        this.items = items;
        this.hub = hub;
        this.clock = clock;
    }

    /** Has others take part in what is published and taken back. */
    void outlets(Outlets others) {
        outlets = others;
    }

    /** Takes in what other nodes publish, hold and take back, and tells them. */
    void follow(Changes changes) {
        tell = changes.follow("publications", this::catchUp);
    }

    /** What goes out: whose items, in whose name, to whom ({@code members} is null when the audience says so at any time). */
    record Order(Campaign campaign, String sender, @Nullable Members members) {}

    /** Publishes the items of a campaign, for each arm its own, in one transaction with {@code also}; they are live when the future succeeds. */
    Future<List<Publication>> publish(Order order, Function<SqlClient, Future<Void>> also) {
        Campaign campaign = order.campaign();
        List<String> wanted = campaign.plan().dealt(campaign.title(), campaign.items()).stream()
                .flatMap(dealt -> dealt.arm().items().stream())
                .toList();
        return inTurn(() -> {
            publications.reserve(wanted.size());
            return transact(transaction -> also.apply(transaction)
                            .compose(done -> Items.live(transaction, wanted))
                            .compose(live -> made(transaction, order, wanted, live))
                            .compose(made -> publish(transaction, made)))
                    .compose(this::shown);
        });
    }

    /** Of items that are still live; and words that stand for themselves. */
    private Future<List<Publication>> made(SqlClient transaction, Order order, List<String> wanted, Set<String> live) {
        Predicate<String> goesOut = item -> item.isEmpty() || live.contains(item);
        int count = Math.toIntExact(wanted.stream().filter(goesOut).count());
        return PushStore.offsets(transaction, count)
                .map(offsets -> make(order, clock.instant(), offsets.iterator(), this::topic, goesOut));
    }

    private Future<List<Publication>> publish(SqlClient transaction, List<Publication> made) {
        return PushStore.publish(transaction, made)
                .compose(done -> outlets.published(transaction, made))
                .map(made);
    }

    /** Publishes to one person in one transaction with {@code also}. */
    Future<Publication> tell(Function<Long, Publication> made, Function<SqlClient, Future<Void>> also) {
        return inTurn(() -> transact(transaction -> also.apply(transaction)
                                .compose(done -> PushStore.offsets(transaction, 1))
                                .map(offsets -> made.apply(offsets.getFirst()))
                                .compose(publication -> PersonalStore.add(transaction, publication)
                                        .map(publication)))
                        .compose(publication -> shown(List.of(publication))))
                .map(List::getFirst);
    }

    /** Takes publications back in one transaction with {@code also}; they are out of every inbox when the future succeeds. */
    Future<List<Publication>> cancel(Function<SqlClient, Future<List<Long>>> which) {
        return inTurn(() -> transact(transaction -> which.apply(transaction)
                        .compose(seqs -> PushStore.offsets(transaction, seqs.size())
                                .compose(offsets -> cancelAll(transaction, seqs, offsets)))
                        .compose(cancelled ->
                                outlets.cancelled(transaction, cancelled).map(cancelled)))
                .compose(this::shown));
    }

    /** Lets publications go to nobody who does not have them yet, until {@link #resume}. */
    Future<List<Publication>> pause(Function<SqlClient, Future<List<Long>>> which) {
        return changing(which, true);
    }

    /** Ends the pause. */
    Future<List<Publication>> resume(Function<SqlClient, Future<List<Long>>> which) {
        return changing(which, false);
    }

    private Future<List<Publication>> changing(Function<SqlClient, Future<List<Long>>> which, boolean isPaused) {
        return inTurn(() -> transact(transaction -> which.apply(transaction)
                        .compose(seqs -> seqs.isEmpty()
                                ? Future.succeededFuture(List.<Publication>of())
                                : PushStore.turn(transaction, seqs, isPaused, clock.instant())))
                .map(changed -> {
                    changed.forEach(publication -> hub.change(publications.replace(publication)));
                    tell.run();
                    return changed;
                }));
    }

    /** Shows what was committed without an answer, if there may be such. Called every second. */
    Future<Void> settle() {
        return isBehind ? inTurn(Future::succeededFuture) : Future.succeededFuture();
    }

    /** Done when all up to an offset is shown here, which another node may have told already; at once when it is. */
    Future<Void> reach(long offset) {
        return offset <= publications.last() ? Future.succeededFuture() : catchUp();
    }

    /** Shows what is in the database and was not shown here. */
    private Future<Void> catchUp() {
        isBehind = true;
        return settle();
    }

    private Future<Void> settled() {
        return isBehind
                ? database.transact(this::unseen).map(unseen -> {
                    isBehind = false;
                    unseen.forEach(this::show);
                    return null;
                })
                : Future.succeededFuture();
    }

    /** The lock is held by the transaction that is in doubt until it is over. */
    private Future<List<Publication>> unseen(SqlClient transaction) {
        return PushStore.lockOffsets(transaction)
                .compose(locked -> PushStore.after(transaction, publications.last()))
                .compose(shared -> PersonalStore.after(transaction, publications.last())
                        .map(own -> Stream.concat(shared.stream(), own.stream())
                                .sorted(Comparator.comparingLong(Press::offset))
                                .toList()));
    }

    private void show(Publication stored) {
        Posted known = publications.find(stored.seq());
        if (known == null) {
            hub.publish(publications.add(stored));
        } else if (stored.cancelSeq() != null) {
            hub.publish(publications.cancel(stored));
        } else {
            hub.change(publications.replace(stored));
        }
    }

    private <T> Future<T> transact(Function<SqlClient, Future<T>> work) {
        return database.transact(work).onFailure(cause -> isBehind |= cause instanceof Failure.Unavailable);
    }

    /** Shows what was committed just now, with all that came before it. */
    private Future<List<Publication>> shown(List<Publication> committed) {
        tell.run();
        if (committed.isEmpty()) {
            return Future.succeededFuture(committed);
        }
        if (offset(committed.getFirst()) == publications.last() + 1) {
            committed.forEach(this::show);
            return Future.succeededFuture(committed);
        }
        isBehind = true;
        return settled().otherwiseEmpty().map(committed);
    }

    /** The offset of the latest that is told of a publication. */
    private static long offset(Publication publication) {
        Long cancelled = publication.cancelSeq();
        return cancelled == null ? publication.seq() : cancelled;
    }

    private Future<List<Publication>> cancelAll(SqlClient transaction, List<Long> seqs, List<Long> offsets) {
        Instant now = clock.instant();
        Future<List<Publication>> all = Future.succeededFuture(new ArrayList<>());
        for (int i = 0; i < seqs.size(); i++) {
            long seq = seqs.get(i);
            long offset = offsets.get(i);
            all = all.compose(
                    list -> PushStore.cancel(transaction, seq, offset, now).map(cancelled -> {
                        cancelled.ifPresent(list::add);
                        return list;
                    }));
        }
        return all;
    }

    /** What a campaign publishes at {@code now}: the items of each arm for its share, those that go out. */
    static List<Publication> make(
            Order order,
            Instant now,
            Iterator<Long> seqs,
            Function<String, @Nullable Topic> topics,
            Predicate<String> goesOut) {
        Campaign campaign = order.campaign();
        List<Publication> made = new ArrayList<>();
        for (CampaignPlan.Dealt dealt : campaign.plan().dealt(campaign.title(), campaign.items())) {
            for (String item : dealt.arm().items().stream().filter(goesOut).toList()) {
                made.add(new Publication(
                        seqs.next(),
                        campaign.id(),
                        item,
                        campaign.audience(),
                        campaign.audience().bounds(),
                        dealt.arm().title(),
                        campaign.message(),
                        order.sender(),
                        now,
                        end(campaign, now),
                        0,
                        order.members(),
                        new Handling(
                                campaign.plan().lane(),
                                campaign.scope().text(),
                                topics.apply(item),
                                dealt.arm().name(),
                                dealt.share(),
                                campaign.plan().heldLots()),
                        Fate.OUT));
            }
        }
        return made;
    }

    private static Instant end(Campaign campaign, Instant now) {
        Integer hours = campaign.plan().keepHours();
        Instant kept = hours == null ? campaign.expiresAt() : now.plus(Duration.ofHours(hours));
        return kept.isBefore(campaign.expiresAt()) ? kept : campaign.expiresAt();
    }

    private @Nullable Topic topic(String item) {
        return items.catalogue().find(item).map(Item::topic).orElse(null);
    }

    private interface Work<T> {
        Future<T> run();
    }

    private synchronized <T> Future<T> inTurn(Work<T> work) {
        Promise<T> promise = Promise.promise();
        tail = tail.transform(before -> settled())
                .compose(settled -> run(work))
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
