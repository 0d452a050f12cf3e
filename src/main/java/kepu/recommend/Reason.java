package kepu.recommend;

import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import kepu.base.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Why an item stands in a feed: a stable code to count by, and a sentence in plain Chinese for the person who asks. Its bytes are ready to be
 * put behind a card.
 */
public final class Reason {
    private static final byte[] NOTHING = {};

    public static final Reason EDITORIAL = new Reason("editorial", "编辑推荐");
    public static final Reason FRESH = new Reason("fresh", "新上架的内容");

    private final Form form;
    private final byte[] name;

    public Reason(String code, String text) {
        this(new Form(code, text, ""), NOTHING);
    }

    private Reason(Form form, byte[] name) {
        this.form = form;
        this.name = name;
    }

    /** What reasons of one kind have in common: the code and the sentence around a name. */
    static final class Form {
        private final String code;
        private final String before;
        private final String after;
        private final byte[] head;
        private final byte[] tail;

        Form(String code, String before, String after) {
            this.code = code;
            this.before = before;
            this.after = after;
            this.head = utf8("\"reason\":{\"code\":\"" + inner(code) + "\",\"text\":\"" + inner(before));
            this.tail = utf8(inner(after) + "\"}");
        }

        Reason of(String name) {
            return of(json(name));
        }

        /** With a name as {@link #json} writes it. */
        Reason of(byte[] name) {
            return new Reason(this, name);
        }
    }

    /** A text between the quotes of JSON, in UTF-8. */
    static byte[] json(String text) {
        return utf8(inner(text));
    }

    public String code() {
        return form.code;
    }

    public String text() {
        return form.before + Json.decodeValue('"' + new String(name, StandardCharsets.UTF_8) + '"') + form.after;
    }

    /** How many bytes {@link #put} puts. */
    public int length() {
        return form.head.length + name.length + form.tail.length;
    }

    /** Puts a member of a JSON object in UTF-8, {@code "reason":{…}}, and gives the place behind it. */
    public int put(byte[] into, int at) {
        int behind = Bytes.put(form.head, into, at);
        behind = Bytes.put(name, into, behind);
        return Bytes.put(form.tail, into, behind);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reason reason && code().equals(reason.code()) && text().equals(reason.text());
    }

    @Override
    public int hashCode() {
        return Objects.hash(code(), text());
    }

    @Override
    public String toString() {
        return code() + ": " + text();
    }

    /** Most texts need no escaping. */
    private static String inner(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character == '"' || character == '\\') {
                String quoted = Json.encode(text);
                return quoted.substring(1, quoted.length() - 1);
            }
        }
        return text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
