package kepu.alert;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import kepu.base.Languages;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A CAP message as it is kept: what it says to whom and until when, who posted it, and whether another message took its place. {@code
 * change} is where it stands in the order of changes; {@code xml} are its bytes as they came or were made.
 */
public record Bulletin(
        String id,
        long change,
        CapMessage message,
        List<Segment> segments,
        List<RegionCode> regions,
        List<Areas.Unresolved> unresolved,
        Posted posted,
        @Nullable String endedBy,
        Buffer xml) {
    /** An info with the regions that were found for it and the time in which it is shown. */
    public record Segment(CapMessage.Info info, List<RegionCode> regions, Instant from, Instant until) {
        public Segment {
            regions = List.copyOf(regions);
        }

        boolean isLive(Instant now) {
            return !from.isAfter(now) && until.isAfter(now);
        }
    }

    /** Who posted it when, and within which scope. */
    public record Posted(long staff, RegionCode scope, Instant at) {}

    /** Where it stands for staff. */
    public enum State {
        WAITING,
        LIVE,
        OVER,
        ENDED,
        RECORDED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Bulletin {
        segments = List.copyOf(segments);
        regions = List.copyOf(regions);
        unresolved = List.copyOf(unresolved);
    }

    /** Whether it may be shown to people: public, something to tell, and not replaced or cancelled. */
    boolean isShown() {
        return message.isPublic() && message.kind().tells() && endedBy == null;
    }

    public State state(Instant now) {
        if (!message.kind().tells()) {
            return State.RECORDED;
        }
        if (endedBy != null) {
            return State.ENDED;
        }
        if (segments.stream().anyMatch(segment -> segment.isLive(now))) {
            return State.LIVE;
        }
        return segments.stream()
                        .anyMatch(segment ->
                                segment.from().isAfter(now) && segment.until().isAfter(now))
                ? State.WAITING
                : State.OVER;
    }

    /**
     * The segment for somebody who reads {@code language}, of those that are live and whose regions are {@code theirs}: in their language,
     * else in Chinese, else the first; of several the worst.
     */
    Optional<Segment> segment(Predicate<RegionCode> theirs, String language, Instant now) {
        return segments.stream()
                .filter(segment ->
                        segment.isLive(now) && segment.regions().stream().anyMatch(theirs))
                .min(Comparator.<Segment>comparingInt(
                                segment -> Languages.distance(segment.info().language(), language))
                        .thenComparing(segment -> segment.info().severity()));
    }
}
