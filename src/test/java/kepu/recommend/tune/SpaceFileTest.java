package kepu.recommend.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceFileTest {
    private static final Path MODELS = Path.of(System.getProperty("kepu.home", "."), "models");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"feed", "files"})
    void theShippedSpacesFitTheShippedDefinitions(String name) throws IOException {
        DefinitionText definition = DefinitionText.read(MODELS.resolve(name + ".yaml"));
        Space space = SpaceFile.read(MODELS.resolve(name + ".tune.yaml"), definition);
        assertThat(space.parameters()).hasSizeGreaterThan(5);
        assertThat(space.plan(SearchKind.RANDOM, 1)).isNotEmpty();
        assertThat(space.without(Idle.of(space, definition.definition(), 1000, false)
                                .keySet())
                        .plan(SearchKind.GRID, 1))
                .isNotEmpty();
    }

    @Test
    void aRangeIsExactAndEndsAtItsEnd() throws IOException {
        assertThat(values("ranker.learningRate", "from: 0.1\n    to: 0.35\n    step: 0.1"))
                .containsExactly("0.1", "0.2", "0.3");
        assertThat(values("ranker.leaves", "from: 4\n    to: 12\n    step: 4")).containsExactly("4", "8", "12");
    }

    @Test
    void valuesMayBeNumbersWordsAndLists() throws IOException {
        assertThat(values("ranker.kind", "values: [trees, linear]")).containsExactly("trees", "linear");
        assertThat(values("collaborative.lambdas", "values: [[30, 100], [5e2]]"))
                .containsExactly("[30, 100]", "[500]");
        assertThat(values("ranker.without", "values: [[], [birth]]")).containsExactly("[]", "[birth]");
    }

    @ParameterizedTest
    @CsvSource({
        "ranker.tree, 'values: [1]', 模型定义里没有参数 ranker.tree",
        "rankers.trees, 'values: [1]', 模型定义里没有参数 rankers.trees",
        "trees, 'values: [1]', 模型定义里没有参数 trees",
        "arrangement.topicPerTen, 'values: [3]', 排列规则不影响离线指标",
        "data.days, 'values: [30]', 同样的数据和种子",
        "seed, 'values: [1]', 同样的数据和种子",
        "ranker.trees, 'values: [20, 0]', ranker.trees 不能取 0",
        "ranker.trees, 'values: [20, 2.5]', ranker.trees 不能取 2.5",
        "ranker.without, 'values: [[shoe-size]]', shoe-size",
        "ranker.trees, 'values: [20, 20.0]', 写了两次",
        "ranker.trees, 'values: []', 却有 0 个",
        "ranker.trees, 'values: 20', 不能混用",
        "ranker.trees, 'value: [20]', 不认识的键 value",
        "ranker.trees, 'from: 20', 'from、to、step 里有一个不是数'",
        "ranker.trees, 'from: 20\n    to: 10\n    step: 1', from 不应大于 to",
        "ranker.trees, 'from: 1\n    to: 1000000\n    step: 0.001', 请加大 step",
    })
    void aParameterThatCannotBeTriedIsRefusedByItsName(String path, String values, String why) {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> values(path, values))
                .withMessageContaining("mine.tune.yaml")
                .withMessageContaining(why);
    }

    @Test
    void aParameterWithoutAMeaningIsRefused() throws IOException {
        refuses("parameters:\n  ranker.trees:\n    values: [20]\n", "缺少 meaning");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "parameters: []", "ranker.trees: [1]", "parameters: {}\nextra: 1", "parameters: [1"})
    void whatIsNoSpaceIsRefused(String text) throws IOException {
        refuses(text, "mine.tune.yaml");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        DefinitionText definition = DefinitionText.read(MODELS.resolve("feed.yaml"));
        assertThatExceptionOfType(Failure.Missing.class)
                .isThrownBy(() -> SpaceFile.read(folder.resolve("none.yaml"), definition))
                .withMessageContaining("none.yaml");
    }

    private Iterable<String> values(String path, String values) throws IOException {
        return read("parameters:\n  %s:\n    meaning: 说明\n    %s\n".formatted(path, values))
                .parameters()
                .getFirst()
                .values();
    }

    private void refuses(String text, String why) {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining(why);
    }

    private Space read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.tune.yaml"), text);
        return SpaceFile.read(file, DefinitionText.read(MODELS.resolve("feed.yaml")));
    }
}
