package kepu.recommend.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    @TempDir
    private Path folder;

    @Test
    void cellsStandBetweenCommasAndKeepTheirSpaces() throws IOException {
        assertThat(read("a,b\n 1 ,,2\n")).containsExactly(List.of("a", "b"), List.of(" 1 ", "", "2"));
    }

    @Test
    void quotesHoldCommasLinesAndDoubledQuotes() throws IOException {
        assertThat(read("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\"\"\n"))
                .containsExactly(List.of("a,b", "say \"hi\"", "two\r\nlines", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,2\n",
                "a,b\r\n1,2\r\n",
                "a,b\n1,2",
                "a,b\r\n1,\"2\"",
                "\uFEFFa,b\n\n1,2\n\n",
                "\"a\",b\r\n1,2"
            })
    void endsOfLinesAByteOrderMarkAndEmptyLinesDoNotMatter(String text) throws IOException {
        assertThat(read(text)).containsExactly(List.of("a", "b"), List.of("1", "2"));
    }

    @Test
    void aLineMayEndInAnEmptyCell() throws IOException {
        assertThat(read("a,\n,b")).containsExactly(List.of("a", ""), List.of("", "b"));
    }

    @Test
    void anEmptyFileHasNoRecords() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\uFEFF")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\nb\"c\n", "a\n\"b\"c\n", "a\n\"b", "a\nb\rc\n", "a\n\"b\"\rc", "a\nb\u0000\n", "a\nb\uFFFD\n"
            })
    void whatIsNotCsvIsNamedWithItsLine(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("file.csv 第 2 行：");
    }

    @Test
    void aFaultAfterQuotedLinesNamesTheLineOfTheFile() {
        assertThatThrownBy(() -> read("\"a\n\n\n\",b\nc\"\n")).hasMessageStartingWith("file.csv 第 5 行：");
    }

    @Test
    void otherEncodingsAreRefused() throws IOException {
        Path file = folder.resolve("file.csv");
        Files.write(file, "a\n中文\n".getBytes(Charset.forName("GBK")));
        assertThatThrownBy(() -> read(file)).hasMessage("file.csv 第 2 行：不是 UTF-8 编码的文本");
        Files.write(file, "a\n1\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> read(file)).hasMessage("file.csv 第 1 行：不是 UTF-8 编码的文本");
    }

    @Test
    void aRecordIsBounded() throws IOException {
        String most = "x".repeat(CsvFile.MAX_RECORD - 1);
        assertThat(read("a\n" + most + "\n")).hasSize(2);
        assertThatThrownBy(() -> read("a\n" + most + "x\n"))
                .hasMessageContaining("第 2 行")
                .hasMessageContaining("字符");
        assertThatThrownBy(() -> read("a\n\"" + "x\n".repeat(CsvFile.MAX_RECORD)))
                .hasMessageContaining("第 2 行")
                .hasMessageContaining("字符");
        assertThatThrownBy(() -> read("a\n" + ",".repeat(CsvFile.MAX_CELLS)))
                .hasMessageContaining("第 2 行")
                .hasMessageContaining("列");
    }

    private List<List<String>> read(String text) throws IOException {
        return read(Files.writeString(folder.resolve("file.csv"), text));
    }

    private static List<List<String>> read(Path file) throws IOException {
        List<List<String>> records = new ArrayList<>();
        try (CsvFile csv = CsvFile.open(file)) {
            for (List<String> cells = csv.next(); cells != null; cells = csv.next()) {
                records.add(cells);
            }
        }
        return records;
    }
}
