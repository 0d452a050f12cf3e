package kepu.search.find;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import kepu.search.PlainChinese;

/**
 * What was meant by a query with slips. A character is doubtful when it belongs to no word of the dictionary, of a title or a keyword and
 * stands beside its neighbours in no text; only a string with such a character is mended, to a word that stands in some text. What was typed is
 * changed or gets a character between, never loses one, and no word is cut: 手机支付安全 has words that no text has side by side, and stays.
 */
final class Mending {
    private final Spelling spelling;
    private final Occurrence texts;

    Mending(Spelling spelling, Occurrence texts) {
        this.spelling = spelling;
        this.texts = texts;
    }

    /** The plain text with the words that were meant; the text itself when nothing in it is doubtful or no word is near. */
    String mended(String plain) throws IOException {
        StringBuilder mended = new StringBuilder();
        int at = 0;
        while (at < plain.length()) {
            int end = at;
            if (PlainChinese.isHan(plain.charAt(at))) {
                while (end < plain.length() && PlainChinese.isHan(plain.charAt(end))) {
                    end++;
                }
                mended.append(characters(plain.substring(at, end)));
            } else if (isLatin(plain.charAt(at))) {
                while (end < plain.length() && (isLatin(plain.charAt(end)) || isBlankInside(plain, end))) {
                    end++;
                }
                mended.append(letters(plain.substring(at, end)));
            } else {
                mended.append(plain.charAt(end++));
            }
            at = end;
        }
        return mended.toString();
    }

    /** Words in Latin letters; neighbours that can be read as pinyin are read together, since some put blanks between syllables. */
    private String letters(String run) throws IOException {
        StringBuilder mended = new StringBuilder();
        StringBuilder pinyin = new StringBuilder();
        StringBuilder typed = new StringBuilder();
        for (String part : run.split(" ")) {
            if (isKnown(part) || !Pinyin.isPinyin(part)) {
                append(mended, read(pinyin, typed));
                append(mended, isKnown(part) ? part : spelling.latin(part).orElse(part));
            } else {
                pinyin.append(part);
                append(typed, part);
            }
        }
        append(mended, read(pinyin, typed));
        return mended.toString();
    }

    private boolean isKnown(String part) throws IOException {
        return spelling.isWord(part) || texts.has(part);
    }

    /** What was typed as it is read, and begins anew. */
    private String read(StringBuilder pinyin, StringBuilder typed) {
        String words = PinyinWords.of(pinyin.toString(), spelling::read);
        String read = words != null ? words : spelling.latin(typed.toString()).orElse(typed.toString());
        pinyin.setLength(0);
        typed.setLength(0);
        return read;
    }

    private static void append(StringBuilder text, String part) {
        text.append(text.isEmpty() || part.isEmpty() ? "" : " ").append(part);
    }

    private static boolean isBlankInside(String plain, int at) {
        return plain.charAt(at) == ' ' && at + 1 < plain.length() && isLatin(plain.charAt(at + 1));
    }

    private String characters(String run) throws IOException {
        Cuts cuts = new Cuts(run);
        BitSet doubtful = doubtful(run, cuts);
        StringBuilder mended = new StringBuilder();
        int at = 0;
        while (at < run.length()) {
            Optional<String> meant = Optional.empty();
            int to = Math.min(run.length(), at + Spelling.LONGEST) + 1;
            while (meant.isEmpty() && to > at + 2) {
                to--;
                meant = meant(run, at, to, cuts, doubtful);
            }
            mended.append(meant.orElse(run.substring(at, at + 1)));
            at = meant.isPresent() ? to : at + 1;
        }
        return mended.toString();
    }

    private Optional<String> meant(String run, int from, int to, Cuts cuts, BitSet doubtful) throws IOException {
        int slip = doubtful.nextSetBit(from);
        if (slip < 0 || slip >= to || cuts.isInside(from) || cuts.isInside(to)) {
            return Optional.empty();
        }
        String typed = run.substring(from, to);
        for (String word : spelling.near(typed)) {
            if (isLikely(typed, word) && texts.has(word)) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    /** The characters that stand alone and beside their neighbours in no text. */
    private BitSet doubtful(String run, Cuts cuts) throws IOException {
        BitSet doubtful = new BitSet();
        boolean known = false;
        for (int at = 0; at < run.length(); at++) {
            boolean next = at + 1 < run.length() && texts.has(run.substring(at, at + 2));
            doubtful.set(at, run.length() > 1 && !known && !next && cuts.isAlone(at));
            known = next;
        }
        return doubtful;
    }

    /**
     * Whether the one can be a slip for the other: two characters at least are read or look alike, what stands beside a character that is
     * another altogether is no word of its own (手机号 is no slip for 手机卡), and one that is missing is missing from the midst.
     */
    private boolean isLikely(String typed, String word) {
        int same = 0;
        while (same < typed.length() && typed.charAt(same) == word.charAt(same)) {
            same++;
        }
        if (word.length() > typed.length()) {
            return same > 0 && same < typed.length();
        }
        int alike = 0;
        boolean likely = true;
        for (int at = 0; at < typed.length(); at++) {
            if (Spelling.isAlike(typed.charAt(at), word.charAt(at))) {
                alike++;
            } else {
                likely &= !isWord(typed.substring(0, at)) && !isWord(typed.substring(at + 1));
            }
        }
        return (likely && alike >= 2) || isSwap(typed, word);
    }

    private boolean isWord(String part) {
        return part.length() > 1
                && (spelling.isWord(part) || View.WORDS.tokens(part).size() == 1);
    }

    private static boolean isSwap(String typed, String word) {
        return typed.chars()
                .sorted()
                .boxed()
                .toList()
                .equals(word.chars().sorted().boxed().toList());
    }

    private static boolean isLatin(char character) {
        return character >= 'a' && character <= 'z' || character >= '0' && character <= '9';
    }

    /** Where the words of a run of characters are. */
    private final class Cuts {
        private final BitSet inside = new BitSet();
        private final BitSet alone = new BitSet();

        private Cuts(String run) {
            for (View.Token token : View.WORDS.tokens(run)) {
                inside.set(token.from() + 1, token.to());
                alone.set(token.from(), token.to() == token.from() + 1 && !QueryMaking.isWeak(token.term()));
            }
            for (int from = 0; from < run.length(); from++) {
                for (int to = from + 2; to <= Math.min(run.length(), from + Spelling.LONGEST); to++) {
                    if (spelling.isWord(run.substring(from, to))) {
                        inside.set(from + 1, to);
                        alone.clear(from, to);
                    }
                }
            }
        }

        private boolean isInside(int at) {
            return inside.get(at);
        }

        private boolean isAlone(int at) {
            return alone.get(at);
        }
    }
}
