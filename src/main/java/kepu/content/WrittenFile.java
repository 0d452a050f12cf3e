package kepu.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kepu.base.Group;
import kepu.base.Text;
import kepu.base.Topic;
import org.jspecify.annotations.Nullable;

/**
 * A Markdown file of the library as it was written: YAML front matter between two lines of {@code ---}, then the text. What is wrong
 * with it is kept with the line that says so.
 *
 * @param <M> the front matter
 */
public final class WrittenFile<M extends WrittenFile.Matter> {
    /** Why a file cannot be imported, and the line that says so (from 1). */
    public record Fault(int line, String reason) {}

    /** What the front matter of every file says; a file may leave any of it out, which is a fault. */
    public interface Matter {
        String topic();

        List<String> groups();

        String source();

        String authority();

        String licence();

        String language();

        String published();
    }

    /** What files and items are called. */
    public static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{2,79}");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String id;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private @Nullable M front;
    private String text = "";
    private byte[] bytes = {};

    private WrittenFile(String id) {
        this.id = id;
    }

    /** The Markdown files of a folder and those below it, in order, without the notes on them. */
    public static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !path.getFileName().toString().equals("README.md"))
                    .sorted()
                    .toList();
        }
    }

    /** Reads a file of at most so many KiB, and checks what every file says. Blocking. */
    public static <M extends Matter> WrittenFile<M> read(Path path, Class<M> type, int mostKibibytes)
            throws IOException {
        WrittenFile<M> read = new WrittenFile<>(path.getFileName().toString().replaceFirst("\\.md$", ""));
        if (!ID.matcher(read.id).matches()) {
            read.fault(1, "the file name must be lower-case letters, digits and hyphens");
        }
        if (Files.size(path) > mostKibibytes * 1_024L) {
            read.fault(1, "the file is larger than " + mostKibibytes + " KiB");
            return read;
        }
        read.bytes = Files.readAllBytes(path);
        read.split(type);
        read.matter().ifPresent(read::check);
        return read;
    }

    public String id() {
        return id;
    }

    /** What is wrong, as a list that grows with each check. */
    public List<Fault> faults() {
        return faults;
    }

    /** The front matter, where it could be read. */
    public Optional<M> matter() {
        return Optional.ofNullable(front);
    }

    /** Only when there are no faults. */
    public M front() {
        return Objects.requireNonNull(front);
    }

    public String text() {
        return text;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** The day of publication. Only when there are no faults. */
    public LocalDate published() {
        return day(front().published()).orElseThrow();
    }

    /** Checks that a key has text of so many characters. */
    public void text(String key, @Nullable String value, int least, int most) {
        int length = value == null ? 0 : value.codePointCount(0, value.length());
        if (length < least || length > most) {
            fault(key, "%s must have %d to %d characters".formatted(key, least, most));
        } else if (value != null && !Text.isStorable(value)) {
            fault(key, key + " holds a character that cannot be stored");
        }
    }

    /** Notes a value that is not {@code known}. */
    public void known(String key, @Nullable Object value, boolean known) {
        if (!known) {
            fault(key, key + ": unknown value " + value);
        }
    }

    /** Notes a fault at the line of a key. */
    public void fault(String key, String reason) {
        fault(lineOf(key), reason);
    }

    public static <T> List<T> list(@Nullable List<T> maybe) {
        return maybe == null ? List.of() : maybe;
    }

    private void split(Class<M> type) {
        String all;
        try {
            all = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            fault(1, "the file is not UTF-8");
            return;
        }
        lines.addAll(all.replace("\r\n", "\n").replace("\uFEFF", "").lines().toList());
        for (int i = 0; i < lines.size(); i++) {
            if (!Text.isStorable(lines.get(i))) {
                fault(i + 1, "the line holds a character that cannot be stored");
            }
        }
        int end = lines.isEmpty() || !lines.getFirst().equals("---")
                ? -1
                : lines.subList(1, lines.size()).indexOf("---");
        if (end < 0) {
            fault(1, "the file must begin with front matter between two lines of ---");
            return;
        }
        parse(String.join("\n", lines.subList(1, end + 1)), type);
        text = String.join("\n", lines.subList(end + 2, lines.size())).strip();
        if (text.isEmpty()) {
            fault(end + 2, "the text is empty");
        }
    }

    private void parse(String yaml, Class<M> type) {
        try {
            front = YAML.readValue(yaml, type);
            if (front == null) {
                fault(1, "the front matter is empty");
            }
        } catch (UnrecognizedPropertyException e) {
            fault(e.getPropertyName(), "unknown key " + e.getPropertyName());
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(e.getLocation().getLineNr(), 1) + 1;
            fault(
                    line,
                    "the front matter is not right: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private void check(M matter) {
        text("source", matter.source(), 2, 80);
        text("licence", matter.licence(), 2, 40);
        text("language", matter.language(), 2, 20);
        known("topic", matter.topic(), Topic.of(String.valueOf(matter.topic())).isPresent());
        known("authority", matter.authority(), Draft.AUTHORITIES.contains(String.valueOf(matter.authority())));
        if (list(matter.groups()).isEmpty()) {
            fault("groups", "groups must name at least one group");
        }
        list(matter.groups())
                .forEach(group ->
                        known("groups", group, group != null && Group.of(group).isPresent()));
        if (day(matter.published()).isEmpty()) {
            fault("published", "published must be a date like 2026-03-12");
        }
    }

    private static Optional<LocalDate> day(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private int lineOf(String key) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(key + ":")) {
                return i + 1;
            }
        }
        return 1;
    }

    private void fault(int line, String reason) {
        faults.add(new Fault(line, reason));
    }
}
