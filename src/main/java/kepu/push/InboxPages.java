package kepu.push;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.people.Resident;
import org.jspecify.annotations.Nullable;

/** Inboxes as they are computed, in memory: from the publications and the person's settings, without receipts. */
public final class InboxPages {
    /** Unread ones are counted among so many newest. */
    public static final int COUNTED = 200;

    private final Publications publications;
    private final Governor governor;
    private final Clock clock;

    InboxPages(Publications publications, Governor governor, Clock clock) {
        this.publications = publications;
        this.governor = governor;
        this.clock = clock;
    }

    /** Of given publications, in order of seq, for people without wishes: inboxes with nothing behind them, which can be measured. */
    public static InboxPages of(
            List<Publication> given,
            Supplier<Catalogue> catalogue,
            Config.Governor limits,
            Clock clock,
            MeterRegistry meters) {
        Publications publications = new Publications(catalogue, clock, given.size(), meters);
        given.forEach(publications::add);
        return new InboxPages(
                publications, new Governor(publications, resident -> PushSettings.DEFAULT, limits), clock);
    }

    /** A publication, since when the person has it, and whether it was read. */
    public record Entry(Publication publication, long sentMillis, boolean read) {
        /** Whether it waited before it came. */
        public boolean isLate() {
            return sentMillis > publication.publishedAt().toEpochMilli();
        }
    }

    /** Where a page ends: after the entry that came then and has this seq. */
    public record Mark(long sentMillis, long seq) {
        public static final Mark NEWEST = new Mark(Long.MAX_VALUE, Long.MAX_VALUE);

        private boolean isAfter(Parcel parcel) {
            return parcel.sentMillis() < sentMillis
                    || parcel.sentMillis() == sentMillis && parcel.posted().seq() < seq;
        }
    }

    /** Part of an inbox: the parcels of a page, the seqs of the newest ones, where a live line goes on, where the next page begins. */
    record Slice(
            List<Parcel> page,
            List<Long> newest,
            Place place,
            @Nullable Mark next) {
        List<Entry> entries(LongPredicate isRead) {
            return page.stream()
                    .map(parcel -> new Entry(
                            parcel.posted().publication(),
                            parcel.sentMillis(),
                            isRead.test(parcel.posted().seq())))
                    .toList();
        }
    }

    /** The entries of a resident's page, none of them read. */
    public List<Entry> page(Resident resident, Mark before, int size) {
        return slice(resident, List.of(), before, size).entries(seq -> false);
    }

    /** The page of entries after {@code before}, the newest first. */
    Slice slice(Resident resident, List<Posted> personal, Mark before, int size) {
        long last = publications.last();
        List<Parcel> all = parcels(resident, personal);
        int end = all.size();
        while (end > 0 && !before.isAfter(all.get(end - 1))) {
            end--;
        }
        List<Parcel> page = all.subList(Math.max(0, end - size), end).reversed();
        List<Long> newest = all.subList(Math.max(0, all.size() - COUNTED), all.size()).stream()
                .map(parcel -> parcel.posted().seq())
                .toList();
        return new Slice(page, newest, place(all, last), end <= size ? null : mark(page.getLast()));
    }

    /** A resident's timeline as of now, with what went to them alone lately. */
    Timeline timeline(Resident resident, Instant now) {
        return governor.timeline(resident, now, publications.personal(resident.id()));
    }

    /** What a resident has, in the order in which it came; without what is not in the catalogue any more. */
    private List<Parcel> parcels(Resident resident, List<Posted> personal) {
        Instant now = clock.instant();
        List<Parcel> all = governor.timeline(resident, now, personal).inbox(now.toEpochMilli());
        all.removeIf(parcel -> !publications.isInCatalogue(parcel.posted().publication()));
        return all;
    }

    /** After the newest frame, and after what was released since. */
    private Place place(List<Parcel> all, long last) {
        long since = publications.frames().millisOf(last);
        boolean isReleased = all.stream().anyMatch(parcel -> parcel.isLate() && parcel.sentMillis() > since);
        return new Place(last, isReleased ? clock.millis() : 0);
    }

    private static Mark mark(Parcel parcel) {
        return new Mark(parcel.sentMillis(), parcel.posted().seq());
    }
}
