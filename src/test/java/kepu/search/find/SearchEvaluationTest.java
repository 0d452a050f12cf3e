package kepu.search.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchEvaluationTest {
    /** Questions of real people, which are no part of the project: beside it, where somebody put them. */
    private static final Path QUESTIONS =
            Path.of(System.getProperty("kepu.home", "."), "../shared/data/search-dureader");
    /** What plain BM25 over pairs of characters reaches on them. */
    private static final double FLOOR = 0.668;

    @TempDir
    Path folder;

    @Test
    void theFirstRightTextAndAllOfThemCount() throws IOException {
        Path documents = write("documents.jsonl", """
                {"id":"a","title":"在家量血压","text":"坐好再量"}
                {"id":"b","title":"血压计怎么挑","text":"选上臂式"}

                {"id":"c","title":"地震来了躲哪里","text":"桌子下面"}
                """);
        Path queries = write("queries.jsonl", """
                {"id":"1","query":"地震躲哪里","relevant":["c"]}
                {"id":"2","query":"火山喷发","relevant":["a"]}
                {"id":"3","query":"血压","relevant":["a","b","unknown"]}
                """);
        assertThat(SearchEvaluation.of(documents, queries).line())
                .isEqualTo("mrr@10=0.6667 recall@50=0.5556 queries=3");
    }

    @Test
    void filesMayBePacked() throws IOException {
        Path documents = packed("documents.jsonl.gz", "{\"id\":1,\"title\":\"在家量血压\",\"text\":\"\"}");
        Path queries = packed("queries.jsonl.gz", "{\"id\":1,\"query\":\"血压\",\"relevant\":[1]}");
        assertThat(SearchEvaluation.of(documents, queries).mrr()).isEqualTo(1);
    }

    @Test
    void aLineThatIsNoObjectIsNamed() throws IOException {
        Path documents = write("documents.jsonl", "{\"id\":1}\nnonsense\n");
        assertThatThrownBy(() -> SearchEvaluation.of(documents, documents))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("documents.jsonl line 2");
    }

    @Test
    void realQuestionsFindTheirAnswersBetterThanByPlainPairsOfCharacters() throws IOException {
        Path documents = QUESTIONS.resolve("documents.jsonl.gz");
        assumeTrue(Files.exists(documents), "no questions at " + documents);
        SearchEvaluation.Result result = SearchEvaluation.of(documents, QUESTIONS.resolve("queries.jsonl.gz"));
        assertThat(result.mrr()).as(result.line()).isGreaterThan(FLOOR);
    }

    private Path write(String name, String lines) throws IOException {
        return Files.writeString(folder.resolve(name), lines);
    }

    private Path packed(String name, String line) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
