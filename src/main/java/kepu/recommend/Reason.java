package kepu.recommend;

import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an item stands in a feed: a stable code to count by, and a sentence in plain Chinese for the person who asks. Its bytes are ready to be
 * put behind a card.
 */
public final class Reason {
    public static final Reason EDITORIAL = new Reason("editorial", "编辑推荐");
    public static final Reason FRESH = new Reason("fresh", "新上架的内容");

    private final String code;
    private final String text;
    private final byte[] behind;

    public Reason(String code, String text) {
        this.code = code;
        this.text = text;
        this.behind = ("\"reason\":{\"code\":" + json(code) + ",\"text\":" + json(text) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    public String code() {
        return code;
    }

    public String text() {
        return text;
    }

    /** A member of a JSON object in UTF-8, {@code "reason":{…}}. Not to be changed. */
    public byte[] behind() {
        return behind;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reason reason && code.equals(reason.code) && text.equals(reason.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, text);
    }

    @Override
    public String toString() {
        return code + ": " + text;
    }

    /** Most texts need no escaping. */
    private static String json(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character == '"' || character == '\\') {
                return Json.encode(text);
            }
        }
        return '"' + text + '"';
    }
}
