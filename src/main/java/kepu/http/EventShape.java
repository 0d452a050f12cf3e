package kepu.http;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import kepu.activity.EventType;

/**
 * Tells of most good events at once that they are as {@code Event} of the contract says; what it does not know, the schema decides, which
 * looks at each keyword and can say what is wrong.
 */
final class EventShape {
    private static final int ID_CHARS = 64;
    private static final int ITEM_CHARS = 80;
    private static final int FEED_CHARS = 64;
    private static final int MOST_POSITION = 10_000;
    private static final int MOST_MILLIS = 86_400_000;

    private EventShape() {}

    /** True only for what the schema takes. */
    static boolean isSure(JsonObject event) {
        Map<String, Object> fields = event.getMap();
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (!isSure(field.getKey(), field.getValue())) {
                return false;
            }
        }
        return fields.containsKey("id") && fields.containsKey("type") && fields.containsKey("at");
    }

    private static boolean isSure(String name, Object value) {
        return switch (name) {
            case "id" -> value instanceof String text && isId(text);
            case "item" -> value instanceof String text && text.length() <= ITEM_CHARS;
            case "type" -> value instanceof String text && EventType.of(text).isPresent();
            case "at" -> value instanceof String text && Rfc3339.read(text) != null;
            case "feed" -> value instanceof String text && text.length() <= FEED_CHARS;
            case "position" -> value instanceof Integer number && number >= 0 && number <= MOST_POSITION;
            case "millis" -> value instanceof Integer number && number >= 0 && number <= MOST_MILLIS;
            case "value" -> value instanceof Integer || value instanceof Double;
            default -> false;
        };
    }

    private static boolean isId(String text) {
        int i = 0;
        while (i < text.length() && isOfId(text.charAt(i))) {
            i++;
        }
        return i == text.length() && i > 0 && i <= ID_CHARS;
    }

    private static boolean isOfId(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '.'
                || c == '_'
                || c == ':'
                || c == '-';
    }
}
