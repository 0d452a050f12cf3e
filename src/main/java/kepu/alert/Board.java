package kepu.alert;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kepu.people.Resident;
import kepu.push.Frame;
import kepu.push.Urgent;
import kepu.push.Viewer;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The bulletins that are shown now or later, in memory, with their JSON and frames ready: what stands above a feed is found by walking a
 * village and its ancestors. A change makes a new picture of it all, is numbered, and is told to the live lines in that order.
 */
final class Board implements Urgent {
    /** A segment with what is ready of it; the JSON is the text of {@code json}. */
    record Shown(Place place, Bulletin bulletin, Bulletin.Segment segment, JsonObject json, String text, Frame frame) {}

    /** Which segment of which bulletin, as it was after a change. */
    record Place(String bulletin, long change, int segment) {
        static Place of(Bulletin bulletin, Bulletin.Segment segment) {
            return new Place(
                    bulletin.id(), bulletin.change(), bulletin.segments().indexOf(segment));
        }
    }

    /** Who ended lately, where they stood, and the frame that says so. */
    private record Ended(Bulletin bulletin, Frame frame, Instant at) {}

    /** All of it at one moment, never changed. */
    private record Picture(
            long number,
            Map<String, Bulletin> byId,
            Map<RegionCode, List<Bulletin>> byRegion,
            Map<Place, Shown> ready,
            List<Ended> ended) {}

    private static final int MOST_ENDED = 100;

    private final BulletinJson json;
    private final Clock clock;
    private final Duration remembered;
    private final Consumer<Word> hub;
    /** What readers were told of, until they are told that it is over; guarded by this. */
    private final Map<Place, Shown> told = new HashMap<>();

    private volatile Picture picture = new Picture(0, Map.of(), Map.of(), Map.of(), List.of());

    Board(BulletinJson json, Clock clock, Duration remembered, Consumer<Word> hub, MeterRegistry meters) {
        this.json = json;
        this.clock = clock;
        this.remembered = remembered;
        this.hub = hub;
        Gauge.builder("kepu.bulletins.live", this, board -> board.picture.byId().size())
                .register(meters);
    }

    int size() {
        return picture.byId().size();
    }

    Optional<Bulletin> find(String id) {
        return Optional.ofNullable(picture.byId().get(id));
    }

    /** Takes a bulletin as it is now; the same again changes nothing. */
    synchronized void put(Bulletin bulletin) {
        Bulletin before = picture.byId().get(bulletin.id());
        if (before != null && before.change() >= bulletin.change()) {
            return;
        }
        Instant now = clock.instant();
        Map<String, Bulletin> byId = new HashMap<>(picture.byId());
        byId.remove(bulletin.id());
        List<Ended> ended = new ArrayList<>(picture.ended());
        ended.removeIf(old -> old.bulletin().id().equals(bulletin.id()));
        boolean live = bulletin.isShown()
                && bulletin.segments().stream().anyMatch(s -> s.until().isAfter(now));
        if (live) {
            byId.put(bulletin.id(), bulletin);
        } else if (bulletin.endedBy() != null) {
            ended.add(new Ended(bulletin, cancel(bulletin, "ended"), now));
        }
        paint(byId, ended, now);
        if (live) {
            announceDue(now);
        } else if (before != null) {
            drop(before, cancel(bulletin, bulletin.endedBy() == null ? "expired" : "ended"));
        }
    }

    /** Tells what begins now and takes down what is over. Called every second. */
    synchronized void tick() {
        Instant now = clock.instant();
        Map<String, Bulletin> byId = new HashMap<>(picture.byId());
        List<Shown> over = told.values().stream()
                .filter(shown -> !shown.segment().until().isAfter(now))
                .toList();
        byId.values()
                .removeIf(bulletin ->
                        bulletin.segments().stream().noneMatch(s -> s.until().isAfter(now)));
        if (!over.isEmpty() || byId.size() != picture.byId().size()) {
            paint(byId, picture.ended(), now);
        }
        for (Shown one : over) {
            told.remove(one.place());
            Frame frame = cancel(one.bulletin(), "expired");
            say(one.segment().regions(), viewer -> standsFor(one.bulletin(), viewer) ? null : frame);
        }
        announceDue(now);
    }

