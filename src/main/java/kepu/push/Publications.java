package kepu.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import kepu.base.Failure;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.push.audience.Audience;
import kepu.region.RegionCode;

/**
 * The live publications in memory, under the regions that bound their audiences: an inbox is computed from those of the village and
 * its ancestors, never stored for each person (fan-out on read). Also the frames of the last hours, for those who come back.
 */
public final class Publications {
    private static final DateTimeFormatter RFC3339 =
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneId.of("Asia/Shanghai"));

    /** Cancellations are remembered beside the live publications, so many times the limit in all. */
    private static final int FRAMES_PER_PUBLICATION = 2;

    private final Items items;
    private final Clock clock;
    private final int limit;
    private final Counter refused;
    private final Map<Long, Publication> bySeq = new ConcurrentHashMap<>();
    private final Map<RegionCode, List<Publication>> byBound = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Publication> byOffset = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Long, Frame> frames = new ConcurrentSkipListMap<>();
    private volatile long last;
    /** Readers that stand before this offset cannot be told everything they missed. */
    private volatile long floor;

    public Publications(Items items, Clock clock, int limit, MeterRegistry meters) {
        this.items = items;
        this.clock = clock;
        this.limit = limit;
        this.refused = meters.counter("kepu.publications.refused");
        Gauge.builder("kepu.publications.live", bySeq, Map::size).register(meters);
    }

    /** Takes what the database holds: live ones, and those cancelled in the window, in order. */
    void load(PushStore.Window window) {
        window.publications().forEach(this::add);
        floor = window.floor();
        last = Math.max(last, window.last());
    }

    /** Whether {@code count} more fit. */
    void reserve(int count) {
        if (bySeq.size() + count > limit) {
            sweep();
        }
        if (bySeq.size() + count > limit) {
            refused.increment();
            throw new Failure.TooMany("publications-full", "正在进行的推送太多，请先取消一些", 60);
        }
    }

    /** Adds a publication that is committed; gives its frame. */
    Frame add(Publication publication) {
        bySeq.put(publication.seq(), publication);
        for (RegionCode bound : publication.bounds()) {
            byBound.computeIfAbsent(bound, code -> new CopyOnWriteArrayList<>()).add(publication);
        }
        Frame frame = Frame.of("publication", publication.seq(), entry(publication));
        put(publication.seq(), publication, frame);
        if (publication.cancelSeq() != null) {
            cancel(publication);
        }
        return frame;
    }

    /** Takes a publication out of every inbox; gives the frame that tells those who have it. */
    Frame cancel(Publication cancelled) {
        drop(cancelled.seq());
        long offset = java.util.Objects.requireNonNull(cancelled.cancelSeq());
        frames.remove(cancelled.seq());
        byOffset.remove(cancelled.seq());
        Frame frame = Frame.of("cancel", offset, new JsonObject().put("id", Long.toString(cancelled.seq())));
        put(offset, cancelled, frame);
        return frame;
    }

    /** The offset of the newest frame. */
    public long last() {
        return last;
    }

    /** Whether a reader at {@code offset} can be told everything that came after. */
    boolean reaches(long offset) {
        return offset >= floor && offset <= last;
    }

    /** A frame and the publication that decides who sees it. */
    record Framed(Frame frame, Publication publication) {}

    /** The frames after {@code offset}, in order, without those of publications that are over. */
    List<Framed> after(long offset) {
        Instant now = clock.instant();
        List<Framed> after = new ArrayList<>();
        byOffset.tailMap(offset, false).forEach((at, publication) -> {
            Frame frame = frames.get(at);
            if (frame != null && (publication.cancelSeq() != null || publication.isLive(now))) {
                after.add(new Framed(frame, publication));
            }
        });
        return after;
    }

    /** The live publications for these eyes, the newest first. */
    public List<Publication> inbox(Viewer viewer) {
        Instant now = clock.instant();
        int year = year(now);
        Catalogue catalogue = items.catalogue();
        return candidates(viewer).stream()
                .filter(publication -> publication.isLive(now)
                        && catalogue.find(publication.item()).isPresent()
                        && viewer.sees(publication, year))
                .sorted(Comparator.comparingLong(Publication::seq).reversed())
                .toList();
    }

    /** The live publications for everybody of a place that contains the region or lies in it, the newest first. */
    public List<Publication> open(RegionCode region, int limit) {
        Instant now = clock.instant();
        return bySeq.values().stream()
                .filter(publication -> publication.audience() instanceof Audience.InRegion
                        && publication.isLive(now)
                        && items.catalogue().find(publication.item()).isPresent()
                        && publication.bounds().stream()
                                .anyMatch(bound -> bound.contains(region) || region.contains(bound)))
                .sorted(Comparator.comparingLong(Publication::seq).reversed())
                .limit(limit)
                .toList();
    }

    /** The live publication with this number, when these eyes may see it. */
    public Optional<Publication> find(long seq, Viewer viewer) {
        Instant now = clock.instant();
        return Optional.ofNullable(bySeq.get(seq))
                .filter(publication -> publication.isLive(now) && viewer.sees(publication, year(now)));
    }

    boolean isEmpty() {
        return bySeq.isEmpty();
    }

    /** The publications of which this region is a bound, the newest first. */
    Iterable<Publication> under(RegionCode bound) {
        return byBound.getOrDefault(bound, List.of()).reversed();
    }

    /** The live publications of an item. */
    List<Publication> ofItem(String item) {
        return bySeq.values().stream()
                .filter(publication -> publication.item().equals(item))
                .toList();
    }

    /** As inboxes and live lines show it. */
    public JsonObject entry(Publication publication) {
        JsonObject card = items.catalogue()
                .find(publication.item())
                .map(Catalogue::wire)
                .orElseGet(() -> new JsonObject().put("id", publication.item()));
        return new JsonObject()
                .put("id", Long.toString(publication.seq()))
                .put("item", card)
                .put("title", publication.title())
                .put("message", publication.message())
                .put("sender", publication.sender())
                .put("publishedAt", RFC3339.format(publication.publishedAt()))
                .put("expiresAt", RFC3339.format(publication.expiresAt()));
    }

    /** Drops what is over. Called every minute. */
    void sweep() {
        Instant now = clock.instant();
        List<Long> over = bySeq.values().stream()
                .filter(publication -> !publication.isLive(now))
                .map(Publication::seq)
                .toList();
        over.forEach(seq -> {
            drop(seq);
            byOffset.remove(seq);
            frames.remove(seq);
        });
        while (frames.size() > limit * FRAMES_PER_PUBLICATION) {
            forget(frames.firstKey());
        }
    }

    /** Whoever stands before the offset is told to read the inbox again. */
    private void forget(long offset) {
        floor = Math.max(floor, offset);
        frames.remove(offset);
        byOffset.remove(offset);
    }

    static int year(Instant now) {
        return now.atZone(ZoneId.of("Asia/Shanghai")).getYear();
    }

    private void put(long offset, Publication publication, Frame frame) {
        byOffset.put(offset, publication);
        frames.put(offset, frame);
        last = Math.max(last, offset);
    }

    private void drop(long seq) {
        Publication dropped = bySeq.remove(seq);
        if (dropped != null) {
            dropped.bounds()
                    .forEach(bound -> byBound.computeIfPresent(bound, (code, list) -> {
                        list.removeIf(publication -> publication.seq() == seq);
                        return list.isEmpty() ? null : list;
                    }));
        }
    }

    private Collection<Publication> candidates(Viewer viewer) {
        return switch (viewer) {
            case Viewer.OfResident(var resident) -> {
                List<Publication> found = new ArrayList<>();
                for (RegionCode code : RegionCode.village(resident.village()).path()) {
                    found.addAll(byBound.getOrDefault(code, List.of()));
                }
                yield found;
            }
            case Viewer.OfStaff staff -> bySeq.values();
        };
    }
}
