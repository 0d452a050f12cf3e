package kepu.recommend.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Policy;
import kepu.recommend.train.Definition.Collaborative.Method;
import kepu.recommend.train.Definition.Ranker.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {
    private static final Path SHIPPED = Path.of(System.getProperty("kepu.home", "."), "models", "feed.yaml");

    @TempDir
    private Path folder;

    private Path file = SHIPPED;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("mine.yaml");
    }

    @Test
    void theShippedDefinitionIsRead() throws IOException {
        Definition target = Definition.read(SHIPPED);
        assertThat(target.name()).isEqualTo("feed");
        assertThat(target.seed()).isEqualTo(5109);
        assertThat(target.data()).isEqualTo(new Definition.Data(90, 200_000));
        assertThat(target.rates()).isEqualTo(new Definition.Rates(30, 20));
        assertThat(target.collaborative().method()).isEqualTo(Method.AUTO);
        assertThat(target.collaborative().lambdas()).containsExactly(30, 100, 300, 1000);
        assertThat(target.ranker().kind()).isEqualTo(Kind.AUTO);
        assertThat(target.arrangement()).isEqualTo(Policy.DEFAULT);
        assertThat(new Counting(
                        target.data().days(),
                        Duration.ofDays(target.rates().halfLifeDays()),
                        target.rates().backoffImpressions()))
                .isEqualTo(Counting.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "trees: 60, 'trees: 60\n  tree: 60', ranker.tree is an unknown key",
        "seed: 5109, 'seed: 5109\nextra: 1', extra is an unknown key",
        "topicPerTen: 3, 'topicPerTen: 3\n  topics: 3', arrangement.topics is an unknown key",
    })
    void anUnknownKeyIsRefused(String line, String other, String key) throws IOException {
        refuses(line, other, key);
    }

    @ParameterizedTest
    @CsvSource({
        "days: 90, days: 0, data.days",
        "people: 200000, people: 99, data.people",
        "halfLifeDays: 30, halfLifeDays: -1, rates.halfLifeDays",
        "backoffImpressions: 20, backoffImpressions: 0, rates.backoffImpressions",
        "'lambdas: [30, 100, 300, 1000]', lambdas: [], collaborative.lambdas",
        "'lambdas: [30, 100, 300, 1000]', lambdas: [-1], collaborative.lambdas",
        "factors: 384, factors: 2001, collaborative.factors",
        "neighbours: 200, neighbours: 0, collaborative.neighbours",
        "rows: 120000, rows: 999, ranker.rows",
        "window: 0.3, window: .nan, ranker.window",
        "trees: 60, trees: 0, ranker.trees",
        "depth: 6, depth: 21, ranker.depth",
        "learningRate: 0.12, learningRate: 1.5, ranker.learningRate",
        "topicPerTen: 3, topicPerTen: 0, topicPerTen",
        "exploreEvery: 7, exploreEvery: 1, exploreEvery",
        "minorsBelow: 18, minorsBelow: 19, minorsBelow",
        "name: feed, name: ../feed, name",
    })
    void aValueOutOfBoundsIsRefused(String line, String other, String key) throws IOException {
        refuses(line, other, key);
    }

    @Test
    void anUnknownFeatureIsRefused() throws IOException {
        refuses("without: []", "without: [birth, shoe-size]", "ranker.without");
        refuses("without: []", "without: [birth, shoe-size]", "shoe-size");
    }

    @ParameterizedTest
    @CsvSource({
        "trees: 60, trees: many, ranker.trees",
        "trees: 60, trees: 60.5, ranker.trees",
        "trees: 60, tree: 60, ranker.trees",
        "method: auto, method: magic, collaborative.method",
        "'lambdas: [30, 100, 300, 1000]', 'lambdas: [30, x]', collaborative.lambdas",
    })
    void aValueOfAnotherKindOrNoneIsRefusedByItsKey(String line, String other, String key) throws IOException {
        refuses(line, other, key);
    }

    @Test
    void whatIsNoYamlIsRefused() throws IOException {
        refuses("lambdas: [30, 100, 300, 1000]", "lambdas: [30, 100", "line");
    }

    @Test
    void nothingIsRefused() throws IOException {
        Files.writeString(file, "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Definition.read(file))
                .withMessageContaining("mine.yaml");
    }

    private void refuses(String line, String other, String key) throws IOException {
        String shipped = Files.readString(SHIPPED);
        assertThat(shipped).contains("\n" + (shipped.contains("\n" + line) ? "" : "  ") + line + "\n");
        Files.writeString(file, shipped.replaceFirst("(?m)^( *)" + Pattern.quote(line) + "$", "$1" + other));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Definition.read(file))
                .withMessageContaining("mine.yaml")
                .withMessageContaining(key);
    }
}
