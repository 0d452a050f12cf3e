package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import kepu.order.OrderQueue;
import kepu.people.PeopleStore;
import kepu.people.Residents;
import kepu.region.RegionCode;
import kepu.region.Regions;

/**
 * Who serves a resident's village. Of a disseminator nothing is told but the name that their account has; where a village has none, the nearest
 * region above that has staff stands in, by its name alone.
 */
final class DisseminatorRoutes {
    /** One a village is the rule; more are shown up to this. */
    private static final int MOST = 5;

    private static final String DOES = "把靠得住的科普送到村里：推送、上门讲、开院坝会；您有不懂的可以问，想听什么可以点单。";

    private final PeopleStore people;
    private final Residents residents;
    private final Regions regions;

    DisseminatorRoutes(Rooms rooms) {
        this.people = rooms.people();
        this.residents = rooms.residents();
        this.regions = rooms.regions();
    }

    void mount(Edge edge) {
        edge.on("myDisseminator", this::find);
    }

    private Future<Answer> find(Request request) {
        return residents
                .resident(request.resident().id())
                .map(resident -> RegionCode.village(resident.village()))
                .compose(this::serving)
                .map(Answer::ok);
    }

    private Future<JsonObject> serving(RegionCode village) {
        return people.disseminators(village, MOST).compose(names -> {
            JsonObject body = new JsonObject()
                    .put("village", MeRoutes.region(regions, village))
                    .put("does", DOES)
                    .put("disseminators", wire(names));
            Future<Optional<RegionCode>> instead =
                    names.isEmpty() ? standingIn(village) : Future.succeededFuture(Optional.empty());
            return instead.map(found -> body.put(
                    "instead",
                    found.map(region -> MeRoutes.region(regions, region)).orElse(null)));
        });
    }

    private Future<Optional<RegionCode>> standingIn(RegionCode village) {
        List<RegionCode> above = village.path().reversed().stream().skip(1).toList();
        return people.staffed(above, OrderQueue.WORKING)
                .map(staffed -> above.stream().filter(staffed::contains).findFirst());
    }

    private static JsonArray wire(List<String> names) {
        return new JsonArray(
                names.stream().map(name -> new JsonObject().put("name", name)).toList());
    }
}
