package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Item;
import kepu.people.Role;
import kepu.recommend.Feeds;
import kepu.recommend.Persona;
import kepu.recommend.Preview;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Traced;
import kepu.region.RegionCode;

/** What versions of a model would show somebody, for operators and administrators to look at. */
final class PreviewRoutes {
    private static final int PLACES = 20;

    private final Preview preview;

    PreviewRoutes(Preview preview) {
        this.preview = preview;
    }

    void mount(Edge edge) {
        edge.on("previewModel", this::show);
    }

    private Future<Answer> show(Request request) {
        var staff = request.staff(Role.OPERATOR, Role.ADMINISTRATOR);
        JsonObject body = request.body();
        Preview.Wish wish = new Preview.Wish(
                request.text("name"),
                strings(body, "versions"),
                whom(body),
                body.getInteger("places", PLACES),
                body.getLong("seed", 0L));
        return preview.of(staff, wish).map(result -> Answer.ok(wire(result)));
    }

    private static Preview.Whom whom(JsonObject body) {
        JsonObject persona = body.getJsonObject("persona");
        Long sample = body.getLong("sample");
        if ((persona == null) == (sample == null)) {
            throw Failure.Invalid.at("/persona", "persona（编一位居民）和 sample（随机抽一位）写且只写一个");
        }
        return persona == null ? new Preview.Whom.Drawn(sample) : new Preview.Whom.MadeUp(persona(persona));
    }

    private static Persona persona(JsonObject json) {
        return new Persona(
                RegionCode.of(json.getString("region")),
                coded(json, "groups", Group::of),
                json.getInteger("birthYear", 0),
                coded(json, "interests", Topic::of),
                strings(json, "opened"));
    }

    private static <T> Set<T> coded(JsonObject json, String field, Function<String, Optional<T>> of) {
        Set<T> all = new HashSet<>();
        List<String> codes = strings(json, field);
        for (int i = 0; i < codes.size(); i++) {
            String pointer = "/persona/" + field + "/" + i;
            String code = codes.get(i);
            all.add(of.apply(code).orElseThrow(() -> Failure.Invalid.at(pointer, "没有这个代码：" + code)));
        }
        return all;
    }

    private static List<String> strings(JsonObject json, String field) {
        return json.getJsonArray(field, new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
    }

    private static JsonObject wire(Preview.Result result) {
        JsonArray lists = new JsonArray();
        result.lists().forEach(shown -> lists.add(list(shown)));
        return new JsonObject().put("who", result.who()).put("lists", lists);
    }

    private static JsonObject list(Preview.Shown shown) {
        JsonArray places = new JsonArray();
        for (int i = 0; i < shown.places().size(); i++) {
            places.add(place(shown.places().get(i), i + 1));
        }
        return new JsonObject()
                .put("version", shown.version())
                .put("ownCounts", shown.ownCounts())
                .put("places", places);
    }

    private static JsonObject place(Feeds.Shown shown, int place) {
        Item item = shown.slot().entry().item();
        Traced traced = shown.traced();
        Placed placed = traced.placed();
        JsonObject json = new JsonObject()
                .put("place", place)
                .put("item", item.id())
                .put("title", item.title())
                .put("topic", item.topic().code())
                .put(
                        "reason",
                        new JsonObject()
                                .put("code", shown.slot().reason().code())
                                .put("text", shown.slot().reason().text()))
                .put("cause", placed.cause().name().toLowerCase(Locale.ROOT))
                .put("sources", new JsonArray(traced.sources()))
                .put("score", placed.score())
                .put("base", traced.base())
                .put("boost", traced.boost())
                .put(
                        "contributions",
                        new JsonObject(traced.contributions().entrySet().stream()
                                .collect(Collectors.toMap(
                                        entry -> entry.getKey().name().toLowerCase(Locale.ROOT),
                                        entry -> entry.getValue()))));
        boolean explored = placed.cause() == Placed.Cause.EXPLORED;
        return explored ? json.put("propensity", placed.propensity()) : json;
    }
}
