package kepu.content.style;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.SafeHtml;
import kepu.content.Season;
import kepu.content.SolarTerms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The library that ships keeps the style guide, and there is enough of it for everybody, everything and every day of the year. */
class LibraryStyleTest {
    private static final Path CONTENT =
            Path.of(System.getProperty("kepu.home", ".")).resolve("content");
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final List<Work> ARTICLES = works("articles", Form.ARTICLE);
    private static final List<Work> VIDEOS = works("videos", Form.SPOKEN);
    private static final List<Work> CLAIMS = works("claims", Form.CLAIM);
    private static final List<Work> ITEMS =
            Stream.concat(ARTICLES.stream(), VIDEOS.stream()).toList();

    /** A file: the front matter, the draft that the guide reads, and how many lines of the file stand before its text. */
    record Work(Path path, JsonNode front, Draft draft, int before) {
        boolean is(String topic) {
            return front.path("topic").asText().equals(topic);
        }

        Season season() {
            Set<Integer> months = new HashSet<>();
            front.path("months").forEach(month -> months.add(month.asInt()));
            return new Season(months, Set.copyOf(strings(front, "terms")));
        }

        boolean names(Pattern words) {
            return words.matcher(draft.text() + draft.keywords()).find();
        }

        String place(Fault fault) {
            return "%s:%d: %s"
                    .formatted(CONTENT.relativize(path), fault.line() == 0 ? 1 : before + fault.line(), fault.reason());
        }

        @Override
        public String toString() {
            return path.getFileName().toString();
        }
    }

    /** A day or month that drives publicity, a day in it, and how articles name it. */
    record ThemeDay(LocalDate day, Pattern words) {}

    private static final List<ThemeDay> THEME_DAYS = List.of(
            theme("2026-02-02", "湿地日"),
            theme("2026-03-22", "世界水日|中国水周"),
            theme("2026-03-23", "气象日"),
            theme("2026-04-05", "爱鸟周"),
            theme("2026-04-22", "地球日"),
            theme("2026-05-12", "防灾减灾日"),
            theme("2026-05-23", "科技活动周"),
            theme("2026-05-30", "科技工作者日"),
            theme("2026-06-05", "环境日"),
            theme("2026-06-15", "安全生产月"),
            theme("2026-06-20", "食品安全宣传周"),
            theme("2026-09-20", "科普日"),
            theme("2026-10-18", "敬老月"),
            theme("2026-11-09", "消防宣传月"));

    static Stream<Work> works() {
        return Stream.of(ARTICLES, VIDEOS, CLAIMS).flatMap(List::stream);
    }

