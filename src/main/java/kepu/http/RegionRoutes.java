package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.base.Failure;
import kepu.region.Region;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Divisions by parent, by prefix of the code or of the name. */
final class RegionRoutes {
    private static final int SIZE = 100;

    private final Regions regions;

    RegionRoutes(Regions regions) {
        this.regions = regions;
    }

    void mount(Edge edge) {
        edge.on("regions", this::list).on("region", this::find);
    }

    private Future<Answer> list(Request request) {
        return search(request).map(found -> Answer.ok(new JsonObject().put("regions", wire(found))));
    }

    private Future<List<Region>> search(Request request) {
        int size = request.number("size", SIZE);
        String parent = request.maybe("parent");
        String prefix = request.maybe("prefix");
        String name = request.maybe("name");
        String within = request.maybe("within");
        int asked = (parent == null ? 0 : 1) + (prefix == null ? 0 : 1) + (name == null ? 0 : 1);
        if (asked > 1 || within != null && name == null) {
            throw new Failure.Invalid("region-query", "parent、prefix、name 三者用一个，within 只与 name 同用");
        }
        if (prefix != null) {
            return regions.prefixed(prefix, size);
        }
        if (name != null) {
            return regions.named(name, regions.orCountry(within), size);
        }
        return Future.succeededFuture(regions.children(regions.orCountry(parent), size));
    }

    private Future<Answer> find(Request request) {
        Region region = regions.known(RegionCode.of(request.text("code")));
        return Future.succeededFuture(Answer.ok(new JsonObject()
                .put("region", wire(region))
                .put("path", wire(regions.divisions().path(region.code())))));
    }

    private static JsonArray wire(List<Region> regions) {
        JsonArray array = new JsonArray();
        regions.stream().map(RegionRoutes::wire).forEach(array::add);
        return array;
    }

    private static JsonObject wire(Region region) {
        return new JsonObject()
                .put("code", region.code().text())
                .put("level", region.code().level().code())
                .put("name", region.name());
    }
}
