package kepu.push;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kepu.base.Languages;
import kepu.region.RegionCode;

/**
 * A bulletin as outside channels tell it. Messages about the same thing have one {@code topic}: each takes the place of what was told under
 * it before. {@code texts} has at least one, the worst first; {@code regions} is the union of theirs, disjoint.
 */
public record Alarm(
        String bulletin, String topic, boolean update, Instant issuedAt, List<RegionCode> regions, List<Text> texts) {
    /** What it says in one language to the people of some regions, and from when until when. */
    public record Text(
            String language,
            String severity,
            String title,
            String message,
            String sender,
            List<RegionCode> regions,
            Instant from,
            Instant until) {
        public Text {
            regions = List.copyOf(regions);
        }

        private boolean isFor(long village) {
            return regions.stream().anyMatch(region -> region.contains(village));
        }
    }

    public Alarm {
        regions = List.copyOf(regions);
        texts = List.copyOf(texts);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("an alarm without words");
        }
    }

    /** When the first of it begins. */
    public Instant from() {
        return texts.stream().map(Text::from).min(Instant::compareTo).orElseThrow();
    }

    /** When all of it is over. */
    public Instant until() {
        return texts.stream().map(Text::until).max(Instant::compareTo).orElseThrow();
    }

    /**
     * What somebody of a village is told at {@code now}: of what has begun the nearest to their language, else what begins first. Empty when
     * nothing of it is for them any more.
     */
    public Optional<Text> text(long village, String language, Instant now) {
        List<Text> theirs = texts.stream()
                .filter(text -> text.isFor(village) && text.until().isAfter(now))
                .toList();
        return nearest(theirs.stream().filter(text -> !text.from().isAfter(now)), language)
                .or(() -> theirs.stream().min(Comparator.comparing(Text::from)));
    }

    /** What somebody was told of it, whenever that was. */
    public Text told(long village, String language) {
        return nearest(texts.stream().filter(text -> text.isFor(village)), language)
                .orElseGet(this::main);
    }

    /** What stands for all of it: in Chinese where there is such, the worst. */
    public Text main() {
        return nearest(texts.stream(), Languages.DEFAULT).orElseThrow();
    }

    private static Optional<Text> nearest(Stream<Text> texts, String language) {
        return texts.min(Comparator.comparingInt(text -> Languages.distance(text.language(), language)));
    }
}
