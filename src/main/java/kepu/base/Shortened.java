package kepu.base;

/** A text for a place with little room. */
public final class Shortened {
    private Shortened() {}

    /** The text, or as much of its beginning as is at most {@code most} characters with the ellipsis behind it. Characters are Unicode's. */
    public static String of(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }
}
