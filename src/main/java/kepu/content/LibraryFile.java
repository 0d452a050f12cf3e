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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kepu.base.Group;
import kepu.base.Text;
import kepu.base.Topic;
import kepu.region.Divisions;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** One Markdown file of the library: YAML front matter between two lines of {@code ---}, then the text. */
final class LibraryFile {
    /** Why a file cannot be imported, and the line that says so (from 1). */
    record Fault(int line, String reason) {}

    /** The front matter as written. */
    record FrontMatter(
            String title,
            String summary,
            String topic,
            List<String> groups,
            @Nullable List<String> regions,
            @Nullable List<Integer> months,
            @Nullable List<String> terms,
            @Nullable List<String> keywords,
            String source,
            String authority,
            String licence,
            String language,
            String published,
            @Nullable String kind,
            @Nullable Integer seconds,
            @Nullable String media,
            @Nullable String poster) {}

    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{2,79}");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Set<String> AUTHORITIES = Set.of("national", "provincial", "academic", "international");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    final String id;
    final List<Fault> faults = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private @Nullable FrontMatter front;
    private String text = "";
    private byte[] bytes = {};

    private LibraryFile(String id) {
        this.id = id;
    }

    /** Reads a file; what is wrong with it stands in {@link #faults}. */
    static LibraryFile read(Path file, Divisions divisions) throws IOException {
        LibraryFile read = new LibraryFile(file.getFileName().toString().replaceFirst("\\.md$", ""));
        if (!ID.matcher(read.id).matches()) {
            read.fault(1, "the file name must be lower-case letters, digits and hyphens");
        }
        if (Files.size(file) > MAX_BYTES) {
            read.fault(1, "the file is larger than 1 MiB");
            return read;
        }
        read.bytes = Files.readAllBytes(file);
        read.split();
        if (read.front != null) {
            read.check(read.front, file.resolveSibling(""));
            read.places(read.front, divisions);
        }
        return read;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Only when there are no faults. */
    FrontMatter front() {
        return java.util.Objects.requireNonNull(front);
    }

    String text() {
        return text;
    }

    private void split() {
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
        parse(String.join("\n", lines.subList(1, end + 1)));
        text = String.join("\n", lines.subList(end + 2, lines.size())).strip();
        if (text.isEmpty()) {
            fault(end + 2, "the text is empty");
        }
    }

    private void parse(String yaml) {
        try {
            front = YAML.readValue(yaml, FrontMatter.class);
            if (front == null) {
                fault(1, "the front matter is empty");
            }
        } catch (UnrecognizedPropertyException e) {
            fault(lineOf(e.getPropertyName()), "unknown key " + e.getPropertyName());
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(e.getLocation().getLineNr(), 1) + 1;
            fault(
                    line,
                    "the front matter is not right: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private void check(FrontMatter matter, Path folder) {
        text("title", matter.title(), 2, 60);
        text("summary", matter.summary(), 5, 120);
        text("source", matter.source(), 2, 80);
        text("licence", matter.licence(), 2, 40);
        text("language", matter.language(), 2, 20);
        known(
                "topic",
                matter.topic(),
                Topic.of(matter.topic() == null ? "" : matter.topic()).isPresent());
        known("authority", matter.authority(), AUTHORITIES.contains(String.valueOf(matter.authority())));
        if (matter.groups() == null || matter.groups().isEmpty()) {
            fault(lineOf("groups"), "groups must name at least one group");
        } else {
            matter.groups()
                    .forEach(group -> known(
                            "groups", group, group != null && Group.of(group).isPresent()));
        }
        list(matter.months()).forEach(month -> known("months", month, month != null && month >= 1 && month <= 12));
        list(matter.terms()).forEach(term -> known("terms", term, term != null && SolarTerms.NAMES.contains(term)));
        list(matter.keywords()).forEach(word -> known("keywords", word, word != null && Text.isStorable(word)));
        if (day(matter.published()).isEmpty()) {
            fault(lineOf("published"), "published must be a date like 2026-03-12");
        }
        kind(matter, folder);
    }

    private void places(FrontMatter matter, Divisions divisions) {
        for (String region : list(matter.regions())) {
            Optional<RegionCode> code = region == null ? Optional.empty() : RegionCode.parse(region);
            known("regions", region, code.isPresent());
            if (code.filter(divisions::rulesOut).isPresent()) {
                fault(lineOf("regions"), "regions: there is no region " + region);
            }
        }
    }

    private void kind(FrontMatter matter, Path folder) {
        String kind = matter.kind() == null ? "article" : matter.kind();
        known("kind", kind, Kind.of(kind).isPresent());
        if (kind.equals("video")) {
            if (matter.seconds() == null || matter.seconds() < 1 || matter.seconds() > 7_200) {
                fault(lineOf("seconds"), "a video needs its seconds");
            }
            file("media", matter.media(), folder, ".mp4");
            file("poster", matter.poster(), folder, ".jpg");
        }
    }

    private void file(String key, @Nullable String name, Path folder, String ending) {
        if (name == null || !FILE_NAME.matcher(name).matches() || !name.endsWith(ending)) {
            fault(lineOf(key), key + " must name a " + ending + " file beside this one");
        } else if (!Files.isRegularFile(folder.resolve(name))) {
            fault(lineOf(key), key + " names " + name + ", which is not there");
        }
    }

    /** The day of publication. Only when there are no faults. */
    LocalDate published() {
        return day(front().published()).orElseThrow();
    }

    private static Optional<LocalDate> day(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void text(String key, @Nullable String value, int least, int most) {
        int length = value == null ? 0 : value.codePointCount(0, value.length());
        if (length < least || length > most) {
            fault(lineOf(key), "%s must have %d to %d characters".formatted(key, least, most));
        } else if (value != null && !Text.isStorable(value)) {
            fault(lineOf(key), key + " holds a character that cannot be stored");
        }
    }

    private void known(String key, @Nullable Object value, boolean known) {
        if (!known) {
            fault(lineOf(key), key + ": unknown value " + value);
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

    static <T> List<T> list(@Nullable List<T> maybe) {
        return maybe == null ? List.of() : maybe;
    }
}
