package kepu.content.source;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON Feed 1 and 1.1 (jsonfeed.org). A value of a type that it should not have counts as not there. */
final class JsonFeed {
    private static final String VERSION = "https://jsonfeed.org/version/1";

    private JsonFeed() {}

    static void read(String text, URI at, EntryCleaning cleaning) {
        JsonObject feed = parsed(text);
        String version = text(feed, "version");
        if (version == null || !version.startsWith(VERSION) || !(feed.getValue("items") instanceof JsonArray items)) {
            throw FeedFailures.unknownFormat();
        }
        String home = EntryCleaning.absolute(text(feed, "home_page_url"), at);
        URI base = home == null ? at : URI.create(home);
        for (int i = 0; i < items.size(); i++) {
            cleaning.take(raw(items.getValue(i) instanceof JsonObject item ? item : new JsonObject(), base));
        }
    }

    private static JsonObject parsed(String text) {
        try {
            if (Json.decodeValue(text) instanceof JsonObject feed) {
                return feed;
            }
            throw FeedFailures.unknownFormat();
        } catch (DecodeException e) {
            JsonLocation at = e.getCause() instanceof JsonProcessingException cause ? cause.getLocation() : null;
            throw at == null
                    ? FeedFailures.malformedJson(0, 0)
                    : FeedFailures.malformedJson(at.getLineNr(), at.getColumnNr());
        }
    }

    private static EntryCleaning.Raw raw(JsonObject item, URI base) {
        String html = text(item, "content_html");
        String plain = html == null ? paragraphs(first(item, "content_text", "summary")) : html;
        String url = first(item, "url", "external_url");
        return new EntryCleaning.Raw(
                item.getValue("id") instanceof Number number ? number.toString() : text(item, "id"),
                url,
                text(item, "title"),
                false,
                author(item),
                plain,
                time(first(item, "date_published", "date_modified")),
                base);
    }

    private static @Nullable String author(JsonObject item) {
        Object author = item.getValue("authors") instanceof JsonArray all && !all.isEmpty()
                ? all.getValue(0)
                : item.getValue("author");
        return author instanceof JsonObject object ? text(object, "name") : null;
    }

    private static @Nullable String first(JsonObject object, String key, String otherwise) {
        String value = text(object, key);
        return value == null ? text(object, otherwise) : value;
    }

    private static @Nullable String text(JsonObject object, String key) {
        return object.getValue(key) instanceof String text ? text : null;
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Plain text as HTML: a paragraph a line. */
    static @Nullable String paragraphs(@Nullable String plain) {
        return plain == null
                ? null
                : Arrays.stream(plain.split("\\R+"))
                        .filter(line -> !line.isBlank())
                        .map(line -> "<p>" + line.strip().replace("&", "&amp;").replace("<", "&lt;") + "</p>")
                        .collect(Collectors.joining());
    }
}
