package kepu.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import kepu.activity.Route;
import kepu.activity.ServiceStore;
import kepu.base.Beijing;
import kepu.base.Topic;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Resident;
import kepu.push.audience.Audience;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** A person's publications, computed when they look, and what they say they received and read. */
public final class Inbox {
    /** A page of an inbox. {@code place} is where a live line goes on; {@code next} is null at the end. */
    public record Page(Place place, int unread, List<InboxPages.Entry> entries, InboxPages.@Nullable Mark next) {}

    /** What is told to one person, and for how long it stays. */
    public record Word(
            String title,
            String message,
            String item,
            String sender,
            String senderCode,
            @Nullable Topic topic,
            Duration life) {}

    /** Where an inbox reads and writes. */
    record Parts(Database database, OwnInboxes own, Publications publications, Press press) {}

    private final Parts parts;
    private final InboxPages pages;
    private final Items items;
    private final Consumer<List<ServiceStore.Served>> served;
    private final Clock clock;

    /** @param served told of services that receipts counted */
    Inbox(Parts parts, InboxPages pages, Items items, Consumer<List<ServiceStore.Served>> served, Clock clock) {
        this.parts = parts;
        this.pages = pages;
        this.items = items;
        this.served = served;
        this.clock = clock;
    }

    /** The page of entries after {@code before}, the newest first. */
    public Future<Page> page(Viewer viewer, InboxPages.Mark before, int size) {
        return switch (viewer) {
            case Viewer.OfResident(Resident resident) ->
                parts.own().of(resident.id()).map(own -> page(resident, own, before, size));
            // staff leave no receipts: they are shown what their village gets, and nothing of it waits for them
            case Viewer.OfStaff staff -> Future.succeededFuture(page(staff, before, size));
        };
    }

    /**
     * Records that a resident received or read publications of their inbox; others are left out. Reading counts one service by push for
     * each item, once. Gives how many receipts were news.
     */
    public Future<Integer> receive(Resident resident, List<Long> seqs, boolean read) {
        long last = seqs.stream().mapToLong(Long::longValue).max().orElse(0);
        // they may have been told by another node
        return parts.press().reach(last).compose(reached -> record(resident, seqs, read));
    }

    private Future<Integer> record(Resident resident, List<Long> seqs, boolean read) {
        Instant now = clock.instant();
        List<Publication> own = new ArrayList<>();
        Timeline timeline = pages.timeline(resident, now);
        List<Long> unknown = new ArrayList<>();
        seqs.stream().distinct().forEach(seq -> {
            Parcel parcel = timeline.find(seq);
            if (parcel == null || parcel.posted().publication().resident() != 0) {
                unknown.add(seq);
            } else if (parcel.isSent() && parcel.posted().isLive(now.toEpochMilli())) {
                own.add(parcel.posted().publication());
            }
        });
        List<Long> known = own.stream().map(Publication::seq).toList();
        return parts.database()
                .transact(transaction -> PushStore.receive(transaction, resident.id(), known, read, now)
                        .compose(news -> PersonalStore.receive(transaction, resident.id(), unknown, read, now)
                                .map(more -> news + more))
                        .compose(news -> (read
                                        ? ServiceStore.count(transaction, Route.PUSH, services(resident, own, now))
                                        : Future.succeededFuture(0))
                                .map(counted -> new Received(news, counted))))
                .onComplete(done -> {
                    if (read) {
                        parts.own().changed(resident.id());
                    }
                })
                .map(received -> {
                    if (received.counted() > 0) {
                        served.accept(List.of(new ServiceStore.Served(resident.id(), Beijing.day(now))));
                    }
                    return received.news();
                });
    }

    private record Received(int news, int counted) {}

    /** Tells one person something: it is in their inbox and on their live lines, at night when their quiet hours end. */
    public Future<Publication> tell(Resident resident, Word word) {
        return tell(resident, word, transaction -> Future.succeededFuture());
    }

    /** The same, in one transaction with {@code also}: where that fails nothing is told. */
    public Future<Publication> tell(Resident resident, Word word, Function<SqlClient, Future<Void>> also) {
        return parts.press().tell(seq -> publication(seq, resident, word), also);
    }

    private Publication publication(long seq, Resident resident, Word word) {
        RegionCode village = RegionCode.village(resident.village());
        Instant now = clock.instant();
        return new Publication(
                seq,
                "",
                word.item(),
                new Audience.InRegion(List.of(village)),
                List.of(village),
                word.title(),
                word.message(),
                word.sender(),
                now,
                now.plus(word.life()),
                resident.id(),
                null,
                Handling.personal(word.senderCode(), word.topic()),
                Fate.OUT);
    }

    private Page page(Resident resident, OwnInbox own, InboxPages.Mark before, int size) {
        List<Posted> personal =
                own.personal().stream().map(PersonalStore.Kept::posted).toList();
        InboxPages.Slice slice = pages.slice(resident, personal, before, size);
        return new Page(
                slice.place(),
                (int) slice.newest().stream().filter(seq -> !own.hasRead(seq)).count(),
                slice.entries(own::hasRead),
                slice.next());
    }

    private Page page(Viewer.OfStaff staff, InboxPages.Mark before, int size) {
        long last = parts.publications().last();
        List<Publication> found = parts.publications().page(staff, before.seq(), size + 1);
        List<InboxPages.Entry> entries = found.stream()
                .limit(size)
                .map(publication -> new InboxPages.Entry(
                        publication, publication.publishedAt().toEpochMilli(), true))
                .toList();
        Publication end = found.size() > size ? found.get(size - 1) : null;
        return new Page(
                new Place(last, 0),
                0,
                entries,
                end == null ? null : new InboxPages.Mark(end.publishedAt().toEpochMilli(), end.seq()));
    }

    private List<ServiceStore.Met> services(Resident resident, List<Publication> own, Instant now) {
        return own.stream()
                .flatMap(publication -> items.catalogue().find(publication.item()).stream())
                .map(Item::seq)
                .distinct()
                .map(item -> new ServiceStore.Met(resident.id(), item, Beijing.day(now)))
                .toList();
    }
}
