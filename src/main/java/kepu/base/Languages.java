package kepu.base;

import java.util.Locale;

/** How well somebody who reads one language is served by what is written in another; tags as of RFC 5646. */
public final class Languages {
    /** In which people read whose own language nothing is written in. */
    public static final String DEFAULT = "zh-CN";

    private static final String DEFAULT_LOWER = DEFAULT.toLowerCase(Locale.ROOT);

    private Languages() {}

    /** From 0, the same, to 5, neither a relative of the language nor Chinese. */
    public static int distance(String written, String read) {
        String one = written.toLowerCase(Locale.ROOT);
        String other = read.toLowerCase(Locale.ROOT);
        if (one.equals(other)) {
            return 0;
        }
        if (primary(one).equals(primary(other))) {
            return one.equals(DEFAULT_LOWER) ? 1 : 2;
        }
        if (one.equals(DEFAULT_LOWER)) {
            return 3;
        }
        return primary(one).equals("zh") ? 4 : 5;
    }

    private static String primary(String tag) {
        int end = tag.indexOf('-');
        return end < 0 ? tag : tag.substring(0, end);
    }
}
