package kepu.push;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kepu.activity.ActivityStore;
import kepu.activity.Route;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Resident;
import kepu.store.Database;

/** A person's publications, computed when they look, and what they say they received and read. */
public final class Inbox {
    /** A publication and whether it was read. */
    public record Entry(Publication publication, boolean read) {}

    /** A page of an inbox. {@code offset} is where a live line goes on; {@code next} is the seq of the last entry, or 0. */
    public record Page(long offset, int unread, List<Entry> entries, long next) {}

    private final Database database;
    private final PushStore store;
    private final Publications publications;
    private final Items items;
    private final Consumer<List<ActivityStore.Served>> served;
    private final Clock clock;

    /** What inboxes are computed from. */
    record Parts(Database database, PushStore store, Publications publications, Items items) {}

    /** @param served told of services that receipts counted */
    Inbox(Parts parts, Consumer<List<ActivityStore.Served>> served, Clock clock) {
        this.database = parts.database();
        this.store = parts.store();
        this.publications = parts.publications();
        this.items = parts.items();
        this.served = served;
        this.clock = clock;
    }

    /** The page of publications with seq below {@code before}, the newest first. */
    public Future<Page> page(Viewer viewer, long before, int size) {
        long offset = publications.last();
        List<Publication> all = publications.inbox(viewer);
        return read(viewer, all).map(read -> {
            List<Publication> page = all.stream()
                    .filter(publication -> publication.seq() < before)
                    .limit(size + 1L)
                    .toList();
            boolean more = page.size() > size;
            List<Entry> entries = page.stream()
                    .limit(size)
                    .map(publication -> new Entry(publication, read.contains(publication.seq())))
                    .toList();
            int unread = all.size()
                    - (int) all.stream().filter(p -> read.contains(p.seq())).count();
            return new Page(
                    offset,
                    unread,
                    entries,
                    more ? entries.getLast().publication().seq() : 0);
        });
    }

    /**
     * Records that a resident received or read publications of their inbox; others are left out. Reading counts one service by push for
     * each item, once. Gives how many receipts were news.
     */
    public Future<Integer> receive(Resident resident, List<Long> seqs, boolean read) {
        Viewer viewer = new Viewer.OfResident(resident);
        List<Publication> own = seqs.stream()
                .distinct()
                .flatMap(seq -> publications.find(seq, viewer).stream())
                .toList();
        if (own.isEmpty()) {
            return Future.succeededFuture(0);
        }
        Instant now = clock.instant();
        List<Long> known = own.stream().map(Publication::seq).toList();
        return database.transact(transaction -> PushStore.receive(transaction, resident.id(), known, read, now)
                        .compose(news -> (read
                                        ? ActivityStore.count(transaction, Route.PUSH, services(resident, own, now))
                                        : Future.succeededFuture(0))
                                .map(counted -> new Received(news, counted))))
                .map(received -> {
                    if (received.counted() > 0) {
                        served.accept(List.of(new ActivityStore.Served(resident.id(), ActivityStore.day(now))));
                    }
                    return received.news();
                });
    }

    private record Received(int news, int counted) {}

    private List<ActivityStore.Met> services(Resident resident, List<Publication> own, Instant now) {
        return own.stream()
                .flatMap(publication -> items.catalogue().find(publication.item()).stream())
                .map(Item::seq)
                .distinct()
                .map(item -> new ActivityStore.Met(resident.id(), item, ActivityStore.day(now)))
                .toList();
    }

    private Future<Set<Long>> read(Viewer viewer, List<Publication> all) {
        return switch (viewer) {
            case Viewer.OfResident(Resident resident)
            when !all.isEmpty() ->
                store.read(resident.id(), all.stream().map(Publication::seq).toList())
                        .map((Collection<Long> seqs) -> new HashSet<>(seqs));
            case Viewer.OfResident resident -> Future.succeededFuture(Set.of());
            // staff leave no receipts: they are shown what their village gets, and nothing of it waits for them
            case Viewer.OfStaff staff ->
                Future.succeededFuture(all.stream().map(Publication::seq).collect(Collectors.toSet()));
        };
    }
}