    /** Makes everything ready again, when items changed. */
    synchronized void renew() {
        if (picture.byId().isEmpty()) {
            return;
        }
        Picture old = picture;
        picture = new Picture(old.number(), old.byId(), old.byRegion(), Map.of(), old.ended());
        paint(old.byId(), old.ended(), clock.instant());
    }

    /** What stands above the feed and the inbox of a reader, the worst first. */
    List<Shown> above(Viewer viewer) {
        return standing(picture, viewer);
    }

    /** The same for somebody of whom only a region is known. */
    List<Shown> above(RegionCode region) {
        Picture now = picture;
        return now.byId().isEmpty() ? List.of() : standing(now, candidates(now, region), covering(region), "");
    }

    /** The bulletins that a village is under. */
    List<Bulletin> of(RegionCode village) {
        Instant now = clock.instant();
        return candidates(picture, village).stream()
                .filter(bulletin -> bulletin.segment(covering(village), "", now).isPresent())
                .distinct()
                .toList();
    }

    @Override
    public Standing standing(Viewer viewer, boolean resumed) {
        Picture now = picture;
        List<Shown> standing = standing(now, viewer);
        List<Frame> frames = new ArrayList<>();
        if (resumed) {
            Predicate<RegionCode> theirs = theirs(viewer);
            now.ended().stream()
                    .filter(ended -> ended.bulletin().regions().stream().anyMatch(theirs))
                    .forEach(ended -> frames.add(ended.frame()));
        }
        standing.forEach(shown -> frames.add(shown.frame()));
        return new Standing(ids(standing), frames, now.number());
    }

    @Override
    public Standing moved(Viewer before, Viewer after) {
        Picture now = picture;
        List<Shown> old = standing(now, before);
        List<Shown> standing = standing(now, after);
        List<Frame> frames = new ArrayList<>();
        standing.stream()
                .filter(shown -> old.stream().noneMatch(other -> other.place().equals(shown.place())))
                .forEach(shown -> frames.add(shown.frame()));
        List<String> ids = ids(standing);
        old.stream()
                .filter(shown -> !ids.contains(shown.bulletin().id()))
                .forEach(shown -> frames.add(cancel(shown.bulletin(), "moved")));
        return new Standing(ids, frames, now.number());
    }

    private Shown make(Bulletin bulletin, Bulletin.Segment segment) {
        JsonObject data = json.shown(bulletin, segment);
        return new Shown(
                Place.of(bulletin, segment), bulletin, segment, data, data.encode(), Frame.urgent("bulletin", data));
    }

    private void paint(Map<String, Bulletin> byId, List<Ended> ended, Instant now) {
        Map<RegionCode, List<Bulletin>> byRegion = new HashMap<>();
        Map<Place, Shown> ready = new HashMap<>();
        for (Bulletin bulletin : byId.values()) {
            bulletin.regions()
                    .forEach(region -> byRegion.computeIfAbsent(region, code -> new ArrayList<>())
                            .add(bulletin));
            for (Bulletin.Segment segment : bulletin.segments()) {
                Place place = Place.of(bulletin, segment);
                Shown made = picture.ready().get(place);
                ready.put(place, made == null ? make(bulletin, segment) : made);
            }
        }
        List<Ended> lately = ended.stream()
                .filter(old -> old.at().plus(remembered).isAfter(now))
                .toList();
        picture = new Picture(
                picture.number() + 1,
                Map.copyOf(byId),
                byRegion,
                ready,
                lately.subList(Math.max(0, lately.size() - MOST_ENDED), lately.size()));
    }

