package kepu.search.claim;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import kepu.search.PlainChinese;

/**
 * Which texts are nearly the same: MinHash over shingles of three characters (Broder, 1997). Two texts have as many equal places of their
 * signatures as they share of their shingles; texts that are alike by half or more very likely share one of the bands. In a short text a
 * word is half of it, so short ones are the same only when all letters are, but for what a question adds.
 */
public final class Shingles {
    /** The share of shingles from which on texts are nearly the same. */
    public static final double NEARLY_SAME = 0.5;

    private static final int LENGTH = 3;
    /** Letters up to which a text is compared as a whole. */
    private static final int SHORT = 9;

    private static final Pattern ASKING =
            Pattern.compile("^(?:听说|据说|请问|都说|有人说|网上说)+|(?:是不是真的|是真的还是假的|是真是假|是真的|真的假的|真的|可信|对不对|对|吗|呢|吧|啊|呀|嘛|么)+$");
    private static final int PLACES = 64;
    private static final int BAND = 4;
    private static final long[] MULTIPLIERS =
            new SplittableRandom(5109).longs(PLACES).map(x -> x | 1).toArray();
    private static final long[] OFFSETS =
            new SplittableRandom(9015).longs(PLACES).toArray();

    private Shingles() {}

    /** The signature of a text's letters and digits. */
    public static Integer[] signature(String text) {
        String letters = ASKING.matcher(PlainChinese.letters(text)).replaceAll("");
        int length = letters.length() <= SHORT ? Math.max(1, letters.length()) : LENGTH;
        int[] least = new int[PLACES];
        Arrays.fill(least, Integer.MAX_VALUE);
        int last = Math.max(1, letters.length() - length + 1);
        for (int at = 0; at < last; at++) {
            long shingle = hash(letters, at, Math.min(letters.length(), at + length));
            for (int place = 0; place < PLACES; place++) {
                int value = (int) ((shingle * MULTIPLIERS[place] + OFFSETS[place]) >>> 33);
                least[place] = Math.min(least[place], value);
            }
        }
        return Arrays.stream(least).boxed().toArray(Integer[]::new);
    }

    /** Hashes of the parts of a signature. */
    public static Long[] bands(Integer[] signature) {
        Long[] bands = new Long[PLACES / BAND];
        for (int band = 0; band < bands.length; band++) {
            long hash = band + 1L;
            for (int at = band * BAND; at < (band + 1) * BAND; at++) {
                hash = hash * 0x9E3779B97F4A7C15L + signature[at];
                hash ^= hash >>> 29;
            }
            bands[band] = hash;
        }
        return bands;
    }

    /** The share of shingles that both have, as it is estimated from their signatures. */
    public static double alike(Integer[] one, Integer[] other) {
        int same = 0;
        for (int place = 0; place < PLACES; place++) {
            same += one[place].equals(other[place]) ? 1 : 0;
        }
        return (double) same / PLACES;
    }

    private static long hash(String text, int from, int to) {
        long hash = 1_125_899_906_842_597L;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + text.charAt(at);
        }
        hash ^= hash >>> 31;
        return hash * 0xBF58476D1CE4E5B9L;
    }
}
