package kepu.content;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kepu.base.Coded;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Drafts as JSON, in calls and in the table. Sets are written in order, so that the same draft is the same text. */
public final class DraftJson {
    private static final String LICENCE = "CC-BY-4.0";
    private static final String LANGUAGE = "zh-CN";

    private DraftJson() {}

    /** Reads what kept the contract; {@link Failure.Invalid} for what the contract cannot say. */
    public static Draft read(JsonObject json) {
        return new Draft(
                Kind.of(json.getString("kind", Kind.ARTICLE.code())).orElseThrow(),
                json.getString("title"),
                json.getString("summary"),
                Topic.of(json.getString("topic")).orElseThrow(() -> Failure.Invalid.at("/topic", "没有这个主题")),
                groups(json.getJsonArray("groups")),
                texts(json.getJsonArray("regions")).stream().map(RegionCode::of).toList(),
                new Season(numbers(json.getJsonArray("months")), new HashSet<>(texts(json.getJsonArray("terms")))),
                texts(json.getJsonArray("keywords")),
                json.getString("source"),
                json.getString("authority"),
                json.getString("licence", LICENCE),
                json.getString("language", LANGUAGE),
                json.getString("media"),
                json.getString("poster"),
                voice(json),
                json.getInteger("seconds", 0),
                json.getString("text"));
    }

    /** What was stored says which text is read out; what is given now reads the text that it comes with. */
    private static Draft.@Nullable Voice voice(JsonObject json) {
        String name = json.getString("audio");
        String read = json.getString("audioText");
        if (name == null) {
            return null;
        }
        return read == null ? Draft.Voice.reading(name, json.getString("text")) : new Draft.Voice(name, read);
    }

    /** The draft with some fields changed; a field that is null is taken out. A recording that is named again reads the text as it is now. */
    public static Draft changed(Draft draft, JsonObject fields) {
        JsonObject json = write(draft);
        if (fields.containsKey("audio")) {
            json.remove("audioText");
        }
        fields.forEach(field -> {
            if (field.getValue() == null) {
                json.remove(field.getKey());
            } else {
                json.put(field.getKey(), field.getValue());
            }
        });
        return read(json);
    }

    /** All of it, as it is stored. */
    public static JsonObject write(Draft draft) {
        JsonObject json = shown(draft);
        Draft.Voice voice = draft.voice();
        put(json, "audioText", voice == null ? null : voice.text());
        return json;
    }

    /** What people are shown of it. */
    public static JsonObject shown(Draft draft) {
        JsonObject json = new JsonObject()
                .put("kind", draft.kind().code())
                .put("title", draft.title())
                .put("summary", draft.summary())
                .put("topic", draft.topic().code())
                .put(
                        "groups",
                        new JsonArray(draft.groups().stream()
                                .map(Coded::code)
                                .sorted()
                                .toList()))
                .put(
                        "regions",
                        new JsonArray(
                                draft.regions().stream().map(RegionCode::text).toList()))
                .put(
                        "months",
                        new JsonArray(draft.season().months().stream().sorted().toList()))
                .put(
                        "terms",
                        new JsonArray(draft.season().terms().stream()
                                .sorted(Comparator.comparingInt(SolarTerms.NAMES::indexOf))
                                .toList()))
                .put("keywords", new JsonArray(draft.keywords()))
                .put("source", draft.source())
                .put("authority", draft.authority())
                .put("licence", draft.licence())
                .put("language", draft.language())
                .put("seconds", draft.seconds())
                .put("text", draft.text());
        put(json, "media", draft.media());
        put(json, "poster", draft.poster());
        Draft.Voice voice = draft.voice();
        put(json, "audio", voice == null ? null : voice.name());
        return json;
    }

    private static void put(JsonObject json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    private static Set<Group> groups(@Nullable JsonArray codes) {
        return texts(codes).stream()
                .map(code -> Group.of(code).orElseThrow(() -> Failure.Invalid.at("/groups", "没有这个人群：" + code)))
                .collect(Collectors.toSet());
    }

    private static List<String> texts(@Nullable JsonArray array) {
        return array == null
                ? List.of()
                : array.stream().map(String.class::cast).toList();
    }

    private static Set<Integer> numbers(@Nullable JsonArray array) {
        return array == null
                ? Set.of()
                : array.stream().map(number -> ((Number) number).intValue()).collect(Collectors.toSet());
    }
}
