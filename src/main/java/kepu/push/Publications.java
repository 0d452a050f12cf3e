package kepu.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.content.Catalogue;
import kepu.push.audience.Audience;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The publications in memory, on a shelf for each region that bounds their audiences: an inbox is computed from those of the village and its
 * ancestors, never stored for each person (fan-out on read). Those that are over are remembered for a while, because what they took of a person's
 * limits decides what that person gets now.
 */
public final class Publications {
    /** A publication that is over may matter to those that were made so long after it. */
    static final Duration REMEMBERED = Duration.ofDays(14);

    private static final int ANCESTORS = 6;

    private final Clock clock;
    private final int limit;
    private final Counter refused;
    private final Counter forgotten;
    private final Frames frames;
    private final ConcurrentSkipListMap<Long, Posted> bySeq = new ConcurrentSkipListMap<>();
    private final AtomicLong edition = new AtomicLong();
    private final Set<Long> live = ConcurrentHashMap.newKeySet();
    private final Map<RegionCode, Shelf> shelves = new ConcurrentHashMap<>();
    /** What went to one person lately; older ones the database has. */
    private final Map<Long, Shelf> personal = new ConcurrentHashMap<>();

    private volatile LongConsumer told = resident -> {};

    Publications(Supplier<Catalogue> catalogue, Clock clock, int limit, MeterRegistry meters) {
        this.clock = clock;
        this.limit = limit;
        this.frames = new Frames(catalogue, limit);
        this.refused = meters.counter("kepu.publications.refused");
        this.forgotten = meters.counter("kepu.publications.forgotten");
        Gauge.builder("kepu.publications.live", live, Set::size).register(meters);
    }

    /** Takes what the database holds: live ones, those cancelled in the window and those that are remembered, in order. */
    void load(PushStore.Window window) {
        window.publications().forEach(this::add);
        sweep();
        frames.begin(window.floor(), window.last());
    }

    /** Whether {@code count} more fit. */
    void reserve(int count) {
        if (live.size() + count > limit) {
            sweep();
        }
        if (live.size() + count > limit) {
            refused.increment();
            throw new Failure.TooMany("publications-full", "正在进行的推送太多，请先取消一些", 60);
        }
    }

    /** Tells of each resident to whom alone something went. */
    void onPersonal(LongConsumer listener) {
        told = listener;
    }

    /** Adds a publication that is committed; gives its frame. */
    Framed add(Publication publication) {
        Posted posted = Posted.of(publication);
        if (publication.resident() != 0) {
            personal.compute(publication.resident(), (resident, shelf) -> with(shelf, posted));
            told.accept(publication.resident());
        } else {
            bySeq.put(publication.seq(), posted);
            live.add(publication.seq());
            publication.bounds().forEach(bound -> shelves.compute(bound, (code, shelf) -> with(shelf, posted)));
            edition.incrementAndGet();
        }
        Framed framed = frames.published(posted);
        return publication.cancelSeq() == null ? framed : cancel(publication);
    }

    /** Inside of the map's own step, so that no sweep takes a shelf away that is just filled. */
    private static Shelf with(@Nullable Shelf shelf, Posted posted) {
        Shelf filled = shelf == null ? new Shelf() : shelf;
        filled.add(posted);
        return filled;
    }

    /** Takes a publication out of every inbox; gives the frame that tells those who have it. */
    Framed cancel(Publication cancelled) {
        live.remove(cancelled.seq());
        return frames.cancelled(replace(cancelled));
    }

    /** Takes another version of a publication: in a pause, or out of it. */
    Posted replace(Publication changed) {
        Posted before = bySeq.get(changed.seq());
        Posted posted = before == null ? Posted.of(changed) : before.with(changed);
        if (before != null) {
            bySeq.put(changed.seq(), posted);
            changed.bounds().forEach(bound -> {
                Shelf shelf = shelves.get(bound);
                if (shelf != null) {
                    shelf.replace(posted);
                }
            });
            edition.incrementAndGet();
        }
        return posted;
    }

    /** A frame and the publication that decides who sees it. */
    record Framed(Frame frame, Posted posted) {
        Publication publication() {
            return posted.publication();
        }
    }

    Frames frames() {
        return frames;
    }

    /** Another number after each change of what went to more than one person. */
    long edition() {
        return edition.get();
    }

    /** The offset of the newest frame. */
    public long last() {
        return frames.last();
    }

    /**
     * Everything that was published under the village's path, over or not, and to the person, in order of seq. An audience may be narrower.
     *
     * @param own what went to the person alone, by seq; beside it what is in memory of that
     */
    void eachFor(long village, List<Posted> own, Consumer<Posted> consumer) {
        Shelf.Row[] rows = new Shelf.Row[ANCESTORS + 1];
        int count = 0;
        for (RegionCode code : RegionCode.village(village).path()) {
            Shelf shelf = shelves.get(code);
            if (shelf != null) {
                rows[count++] = shelf.row();
            }
        }
        if (!own.isEmpty()) {
            rows[count++] = new Shelf.Row(own.toArray(Posted[]::new), own.size());
        }
        merge(rows, count, consumer);
    }

    /** What went to a person lately. */
    List<Posted> personal(long resident) {
        Shelf shelf = personal.get(resident);
        if (shelf == null) {
            return List.of();
        }
        Shelf.Row row = shelf.row();
        return Arrays.asList(row.posts()).subList(0, row.size());
    }

    /** What went to a person who is no more. */
    void forget(long resident) {
        personal.remove(resident);
    }

