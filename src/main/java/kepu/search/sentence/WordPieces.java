package kepu.search.sentence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/**
 * A text as the model reads it: every Han character, mark and symbol is a token, a run of other letters and digits is cut into the longest pieces
 * that the vocabulary has (WordPiece: Schuster and Nakajima, 2012). What the vocabulary lacks is one and the same unknown token.
 */
final class WordPieces {
    static final long UNKNOWN = 100;
    static final long FIRST = 101;
    static final long LAST = 102;
    /** Letters and digits of a run that is cut; a longer one is unknown. */
    private static final int WORD_CHARS = 100;

    private final Map<String, Integer> vocabulary;

    private WordPieces(Map<String, Integer> vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Reads a tokenizer.json with {@code model.vocab}. */
    static WordPieces read(InputStream file) throws IOException {
        Map<String, Integer> vocabulary = new HashMap<>();
        JsonNode words = new ObjectMapper().readTree(file).required("model").required("vocab");
        words.properties()
                .forEach(word -> vocabulary.put(word.getKey(), word.getValue().asInt()));
        return new WordPieces(vocabulary);
    }

    /** Numbers of tokens between those for the beginning and the end; of a long text the first {@code most} with both. */
    long[] of(String text, int most) {
        LongStream.Builder numbers = LongStream.builder();
        StringBuilder word = new StringBuilder();
        PrimitiveIterator.OfInt characters =
                text.toLowerCase(Locale.ROOT).codePoints().limit(most * 8L).iterator();
        while (characters.hasNext()) {
            int c = characters.nextInt();
            if (Character.isLetterOrDigit(c) && !isHan(c)) {
                word.appendCodePoint(c);
                continue;
            }
            cut(word, numbers);
            if (!Character.isWhitespace(c) && !Character.isISOControl(c)) {
                numbers.add(vocabulary.getOrDefault(Character.toString(c), (int) UNKNOWN));
            }
        }
        cut(word, numbers);
        return LongStream.concat(
                        LongStream.concat(LongStream.of(FIRST), numbers.build().limit(most - 2L)), LongStream.of(LAST))
                .toArray();
    }

    private static boolean isHan(int c) {
        return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
    }

    private void cut(StringBuilder word, LongStream.Builder numbers) {
        LongStream.Builder pieces = LongStream.builder();
        boolean isKnown = word.length() <= WORD_CHARS;
        int at = 0;
        while (isKnown && at < word.length()) {
            int end = word.length();
            while (end > at && !vocabulary.containsKey(piece(word, at, end))) {
                end--;
            }
            isKnown = end > at;
            if (isKnown) {
                pieces.add(vocabulary.getOrDefault(piece(word, at, end), (int) UNKNOWN));
            }
            at = end;
        }
        (isKnown ? pieces.build() : LongStream.of(UNKNOWN)).forEach(numbers::add);
        word.setLength(0);
    }

    private static String piece(StringBuilder word, int from, int to) {
        return from == 0 ? word.substring(0, to) : "##" + word.substring(from, to);
    }
}
