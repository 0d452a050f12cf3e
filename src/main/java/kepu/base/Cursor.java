package kepu.base;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An opaque mark in a list: base64url of a short text that only the list itself reads. */
public final class Cursor {
    private Cursor() {}

    public static String of(String mark) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mark.getBytes(StandardCharsets.UTF_8));
    }

    /** The mark of a cursor of ours; {@link Failure.Invalid} for any other text. */
    public static String read(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw broken();
        }
    }

    /** The mark as a number, for lists that are ordered by one. */
    public static long readNumber(String cursor) {
        try {
            return Long.parseLong(read(cursor));
        } catch (NumberFormatException e) {
            throw broken();
        }
    }

    /** The mark's parts by the groups of {@code form}, which it matches as a whole. */
    public static MatchResult parts(String cursor, Pattern form) {
        Matcher mark = form.matcher(read(cursor));
        if (!mark.matches()) {
            throw broken();
        }
        return mark;
    }

    public static Failure.Invalid broken() {
        return new Failure.Invalid("cursor-invalid", "翻页标记无效，请从头开始");
    }
}