    static Stream<ThemeDay> themeDays() {
        return THEME_DAYS.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void everyWorkKeepsTheGuide(Work work) {
        assertThat(StyleGuide.check(work.draft()))
                .as(() -> String.join(
                        "\n",
                        StyleGuide.check(work.draft()).stream().map(work::place).toList()))
                .isEmpty();
    }

    @Test
    void thereAreEnoughArticlesVideosAndClaims() {
        assertThat(ARTICLES).hasSizeGreaterThanOrEqualTo(200);
        assertThat(VIDEOS).hasSizeGreaterThanOrEqualTo(12);
        assertThat(CLAIMS).hasSizeGreaterThanOrEqualTo(150);
        assertThat(CLAIMS.stream().map(work -> work.draft().title())).doesNotHaveDuplicates();
    }

    @Test
    void everyClaimSaysHowItIsHeardAndHowItIsRated() {
        Set<String> ratings = Set.of("true", "false", "misleading", "partly", "unproven");
        for (Work claim : CLAIMS) {
            assertThat(ratings)
                    .as(claim.toString())
                    .contains(claim.front().path("rating").asText());
            assertThat(strings(claim.front(), "paraphrases"))
                    .as(claim.toString())
                    .hasSizeGreaterThanOrEqualTo(3)
                    .doesNotHaveDuplicates();
            assertThat(strings(claim.front(), "unlike"))
                    .as(claim.toString())
                    .hasSizeGreaterThanOrEqualTo(3)
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(strings(claim.front(), "paraphrases"));
        }
    }

    @ParameterizedTest
    @MethodSource("groups")
    void everyGroupHasAtLeast25Items(Group group) {
        assertThat(ITEMS.stream().filter(work -> work.draft().groups().contains(group)))
                .hasSizeGreaterThanOrEqualTo(25);
    }

    static Stream<Group> groups() {
        return Stream.of(Group.values());
    }

    @ParameterizedTest
    @MethodSource("works")
    void noMarkOfItsMarkdownIsReadAsText(Work work) {
        assertThat(SafeHtml.text(SafeHtml.of(work.draft().text()))).doesNotContain("**", "](", "##");
    }

    /** In simple words: {@link #everyWorkKeepsTheGuide} holds them to the level of children. */
    @Test
    void atLeast20ItemsAreForChildrenInSimpleWords() {
        assertThat(ITEMS.stream().filter(work -> work.draft().isForChildren())).hasSizeGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyTopicHasArticlesAndClaims(Topic topic) {
        assertThat(ARTICLES.stream().filter(work -> work.is(topic.code()))).hasSizeGreaterThanOrEqualTo(5);
        if (topic != Topic.EVIDENCE) { // how to read figures: nobody forwards rumours about it
            assertThat(CLAIMS.stream().filter(work -> work.is(topic.code()))).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    static Stream<Topic> topics() {
        return Stream.of(Topic.values());
    }

    @Test
    void everyMonthAndEverySolarTermHasItemsOfItsOwn() {
        assertThat(IntStream.rangeClosed(1, 12))
                .allMatch(month -> ITEMS.stream()
                                .filter(work -> work.season().months().contains(month))
                                .count()
                        >= 10);
        assertThat(SolarTerms.NAMES)
                .allMatch(term ->
                        ITEMS.stream().anyMatch(work -> work.season().terms().contains(term)));
    }

    @ParameterizedTest
    @MethodSource("themeDays")
    void everyThemeDayHasAnArticleThatNamesItAndFitsIt(ThemeDay theme) {
        assertThat(ARTICLES)
                .as(theme.toString())
                .anyMatch(work -> work.names(theme.words()) && work.season().fits(theme.day()));
    }

    /** The set that the checker of rumours is measured on: good lines, no text twice, every claim asked for, enough to abstain from. */
    @Test
    void theEvaluationSetOfTheClaimsIsWhole() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(CONTENT.resolve("claims/evaluation.jsonl"))) {
            lines.add(json.readTree(line));
        }
        assertThat(lines.stream().map(line -> line.path("id").asText())).doesNotHaveDuplicates();
        assertThat(lines.stream().map(line -> line.path("text").asText()))
                .doesNotHaveDuplicates()
                .allMatch(text -> !text.isBlank());
        List<String> asked = lines.stream()
                .filter(line -> line.has("claim"))
                .map(line -> line.path("claim").asText())
                .toList();
        assertThat(asked).hasSizeGreaterThanOrEqualTo(300);
        assertThat(lines.size() - asked.size()).isGreaterThanOrEqualTo(300);
        assertThat(Set.copyOf(asked))
                .isEqualTo(CLAIMS.stream()
                        .map(work -> work.toString().replace(".md", ""))
                        .collect(Collectors.toSet()));
        Set<String> library = new HashSet<>();
        CLAIMS.forEach(work -> {
            library.add(work.draft().title());
            library.addAll(strings(work.front(), "paraphrases"));
            library.addAll(strings(work.front(), "unlike"));
        });
        assertThat(lines.stream().map(line -> line.path("text").asText()))
                .as("written apart from what is learned from")
                .doesNotContainAnyElementsOf(library);
    }

    private static ThemeDay theme(String day, String words) {
        return new ThemeDay(LocalDate.parse(day), Pattern.compile(words));
    }

    private static List<Work> works(String folder, Form form) {
        try (Stream<Path> tree = Files.walk(CONTENT.resolve(folder))) {
            return tree.filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .map(path -> work(path, form))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Work work(Path path, Form form) {
        try {
            List<String> lines = Files.readAllLines(path);
            int end = lines.subList(1, lines.size()).indexOf("---") + 1;
            JsonNode front = YAML.readTree(String.join("\n", lines.subList(1, end)));
            String text = String.join("\n", lines.subList(end + 1, lines.size()));
            Draft draft = new Draft(
                    form,
                    front.path(form == Form.CLAIM ? "claim" : "title").asText(),
                    front.path("summary").asText(),
                    strings(front, "groups").stream()
                            .map(code -> Group.of(code).orElseThrow())
                            .toList(),
                    strings(front, "keywords"),
                    new Draft.Source(
                            front.path("source").asText(),
                            front.path("authority").asText()),
                    text);
            return new Work(path, front, draft, end + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(path.toString(), e);
        }
    }

    private static List<String> strings(JsonNode front, String key) {
        return StreamSupport.stream(front.path(key).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
