package kepu.alert;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Bulletins as JSON: as people see one, and with what staff want to know of it. */
public final class BulletinJson {
    private static final int MOST_REGIONS = 20;

    private final Items items;
    private final Regions regions;

    BulletinJson(Items items, Regions regions) {
        this.items = items;
        this.regions = regions;
    }

    /** As feeds, inboxes and live lines show one segment. */
    JsonObject shown(Bulletin bulletin, Bulletin.Segment segment) {
        CapMessage.Info info = segment.info();
        CapMessage.Words words = info.words();
        JsonObject json = new JsonObject()
                .put("id", bulletin.id())
                .put("headline", first(words.headline(), words.event()))
                .put("event", words.event())
                .put("severity", info.severity().code())
                .put("severityText", info.severity().label())
                .put("description", words.description())
                .put("instruction", words.instruction())
                .put(
                        "sender",
                        first(words.senderName(), bulletin.message().key().sender()))
                .put("language", info.language())
                .put("area", areas(segment))
                .put("sentAt", CapMessage.time(bulletin.message().key().sent()))
                .put("expiresAt", CapMessage.time(segment.until()))
                .put("update", bulletin.message().kind() == CapMessage.Kind.UPDATE)
                .put("items", items(info));
        put(json, "onsetAt", info.times().onset());
        if (words.web().startsWith("http://") || words.web().startsWith("https://")) {
            json.put("web", words.web());
        }
        return json;
    }

    /** The whole of it for staff. */
    public JsonObject whole(Bulletin bulletin, Instant now) {
        CapMessage message = bulletin.message();
        JsonObject json = new JsonObject()
                .put("id", bulletin.id())
                .put("identifier", message.key().identifier())
                .put("sender", message.key().sender())
                .put("sentAt", CapMessage.time(message.key().sent()))
                .put("status", word(message.status()))
                .put("msgType", word(message.kind()))
                .put("scope", word(message.scope()))
                .put("state", bulletin.state(now).code())
                .put("signed", message.signed())
                .put("regions", names(bulletin.regions()))
                .put("segments", segments(bulletin))
                .put("references", texts(message.references()))
                .put("unresolved", unresolved(bulletin.unresolved()))
                .put("postedAt", CapMessage.time(bulletin.posted().at()));
        return bulletin.endedBy() == null ? json : json.put("endedBy", bulletin.endedBy());
    }

    static JsonObject unresolved(Areas.Unresolved part) {
        return new JsonObject()
                .put("area", part.area())
                .put("part", part.part())
                .put("why", part.why());
    }

    private JsonArray segments(Bulletin bulletin) {
        JsonArray array = new JsonArray();
        bulletin.segments().forEach(segment -> {
            JsonObject json = shown(bulletin, segment);
            // at once, when the message does not say from when
            array.add(
                    segment.from().equals(Instant.EPOCH)
                            ? json
                            : json.put("effectiveAt", CapMessage.time(segment.from())));
        });
        return array;
    }

    private JsonArray items(CapMessage.Info info) {
        JsonArray array = new JsonArray();
        info.items().stream()
                .flatMap(id -> items.catalogue().find(id).stream())
                .map(Catalogue::wire)
                .forEach(array::add);
        return array;
    }

    /** In the message's words; in ours where it has none. */
    private String areas(Bulletin.Segment segment) {
        List<String> told = segment.info().areas().stream()
                .map(CapMessage.Area::description)
                .filter(words -> !words.isBlank())
                .toList();
        return told.isEmpty()
                ? String.join("、", segment.regions().stream().map(regions::name).toList())
                : String.join("；", told);
    }

    private JsonArray names(List<RegionCode> codes) {
        JsonArray array = new JsonArray();
        codes.stream()
                .limit(MOST_REGIONS)
                .forEach(code ->
                        array.add(new JsonObject().put("code", code.text()).put("name", regions.fullName(code))));
        return array;
    }

    private static JsonArray texts(List<CapMessage.Key> keys) {
        JsonArray array = new JsonArray();
        keys.forEach(key -> array.add(key.text()));
        return array;
    }

    private static JsonArray unresolved(List<Areas.Unresolved> parts) {
        JsonArray array = new JsonArray();
        parts.forEach(part -> array.add(unresolved(part)));
        return array;
    }

    private static void put(JsonObject json, String field, @org.jspecify.annotations.Nullable Instant time) {
        if (time != null) {
            json.put(field, CapMessage.time(time));
        }
    }

    private static String first(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