    private void announceDue(Instant now) {
        for (Shown one : picture.ready().values()) {
            if (one.segment().isLive(now) && told.putIfAbsent(one.place(), one) == null) {
                say(one.segment().regions(), viewer -> frameFor(one, viewer));
            }
        }
    }

    /** Only whom this segment is the right one for is told of it. */
    private @Nullable Frame frameFor(Shown one, Viewer viewer) {
        return one.bulletin()
                .segment(theirs(viewer), language(viewer), clock.instant())
                .filter(segment -> segment.equals(one.segment()))
                .map(segment -> one.frame())
                .orElse(null);
    }

    private void drop(Bulletin before, Frame frame) {
        told.values().removeIf(one -> one.bulletin().id().equals(before.id()));
        Predicate<Viewer> had = viewer -> before.regions().stream().anyMatch(theirs(viewer));
        say(before.regions(), viewer -> had.test(viewer) ? frame : null);
    }

    private void say(List<RegionCode> regions, java.util.function.Function<Viewer, @Nullable Frame> frame) {
        Picture old = picture;
        picture = new Picture(old.number() + 1, old.byId(), old.byRegion(), old.ready(), old.ended());
        hub.accept(new Word(old.number() + 1, regions, frame));
    }

    private static Frame cancel(Bulletin bulletin, String why) {
        JsonObject data = new JsonObject().put("id", bulletin.id()).put("why", why);
        return Frame.urgent(
                "bulletin-cancel", bulletin.endedBy() == null ? data : data.put("endedBy", bulletin.endedBy()));
    }

    private boolean standsFor(Bulletin bulletin, Viewer viewer) {
        return bulletin.segment(theirs(viewer), language(viewer), clock.instant())
                .isPresent();
    }

    private List<Shown> standing(Picture now, Viewer viewer) {
        if (now.byId().isEmpty()) {
            return List.of();
        }
        Iterable<Bulletin> candidates = switch (viewer) {
            case Viewer.OfResident(Resident resident) -> candidates(now, RegionCode.village(resident.village()));
            case Viewer.OfStaff staff -> now.byId().values();
        };
        return standing(now, candidates, theirs(viewer), language(viewer));
    }

    private List<Shown> standing(
            Picture at, Iterable<Bulletin> candidates, Predicate<RegionCode> theirs, String language) {
        Instant now = clock.instant();
        Map<String, Shown> standing = new HashMap<>();
        candidates.forEach(bulletin -> bulletin.segment(theirs, language, now)
                .map(segment -> at.ready().get(Place.of(bulletin, segment)))
                .ifPresent(one -> standing.put(bulletin.id(), one)));
        return standing.values().stream()
                .sorted(Comparator.<Shown, Severity>comparing(
                                one -> one.segment().info().severity())
                        .thenComparing(one -> one.bulletin().message().key().sent(), Comparator.reverseOrder())
                        .thenComparing(one -> one.bulletin().id()))
                .toList();
    }

    private static List<Bulletin> candidates(Picture now, RegionCode region) {
        List<Bulletin> found = new ArrayList<>();
        region.path().forEach(code -> found.addAll(now.byRegion().getOrDefault(code, List.of())));
        return found;
    }

    private static Predicate<RegionCode> covering(RegionCode place) {
        return region -> region.contains(place);
    }

    private static Predicate<RegionCode> theirs(Viewer viewer) {
        return switch (viewer) {
            case Viewer.OfResident(Resident resident) -> region -> region.contains(resident.village());
            case Viewer.OfStaff(long staff, RegionCode scope) ->
                region -> region.contains(scope) || scope.contains(region);
        };
    }

    private static String language(Viewer viewer) {
        return viewer instanceof Viewer.OfResident(Resident resident) ? resident.language() : "";
    }

    private static List<String> ids(List<Shown> shown) {
        return shown.stream().map(one -> one.bulletin().id()).distinct().toList();
    }
}
