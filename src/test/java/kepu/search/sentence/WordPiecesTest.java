package kepu.search.sentence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WordPiecesTest {
    private static final long FIRST = WordPieces.FIRST;
    private static final long LAST = WordPieces.LAST;
    private static final long UNKNOWN = WordPieces.UNKNOWN;

    private final WordPieces pieces = read("""
            {"model": {"vocab": {"发": 1, "烧": 2, "，": 3, "5": 4, "##g": 5, "wi": 6, "##fi": 7, "39": 8, "##5": 9, "a": 10, "##a": 11}}}
            """);

    private static WordPieces read(String json) {
        try {
            return WordPieces.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyHanCharacterAndMarkIsAToken() {
        assertThat(pieces.of("发烧，发", 512)).containsExactly(FIRST, 1, 2, 3, 1, LAST);
    }

    @Test
    void lettersAndDigitsAreCutIntoTheLongestPiecesInLowerCase() {
        assertThat(pieces.of("WiFi", 512)).containsExactly(FIRST, 6, 7, LAST);
        assertThat(pieces.of("5G发395", 512)).containsExactly(FIRST, 4, 5, 1, 8, 9, LAST);
    }

    @Test
    void whatTheVocabularyLacksIsUnknown() {
        assertThat(pieces.of("龘🔥发", 512)).containsExactly(FIRST, UNKNOWN, UNKNOWN, 1, LAST);
        assertThat(pieces.of("zebra 发", 512)).containsExactly(FIRST, UNKNOWN, 1, LAST);
        assertThat(pieces.of("ａ", 512)).as("full width is folded before").containsExactly(FIRST, UNKNOWN, LAST);
    }

    @Test
    void spaceAndControlCharactersOnlySeparate() {
        assertThat(pieces.of(" 发\u0000\n\t烧 a a", 512)).containsExactly(FIRST, 1, 2, 10, 10, LAST);
        assertThat(pieces.of("", 512)).containsExactly(FIRST, LAST);
    }

    @Test
    void ofALongTextTheBeginningIsRead() {
        assertThat(pieces.of("发".repeat(100_000), 512)).hasSize(512).endsWith(1, LAST);
        assertThat(pieces.of("a".repeat(100), 512)).hasSize(102);
        assertThat(pieces.of("a".repeat(101), 512)).containsExactly(FIRST, UNKNOWN, LAST);
    }

    @Test
    void theShippedVocabularyKnowsEverydayText() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(WordPieces.class.getResourceAsStream("/bge-small-zh-v1.5-q-tokenizer.json"))) {
            long[] numbers = WordPieces.read(file).of("微波炉加热的饭会致癌？5G、WiFi和39度", 512);
            assertThat(LongStream.of(numbers)).doesNotContain(UNKNOWN).startsWith(FIRST);
        }
    }
}
