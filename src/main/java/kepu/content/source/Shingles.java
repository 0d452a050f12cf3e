package kepu.content.source;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongConsumer;

/** The runs of {@link Sketch#SHINGLE} letters that a text is made of, whatever stands between the letters. */
final class Shingles {
    private Shingles() {}

    /** Only letters and digits, in one width and case: what reprints change least. */
    static String letters(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }

    /** A hash of 64 bits of each shingle; of the whole when it is shorter than one. Nothing for no letters. */
    static void each(String letters, LongConsumer shingle) {
        int last = Math.max(0, letters.length() - Sketch.SHINGLE);
        for (int from = 0; from <= last && !letters.isEmpty(); from++) {
            long hash = 0;
            for (int i = from; i < Math.min(letters.length(), from + Sketch.SHINGLE); i++) {
                hash = hash << Character.SIZE | letters.charAt(i);
            }
            shingle.accept(mixed(hash));
        }
    }

    /** The share of shingles that two texts have in common, of all that either has: Jaccard's, exactly. */
    static double similarity(String letters, String others) {
        Set<Long> one = new HashSet<>();
        Set<Long> other = new HashSet<>();
        each(letters, one::add);
        each(others, other::add);
        long common = one.stream().filter(other::contains).count();
        long all = one.size() + other.size() - common;
        return all == 0 ? 1 : (double) common / all;
    }

    /** Spreads a number over all 64 bits: the finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    static long mixed(long number) {
        long first = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ first >>> 27) * 0x94d049bb133111ebL;
        return second ^ second >>> 31;
    }
}
