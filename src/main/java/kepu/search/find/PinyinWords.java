package kepu.search.find;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import kepu.search.PlainChinese;
import org.jspecify.annotations.Nullable;

/**
 * Pinyin of several words cut into them: of all ways to cut, the one that leaves the fewest letters over, and of those the one with the
 * fewest pieces (ganmaozenmeban is 感冒怎么办).
 */
final class PinyinWords {
    /** Shorter readings are those of too many words. */
    private static final int SHORTEST = 4;

    private static final int LONGEST = 6 * Spelling.LONGEST;
    private static final Map<String, String> PARTICLES =
            Map.of("le", "了", "de", "的", "ma", "吗", "ne", "呢", "ba", "吧", "a", "啊");
    private static final Map<String, String> QUESTIONS = new HashMap<>();

    static {
        for (String word : new TreeSet<>(QueryMaking.weak())) {
            if (word.length() > 1 && word.chars().allMatch(PlainChinese::isHan)) {
                Pinyin.all(word, false).forEach(reading -> QUESTIONS.putIfAbsent(reading, word));
            }
        }
    }

    /** A way to cut the letters before a place. */
    private record Way(@Nullable Way before, String piece, int found, int left, int pieces) {
        static final Way START = new Way(null, "", 0, 0, 0);

        Way with(String word, int letters) {
            return new Way(this, word, found + letters, left, pieces + 1);
        }

        /** Words that any question has are no find. */
        Way withSmall(String word) {
            return new Way(this, word, found, left, pieces + 1);
        }

        Way without(String syllable) {
            return new Way(this, " " + syllable + " ", found, left + syllable.length(), pieces + 1);
        }

        boolean isBetterThan(@Nullable Way other) {
            return other == null || left < other.left || left == other.left && pieces < other.pieces;
        }

        String text() {
            List<String> all = new ArrayList<>();
            for (Way way = this; way != null; way = way.before) {
                all.addFirst(way.piece);
            }
            return PlainChinese.of(String.join("", all));
        }
    }

    private PinyinWords() {}

    /**
     * The words, with the syllables that belong to none as they are; null when more letters are left over than are in words.
     *
     * @param letters syllables without blanks
     * @param read the word of two characters or more that is read so, or null
     */
    static @Nullable String of(String letters, Function<String, @Nullable String> read) {
        @Nullable Way[] ways = new Way[letters.length() + 1];
        ways[0] = Way.START;
        for (int from = 0; from < letters.length(); from++) {
            Way before = ways[from];
            for (int to = from + 1; before != null && to <= Math.min(letters.length(), from + LONGEST); to++) {
                Way way = longer(before, letters.substring(from, to), read);
                if (way != null && way.isBetterThan(ways[to])) {
                    ways[to] = way;
                }
            }
        }
        Way whole = ways[letters.length()];
        return whole == null || whole.found <= whole.left ? null : whole.text();
    }

    private static @Nullable Way longer(Way before, String piece, Function<String, @Nullable String> read) {
        String word = piece.length() < SHORTEST ? null : read.apply(piece);
        String question = QUESTIONS.get(piece);
        String particle = before.pieces == 0 ? null : PARTICLES.get(piece);
        if (question != null || particle != null) {
            return before.withSmall(question != null ? question : String.valueOf(particle));
        }
        return word != null
                ? before.with(word, piece.length())
                : Pinyin.isSyllable(piece) ? before.without(piece) : null;
    }
}
