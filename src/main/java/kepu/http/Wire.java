package kepu.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.base.Text;

/** Text on the wire: strict JSON in — UTF-8, no key twice, no lone surrogates, no NUL — and times as RFC 3339. */
final class Wire {
    private static final int MAX_DEPTH = 64;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(64)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private Wire() {}

    /** The object that the bytes hold; {@link Failure.Invalid} when they hold anything else. */
    static JsonObject object(Buffer bytes) {
        JsonObject object = new JsonObject(parse(bytes.getBytes()));
        if (!isStorable(object.getMap())) {
            check(object, "");
        }
        return object;
    }

    static String time(Instant instant) {
        return Beijing.text(instant);
    }

    /** Reads RFC 3339; {@link Failure.Invalid} at {@code pointer} for anything else. */
    static Instant time(String text, String pointer) {
        Instant plain = Rfc3339.read(text);
        if (plain != null) {
            return plain;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Failure.Invalid.at(pointer, "时间应写成 2026-03-12T09:30:00+08:00 的样子");
        }
    }

    private static String text(byte[] bytes) {
        try {
            return decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new Failure.Invalid("text-invalid", "请求不是正确的 UTF-8 文本");
        }
    }

    /** Decodes strictly: without putting U+FFFD for what is no UTF-8. */
    private static String decode(ByteBuffer bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }

    /** Whether the percent-encoded bytes of a request's target are clean text. */
    static boolean isCleanUri(String uri) {
        byte[] bytes = new byte[uri.length()];
        int size = 0;
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '%') {
                int high = i + 2 < uri.length() ? Character.digit(uri.charAt(i + 1), 16) : -1;
                int low = i + 2 < uri.length() ? Character.digit(uri.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return false;
                }
                bytes[size++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[size++] = (byte) c;
            }
        }
        try {
            return Text.isStorable(decode(ByteBuffer.wrap(bytes, 0, size)));
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Map<String, Object> parse(byte[] bytes) {
        try {
            // plain ASCII is UTF-8 without fault, and nothing that could be taken for another encoding; it needs no
            // text made of it
            Map<String, Object> map =
                    isPlain(bytes) ? MAPPER.readValue(bytes, OBJECT) : MAPPER.readValue(text(bytes), OBJECT);
            if (map == null) {
                throw malformed("");
            }
            return map;
        } catch (JsonProcessingException e) {
            String what = String.valueOf(e.getOriginalMessage());
            throw malformed(what.startsWith("Duplicate field") ? "：同一个键出现了两次" : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPlain(byte[] bytes) {
        for (byte one : bytes) {
            if (one <= 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@link #check} will find no fault; it makes a pointer to each value. */
    private static boolean isStorable(Object value) {
        return switch (value) {
            case String text -> Text.isStorable(text);
            case Map<?, ?> map -> areStorable(map.values());
            case List<?> list -> areStorable(list);
            default -> true;
        };
    }

    private static boolean areStorable(Collection<?> values) {
        for (Object value : values) {
            if (value != null && !isStorable(value)) {
                return false;
            }
        }
        return true;
    }

    private static Failure.Invalid malformed(String why) {
        return new Failure.Invalid("json-malformed", "请求不是正确的 JSON 对象" + why);
    }

    private static void check(Object value, String pointer) {
        switch (value) {
            case String text
            when !Text.isStorable(text) ->
                throw new Failure.Invalid(
                        "text-invalid", "文字里有不能保存的字符", List.of(new Failure.Fault(pointer, "有 NUL 或半个代理字符")));
            case JsonObject object ->
                object.forEach(entry -> {
                    if (entry.getValue() != null) {
                        check(entry.getValue(), pointer + "/" + escape(entry.getKey()));
                    }
                });
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    Object element = array.getValue(i);
                    if (element != null) {
                        check(element, pointer + "/" + i);
                    }
                }
            }
            default -> {}
        }
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
