package kepu.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import kepu.base.Text;
import kepu.region.Divisions;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** One Markdown file of the library that becomes an item. */
final class LibraryFile {
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
            @Nullable String poster,
            @Nullable String audio)
            implements WrittenFile.Matter {}

    private static final int MAX_KIBIBYTES = 1_024;
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    final String id;
    final List<WrittenFile.Fault> faults;
    private final WrittenFile<FrontMatter> file;

    private LibraryFile(WrittenFile<FrontMatter> file) {
        this.id = file.id();
        this.faults = file.faults();
        this.file = file;
    }

    /** Reads a file; what is wrong with it stands in {@link #faults}. */
    static LibraryFile read(Path path, Divisions divisions) throws IOException {
        LibraryFile read = new LibraryFile(WrittenFile.read(path, FrontMatter.class, MAX_KIBIBYTES));
        Optional<FrontMatter> front = read.file.matter();
        if (front.isPresent()) {
            FrontMatter matter = front.get();
            read.check(matter, path.resolveSibling(""));
            read.audio(matter.audio(), path.resolveSibling(""));
            read.places(matter, divisions);
        }
        return read;
    }

    byte[] bytes() {
        return file.bytes();
    }

    /** Only when there are no faults. */
    FrontMatter front() {
        return file.front();
    }

    String text() {
        return file.text();
    }

    /** The day of publication. Only when there are no faults. */
    LocalDate published() {
        return file.published();
    }

    private void check(FrontMatter matter, Path folder) {
        file.text("title", matter.title(), 2, 60);
        file.text("summary", matter.summary(), 5, 120);
        WrittenFile.list(matter.months())
                .forEach(month -> file.known("months", month, month != null && month >= 1 && month <= 12));
        WrittenFile.list(matter.terms())
                .forEach(term -> file.known("terms", term, term != null && SolarTerms.NAMES.contains(term)));
        WrittenFile.list(matter.keywords())
                .forEach(word -> file.known("keywords", word, word != null && Text.isStorable(word)));
        kind(matter, folder);
    }

    private void places(FrontMatter matter, Divisions divisions) {
        for (String region : WrittenFile.list(matter.regions())) {
            Optional<RegionCode> code = region == null ? Optional.empty() : RegionCode.parse(region);
            file.known("regions", region, code.isPresent());
            if (code.filter(divisions::rulesOut).isPresent()) {
                file.fault("regions", "regions: there is no region " + region);
            }
        }
    }

    private void kind(FrontMatter matter, Path folder) {
        String kind = matter.kind() == null ? "article" : matter.kind();
        file.known("kind", kind, Kind.of(kind).isPresent());
        if (kind.equals("video")) {
            if (matter.seconds() == null || matter.seconds() < 1 || matter.seconds() > 7_200) {
                file.fault("seconds", "a video needs its seconds");
            }
            named("media", matter.media(), folder, ".mp4");
            named("poster", matter.poster(), folder, ".jpg");
        }
    }

    /** A recording of the text: a sound beside the file, of a kind that phones play. */
    private void audio(@Nullable String name, Path folder) throws IOException {
        if (name == null) {
            return;
        }
        if (!FILE_NAME.matcher(name).matches() || Recording.kind(name).isEmpty()) {
            file.fault("audio", "audio must name a .mp3, .m4a or .wav file beside this one");
        } else if (!Files.isRegularFile(folder.resolve(name))) {
            file.fault("audio", "audio names " + name + ", which is not there");
        } else {
            Recording.fault(folder.resolve(name)).ifPresent(reason -> file.fault("audio", reason));
        }
    }

    private void named(String key, @Nullable String name, Path folder, String ending) {
        if (name == null || !FILE_NAME.matcher(name).matches() || !name.endsWith(ending)) {
            file.fault(key, key + " must name a " + ending + " file beside this one");
        } else if (!Files.isRegularFile(folder.resolve(name))) {
            file.fault(key, key + " names " + name + ", which is not there");
        }
    }
}
