package kepu.http;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.regex.Pattern;
import kepu.activity.EventType;

/**
 * Tells of most good events at once that they are as {@code Event} of the contract says; what it does not know, the schema decides, which
 * takes ten times as long and can say what is wrong.
 */
final class EventShape {
    private static final int ID_CHARS = 64;
    private static final int ITEM_CHARS = 80;
    private static final int FEED_CHARS = 64;
    private static final int MOST_POSITION = 10_000;
    private static final int MOST_MILLIS = 86_400_000;
    /** RFC 3339 in capitals, to nanoseconds at most. */
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)");

    private EventShape() {}

    /** True only for what the schema takes. */
    static boolean isSure(JsonObject event) {
        Map<String, Object> fields = event.getMap();
        return fields.containsKey("id")
                && fields.containsKey("type")
                && fields.containsKey("at")
                && fields.entrySet().stream().allMatch(field -> isSure(field.getKey(), field.getValue()));
    }

    private static boolean isSure(String name, Object value) {
        return switch (name) {
            case "id" -> value instanceof String text && isId(text);
            case "item" -> value instanceof String text && text.length() <= ITEM_CHARS;
            case "type" -> value instanceof String text && EventType.of(text).isPresent();
            case "at" -> value instanceof String text && isTime(text);
            case "feed" -> value instanceof String text && text.length() <= FEED_CHARS;
            case "position" -> value instanceof Integer number && number >= 0 && number <= MOST_POSITION;
            case "millis" -> value instanceof Integer number && number >= 0 && number <= MOST_MILLIS;
            case "value" -> value instanceof Integer || value instanceof Double;
            default -> false;
        };
    }

    private static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= ID_CHARS && text.chars().allMatch(EventShape::isOfId);
    }

    private static boolean isOfId(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '.'
                || c == '_'
                || c == ':'
                || c == '-';
    }

    private static boolean isTime(String text) {
        try {
            return TIME.matcher(text).matches() && OffsetDateTime.parse(text).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
