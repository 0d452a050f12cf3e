package kepu.recommend.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitFileTest {
    @TempDir
    private Path folder;

    @Test
    void aLineIsAUserAndTheirItems() throws IOException {
        assertThat(read("0 3 1 2\n1 5\n")).isDeepEqualTo(new int[][] {{1, 2, 3}, {5}});
    }

    @Test
    void usersWithoutItemsAndUsersThatNoLineNamesHaveNone() throws IOException {
        assertThat(read("3 1\n1\n2 \n")).isDeepEqualTo(new int[][] {{}, {}, {}, {1}});
    }

    @Test
    void spacesAtTheEndEmptyLinesAndBothEndsOfLinesAreFine() throws IOException {
        assertThat(read("0 1 2  \r\n\n   \n1 0   3 \n\n2 4")).isDeepEqualTo(new int[][] {{1, 2}, {0, 3}, {4}});
    }

    @Test
    void anItemTwiceIsOneAndSeveralLinesOfAUserAreOneRow() throws IOException {
        assertThat(read("1 7 7 5\n0 1\n1 5 2\n")).isDeepEqualTo(new int[][] {{1}, {2, 5, 7}});
    }

    @Test
    void anEmptyFileHasNoUsers() throws IOException {
        assertThat(read("")).isEmpty();
    }

    @Test
    void aLongRowIsRead() throws IOException {
        String items = IntStream.range(0, 50_000).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        assertThat(read("2000 " + items + "\n")[2000]).hasSize(50_000);
    }

    @ParameterizedTest
    @CsvSource({
        "0 -1,1",
        "'0 1\n1,2',2",
        "'0 1\n1 x',2",
        "'0 1\n\n0\t1',3",
        "'0 1\n 1 2',2",
        "0 1.5,1",
        "0 20000000,1",
        "'0 1\r1 2',1",
        "用户,1",
    })
    void anythingElseIsNamedWithItsLine(String text, int line) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("split.txt 第 " + line + " 行：");
    }

    private int[][] read(String text) throws IOException {
        return SplitFile.read(Files.writeString(folder.resolve("split.txt"), text));
    }
}
