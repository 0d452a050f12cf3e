package kepu.recommend.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionTextTest {
    private static final Path FEED = Path.of(System.getProperty("kepu.home", "."), "models", "feed.yaml");

    @TempDir
    private Path folder;

    @Test
    void onlyTheValuesChangeAndEveryCommentStays() throws IOException {
        DefinitionText target = DefinitionText.read(FEED);
        DefinitionText other = target.with(
                Map.of("ranker.trees", "140", "collaborative.lambdas", "[30, 50]", "ranker.without", "[birth]"));
        assertThat(other.text())
                .isEqualTo(Files.readString(FEED)
                        .replace("  trees: 60\n", "  trees: 140\n")
                        .replace("lambdas: [30, 100, 300, 1000]", "lambdas: [30, 50]")
                        .replace("without: []", "without: [birth]"));
        assertThat(other.definition().ranker().trees()).isEqualTo(140);
        assertThat(other.definition().collaborative().lambdas()).containsExactly(30, 50);
        assertThat(other.definition().ranker().without()).containsExactly("birth");
    }

    @Test
    void nothingChangesWhenNothingIsAsked() throws IOException {
        assertThat(DefinitionText.read(FEED).with(Map.of()).text()).isEqualTo(Files.readString(FEED));
    }

    @Test
    void commentsBehindValuesAndCharactersBeyondTheFirstPlaneDoNotMislead() throws IOException {
        DefinitionText target = read(Files.readString(FEED)
                .replace("# The model that makes feeds.", "# 🌾🌾 麦子")
                .replace("  trees: 60\n", "  trees:   60   # 六十棵\n"));
        DefinitionText other = target.with(Map.of("ranker.trees", "7", "ranker.depth", "5"));
        assertThat(other.text()).contains("🌾🌾 麦子", "  trees:   7   # 六十棵\n", "  depth: 5\n");
        assertThat(other.definition().ranker().trees()).isEqualTo(7);
    }

    @Test
    void listsMayStandOnSeveralLines() throws IOException {
        DefinitionText target = read(Files.readString(FEED)
                .replace("lambdas: [30, 100, 300, 1000]", "lambdas: [30,\n    # a comment\n    100]"));
        assertThat(target.value("collaborative.lambdas")).contains("[30, 100]");
        assertThat(target.with(Map.of("collaborative.lambdas", "[9]")).text())
                .contains("  lambdas: [9]\n  # Graph filter");
    }

    @Test
    void aValueOutOfBoundsOrAKeyThatIsNotThereIsRefused() throws IOException {
        DefinitionText target = DefinitionText.read(FEED);
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> target.with(Map.of("ranker.trees", "0")))
                .withMessageContaining("ranker.trees");
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> target.with(Map.of("ranker.tree", "1")))
                .withMessageContaining("ranker.tree");
    }

    @Test
    void aDefinitionThatIsMissingOrWrongIsNamed() {
        assertThatExceptionOfType(Failure.Missing.class)
                .isThrownBy(() -> DefinitionText.read(folder.resolve("none.yaml")))
                .withMessageContaining("none.yaml");
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> read("name: x"))
                .withMessageContaining("mine.yaml");
    }

    private DefinitionText read(String text) throws IOException {
        return DefinitionText.read(Files.writeString(folder.resolve("mine.yaml"), text));
    }
}
