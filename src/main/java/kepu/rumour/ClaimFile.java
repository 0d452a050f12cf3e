package kepu.rumour;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kepu.base.Group;
import kepu.base.Sha256;
import kepu.base.Shortened;
import kepu.base.Topic;
import kepu.content.SafeHtml;
import kepu.content.WrittenFile;
import kepu.search.claim.ClaimText;
import kepu.search.claim.Lesson;
import org.jspecify.annotations.Nullable;

/** One Markdown file of {@code content/claims}: a claim and its rating, then why and what is right. */
final class ClaimFile {
    /** The front matter as written. */
    record FrontMatter(
            String claim,
            String rating,
            String topic,
            List<String> groups,
            @Nullable List<String> paraphrases,
            @Nullable List<String> unlike,
            @Nullable List<String> keywords,
            String source,
            String authority,
            String licence,
            String language,
            String published,
            @Nullable List<String> items)
            implements WrittenFile.Matter {}

    private static final int MAX_KIBIBYTES = 256;
    private static final int PARAPHRASES = 40;
    private static final int UNLIKE = 20;
    private static final int KEYWORDS = 12;
    private static final int PHRASE_CHARS = 200;
    private static final int SUMMARY_CHARS = 120;
    private static final Pattern SENTENCE = Pattern.compile("[^。！？；]+[。！？；]?");

    final String id;
    final List<WrittenFile.Fault> faults;
    private final WrittenFile<FrontMatter> file;

    private ClaimFile(WrittenFile<FrontMatter> file) {
        this.id = file.id();
        this.faults = file.faults();
        this.file = file;
    }

    /** Reads a file; what is wrong with it stands in {@link #faults}. */
    static ClaimFile read(Path path) throws IOException {
        ClaimFile read = new ClaimFile(WrittenFile.read(path, FrontMatter.class, MAX_KIBIBYTES));
        read.file.matter().ifPresent(read::check);
        return read;
    }

    byte[] digest() {
        return Sha256.of(file.bytes());
    }

    /** Only when there are no faults. */
    Verdict verdict() {
        FrontMatter matter = file.front();
        return new Verdict(
                new ClaimText(
                        id,
                        matter.claim(),
                        WrittenFile.list(matter.paraphrases()),
                        WrittenFile.list(matter.keywords()),
                        WrittenFile.list(matter.unlike())),
                Rating.of(matter.rating()).orElseThrow(),
                Topic.of(matter.topic()).orElseThrow(),
                matter.groups().stream()
                        .map(group -> Group.of(group).orElseThrow())
                        .collect(Collectors.toSet()),
                summary(),
                SafeHtml.of(file.text()),
                new Verdict.Sourcing(matter.source(), matter.authority(), matter.licence(), matter.language()),
                file.published(),
                WrittenFile.list(matter.items()));
    }

    /** What a matcher learns from it. Only when there are no faults. */
    Lesson lesson() {
        return new Lesson(
                verdict().text(),
                file.front().topic(),
                paragraphs().flatMap(ClaimFile::sentences).toList());
    }

    /** The first sentences, as far as they fit. */
    private String summary() {
        StringBuilder summary = new StringBuilder();
        for (String sentence : sentences(paragraphs().findFirst().orElse("")).toList()) {
            if (summary.isEmpty() || summary.length() + sentence.length() <= SUMMARY_CHARS) {
                summary.append(sentence);
            } else {
                break;
            }
        }
        return Shortened.of(summary.toString(), SUMMARY_CHARS);
    }

    private Stream<String> paragraphs() {
        return file.text()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.replace("*", ""));
    }

    private static Stream<String> sentences(String paragraph) {
        return SENTENCE.matcher(paragraph).results().map(found -> found.group().strip());
    }

    private void check(FrontMatter matter) {
        file.text("claim", matter.claim(), 4, 80);
        file.known(
                "rating",
                matter.rating(),
                Rating.of(String.valueOf(matter.rating())).isPresent());
        texts("paraphrases", matter.paraphrases(), PARAPHRASES);
        texts("unlike", matter.unlike(), UNLIKE);
        texts("keywords", matter.keywords(), KEYWORDS);
        WrittenFile.list(matter.items())
                .forEach(item -> file.known(
                        "items",
                        item,
                        item != null && WrittenFile.ID.matcher(item).matches()));
    }

    private void texts(String key, @Nullable List<String> texts, int most) {
        if (WrittenFile.list(texts).size() > most) {
            file.fault(key, key + " must be at most " + most);
        }
        for (String text : WrittenFile.list(texts)) {
            file.text(key, text, 1, PHRASE_CHARS);
        }
    }
}