    /** A page of what staff see of their scope, below {@code before}, the newest first. */
    List<Publication> page(Viewer.OfStaff viewer, long before, int size) {
        Instant now = clock.instant();
        List<Publication> page = new ArrayList<>();
        for (Posted posted : bySeq.headMap(before, false).descendingMap().values()) {
            Publication publication = posted.publication();
            if (publication.isLive(now) && isInCatalogue(publication) && viewer.sees(publication, year(now))) {
                page.add(publication);
                if (page.size() == size) {
                    break;
                }
            }
        }
        return page;
    }

    /**
     * The live publications for everybody of a place that contains the region or lies in it, the newest first: of those that go to a share of them,
     * or that are held, none.
     */
    public List<Publication> open(RegionCode region, int limit) {
        Instant now = clock.instant();
        return bySeq.descendingMap().values().stream()
                .filter(posted -> isOpen(posted, now)
                        && posted.publication().bounds().stream()
                                .anyMatch(bound -> bound.contains(region) || region.contains(bound)))
                .map(Posted::publication)
                .limit(limit)
                .toList();
    }

    private boolean isOpen(Posted posted, Instant now) {
        Publication publication = posted.publication();
        return publication.audience() instanceof Audience.InRegion
                && publication.handling().share().isEverybody()
                && publication.isLive(now)
                && posted.pausedUntil(now.toEpochMilli()) < 0
                && isInCatalogue(publication);
    }

    /** The live publications of which this region is a bound. */
    List<Publication> live(RegionCode bound) {
        Instant now = clock.instant();
        List<Publication> found = new ArrayList<>();
        under(bound).forEach(publication -> {
            if (publication.isLive(now)) {
                found.add(publication);
            }
        });
        return found;
    }

    /** The publication with this number; over or not. */
    @Nullable
    Posted find(long seq) {
        return bySeq.get(seq);
    }

    /** The offset before which no inbox has anything but what went to one person. */
    long oldest() {
        Map.Entry<Long, Posted> first = bySeq.firstEntry();
        return first == null ? last() : first.getKey();
    }

    boolean isEmpty() {
        return bySeq.isEmpty();
    }

    /** The publications of which this region is a bound, the newest first. */
    Iterable<Publication> under(RegionCode bound) {
        Shelf shelf = shelves.get(bound);
        return shelf == null ? List.of() : newestFirst(shelf.row());
    }

    boolean isInCatalogue(Publication publication) {
        return frames.isInCatalogue(publication);
    }

    /** As inboxes and live lines show it. */
    public JsonObject entry(Publication publication) {
        return frames.entry(publication);
    }

    /** Ends what is over and forgets what no longer matters. Called every minute. */
    void sweep() {
        Instant now = clock.instant();
        for (long seq : List.copyOf(live)) {
            Posted posted = bySeq.get(seq);
            if (posted == null || !posted.publication().isLive(now)) {
                live.remove(seq);
                frames.over(seq);
            }
        }
        Instant oldest = live.stream()
                .min(Long::compare)
                .flatMap(seq -> Optional.ofNullable(bySeq.get(seq)))
                .map(posted -> posted.publication().publishedAt())
                .orElse(now);
        forgetBefore(oldest.minus(REMEMBERED));
        frames.trim();
        personal.values().forEach(shelf -> forgetPersonal(shelf, now.minus(REMEMBERED)));
        personal.values().removeIf(Shelf::isEmpty);
    }

    /** Those that are over are as many as may be live; the oldest go first. */
    private void forgetBefore(Instant oldest) {
        int over = bySeq.size() - live.size();
        for (Posted posted : bySeq.values()) {
            boolean isOld = posted.publication().publishedAt().isBefore(oldest);
            if (!isOld && over <= limit) {
                return;
            }
            if (!live.contains(posted.seq())) {
                drop(posted);
                over--;
                if (!isOld) {
                    forgotten.increment();
                }
            }
        }
    }

    private void drop(Posted posted) {
        bySeq.remove(posted.seq());
        posted.publication()
                .bounds()
                .forEach(bound -> shelves.computeIfPresent(bound, (code, shelf) -> {
                    shelf.remove(posted.seq());
                    return shelf.isEmpty() ? null : shelf;
                }));
    }

    private static void forgetPersonal(Shelf shelf, Instant before) {
        Shelf.Row row = shelf.row();
        for (int i = 0; i < row.size(); i++) {
            if (row.posts()[i].publication().publishedAt().isBefore(before)) {
                shelf.remove(row.posts()[i].seq());
            }
        }
    }

    static int year(Instant now) {
        return Beijing.year(now);
    }

    /** Rows by seq, one after the other by seq. */
    private static void merge(Shelf.Row[] rows, int count, Consumer<Posted> consumer) {
        int[] at = new int[count];
        long[] heads = new long[count];
        for (int i = 0; i < count; i++) {
            heads[i] = head(rows[i], 0);
        }
        while (true) {
            int first = -1;
            long seq = Long.MAX_VALUE;
            for (int i = 0; i < count; i++) {
                if (heads[i] < seq) {
                    first = i;
                    seq = heads[i];
                }
            }
            if (first < 0) {
                return;
            }
            consumer.accept(rows[first].posts()[at[first]]);
            heads[first] = head(rows[first], ++at[first]);
        }
    }

    private static long head(Shelf.Row row, int at) {
        return at < row.size() ? row.posts()[at].seq() : Long.MAX_VALUE;
    }

    private static Collection<Publication> newestFirst(Shelf.Row row) {
        return new AbstractList<>() {
            @Override
            public Publication get(int index) {
                return row.posts()[row.size() - 1 - index].publication();
            }

            @Override
            public int size() {
                return row.size();
            }
        };
    }
}
