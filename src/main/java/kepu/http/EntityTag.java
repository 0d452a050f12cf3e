package kepu.http;

import java.util.Arrays;
import java.util.HexFormat;
import kepu.base.Sha256;
import org.jspecify.annotations.Nullable;

/** The entity tag of what is sent, in its quotes: the same bytes have the same. */
record EntityTag(String text) {
    private static final int BYTES = 16;
    private static final String WEAK = "W/";

    static EntityTag of(byte[] body) {
        return named(HexFormat.of().formatHex(Sha256.of(body), 0, BYTES));
    }

    /** Of what never changes under a name. */
    static EntityTag named(String name) {
        return new EntityTag('"' + name + '"');
    }

    /** The tag of bytes that mean the same. */
    static String weak(String tag) {
        return tag.startsWith(WEAK) ? tag : WEAK + tag;
    }

    /** Whether If-None-Match has it, which lists tags and compares weakly (RFC 9110, 13.1.2). */
    boolean isIn(@Nullable String header) {
        return header != null
                && Arrays.stream(header.split(","))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(text) || tag.equals(WEAK + text));
    }
}
