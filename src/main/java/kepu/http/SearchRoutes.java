package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.config.Config;
import kepu.content.Kind;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.people.Role;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.search.find.Filters;
import kepu.search.find.Found;
import kepu.search.find.Quarter;
import kepu.search.find.Searching;
import kepu.search.find.Taste;
import kepu.search.find.Wish;
import org.jspecify.annotations.Nullable;

/** Search of residents, staff and guests, what completes a half-typed word, and making the index anew. */
final class SearchRoutes {
    private static final int SIZE = 10;

    /** Where somebody looks, and what of them counts. */
    private record Standpoint(RegionCode region, Taste taste) {}

    private final Searching searching;
    private final Residents residents;
    private final Regions regions;
    private final Config.Search limits;

    SearchRoutes(Searching searching, Residents residents, Regions regions, Config.Search limits) {
        this.searching = searching;
        this.residents = residents;
        this.regions = regions;
        this.limits = limits;
    }

    void mount(Edge edge) {
        edge.on("search", this::search).on("suggest", this::suggest).on("rebuildSearch", this::rebuild);
    }

    private Future<Answer> search(Request request) {
        String place = request.maybe("place");
        Filters filters = new Filters(
                code(request, "kind", Kind::of),
                code(request, "topic", Topic::of),
                code(request, "group", Group::of),
                code(request, "season", Quarter::of),
                place == null ? null : regions.orCountry(place),
                request.maybe("readers") != null);
        return standpoint(request)
                .compose(standpoint -> searching.search(new Wish(
                        request.text("q"),
                        filters,
                        standpoint.region(),
                        standpoint.taste(),
                        request.number("size", SIZE),
                        request.maybe("cursor"))))
                .map(this::answer);
    }

    private Future<Answer> suggest(Request request) {
        return standpoint(request)
                .map(standpoint -> searching.suggest(request.text("q"), standpoint.region(), limits.suggestions()))
                .map(texts -> Answer.ok(new JsonObject().put("suggestions", new JsonArray(texts))));
    }

    private Future<Answer> rebuild(Request request) {
        Caller.OfStaff staff = request.staff(Role.OPERATOR, Role.ADMINISTRATOR);
        if (!staff.scope().equals(RegionCode.COUNTRY)) {
            throw new Failure.Forbidden("outside-scope", "重建搜索索引影响全国，超出您的地区范围");
        }
        searching.rebuild();
        return Future.succeededFuture(Answer.accepted(new JsonObject()));
    }

    private Future<Standpoint> standpoint(Request request) {
        String region = request.maybe("region");
        RegionCode named = region == null ? null : regions.orCountry(region);
        return switch (request.caller()) {
            case Caller.OfResident caller ->
                residents
                        .resident(caller.id())
                        .map(resident -> new Standpoint(
                                named == null ? RegionCode.village(resident.village()) : named, Taste.of(resident)));
            case Caller.OfStaff caller ->
                Future.succeededFuture(new Standpoint(named == null ? caller.scope() : named, Taste.NONE));
            case Caller.Guest guest ->
                Future.succeededFuture(new Standpoint(named == null ? RegionCode.COUNTRY : named, Taste.NONE));
        };
    }

    private static <T> @Nullable T code(Request request, String parameter, Function<String, Optional<T>> words) {
        String code = request.maybe(parameter);
        if (code == null) {
            return null;
        }
        return words.apply(code)
                .orElseThrow(() -> Failure.Invalid.at("?" + parameter, "没有这个取值：" + parameter + "，可用的见 /v1/vocabulary"));
    }

    private Answer answer(Found found) {
        Buffer body = Buffer.buffer(1_024 * (found.hits().size() + 1)).appendString("{\"hits\":[");
        String between = "";
        for (Found.Hit hit : found.hits()) {
            JsonObject marked = new JsonObject().put("title", hit.title()).put("passage", hit.passage());
            body.appendString(between)
                    .appendString("{\"item\":")
                    .appendBytes(hit.entry().card())
                    .appendString("},")
                    .appendString(marked.encode().substring(1));
            between = ",";
        }
        JsonObject names = new JsonObject();
        found.facets().provinces().keySet().forEach(province -> names.put(province.text(), regions.name(province)));
        JsonObject rest = new JsonObject()
                .put("total", found.total())
                .put("facets", wire(found.facets()))
                .put("regionNames", names);
        put(rest, "didYouMean", found.meant());
        put(rest, "next", found.next());
        return new Answer(
                200, body.appendString("],").appendString(rest.encode().substring(1)));
    }

    private static JsonObject wire(Found.Facets facets) {
        JsonObject provinces = new JsonObject();
        facets.provinces().forEach((province, count) -> provinces.put(province.text(), count));
        return new JsonObject()
                .put("kind", wire(facets.kinds()))
                .put("topic", wire(facets.topics()))
                .put("group", wire(facets.groups()))
                .put("season", wire(facets.seasons()))
                .put("region", provinces);
    }

    private static JsonObject wire(Map<? extends Coded, Integer> counts) {
        JsonObject wire = new JsonObject();
        counts.forEach((word, count) -> wire.put(word.code(), count));
        return wire;
    }

    private static void put(JsonObject wire, String field, @Nullable String value) {
        if (value != null) {
            wire.put(field, value);
        }
    }
}
