package kepu.recommend.log;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Cells that hold several words. */
final class Split {
    private static final Pattern BETWEEN_GROUPS = Pattern.compile("[|;\\s]+");
    private static final Pattern BETWEEN_TOPICS = Pattern.compile("\\|");

    private Split() {}

    /** Groups, between which stands a bar, a semicolon or space. */
    static List<String> groups(String cell) {
        return words(BETWEEN_GROUPS.splitAsStream(cell));
    }

    /** Topics, between which stands a bar. */
    static List<String> topics(String cell) {
        return words(BETWEEN_TOPICS.splitAsStream(cell));
    }

    private static List<String> words(Stream<String> parts) {
        return parts.map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }
}
