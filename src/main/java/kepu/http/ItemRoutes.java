package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import kepu.base.Coded;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.people.Role;
import kepu.push.Push;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.search.SimilarItems;

/** Items whole, the ones like them, their withdrawal, and the words that classify them. */
final class ItemRoutes {
    private static final int SIMILAR = 5;

    private final Items items;
    private final SimilarItems similar;
    private final Residents residents;
    private final Regions regions;
    private final Push push;
    private final Answer vocabulary = Answer.ok(new JsonObject()
            .put("topics", words(Topic.values()))
            .put("groups", words(Group.values()))
            .put("roles", words(Role.values())));

    ItemRoutes(Items items, SimilarItems similar, Residents residents, Regions regions, Push push) {
        this.items = items;
        this.similar = similar;
        this.residents = residents;
        this.regions = regions;
        this.push = push;
    }

    void mount(Edge edge) {
        edge.on("item", this::item)
                .on("similarItems", this::similar)
                .on("withdrawItem", this::withdraw)
                .on("vocabulary", request -> Future.succeededFuture(vocabulary));
    }

    private Future<Answer> item(Request request) {
        return items.whole(request.text("id")).map(whole -> Answer.ok(wire(whole)));
    }

    private Future<Answer> similar(Request request) {
        String id = request.text("id");
        int size = request.number("size", SIMILAR);
        return items.catalogue()
                .find(id)
                .map(item -> region(request).map(region -> cards(similar.of(item, region, size))))
                .orElseGet(() -> items.whole(id).map(whole -> cards(List.of())));
    }

    private Future<RegionCode> region(Request request) {
        return switch (request.caller()) {
            case Caller.OfResident caller ->
                residents.resident(caller.id()).map(resident -> RegionCode.village(resident.village()));
            case Caller.OfStaff caller -> Future.succeededFuture(caller.scope());
            case Caller.Guest guest -> Future.succeededFuture(regions.orCountry(request.maybe("region")));
        };
    }

    private static Answer cards(List<Catalogue.Entry> entries) {
        Buffer body = Buffer.buffer(512 * (entries.size() + 1)).appendString("{\"items\":[");
        for (int at = 0; at < entries.size(); at++) {
            body.appendString(at == 0 ? "" : ",")
                    .appendBytes(entries.get(at).card())
                    .appendByte((byte) '}');
        }
        return new Answer(200, body.appendString("]}"));
    }

    private Future<Answer> withdraw(Request request) {
        Caller.OfStaff staff = request.staff(Role.REVIEWER, Role.OPERATOR, Role.ADMINISTRATOR);
        Item item = items.known(request.text("id"));
        if (!covers(staff.scope(), item)) {
            throw new Failure.Forbidden("outside-scope", "这条内容面向的地区超出您的范围");
        }
        return items.withdraw(item.id(), staff.id(), request.body().getString("reason"))
                .compose(done -> push.withdraw(item.id()))
                .map(done -> Answer.nothing());
    }

    /** An item for everywhere belongs to the country; others to their regions. */
    private static boolean covers(RegionCode scope, Item item) {
        return item.regions().isEmpty()
                ? scope.equals(RegionCode.COUNTRY)
                : item.regions().stream().allMatch(scope::contains);
    }

    private static JsonObject wire(Items.Whole whole) {
        Item item = whole.item();
        JsonObject wire = Catalogue.wire(item)
                .put("groups", MeRoutes.codes(item.groups()))
                .put("keywords", new JsonArray(item.keywords()))
                .put("authority", item.authority())
                .put("licence", item.licence())
                .put("language", item.language())
                .put("body", whole.body());
        return item.media() == null ? wire : wire.put("media", "/media/" + item.media());
    }

    private static JsonArray words(Coded[] words) {
        JsonArray array = new JsonArray();
        Arrays.stream(words)
                .forEach(word ->
                        array.add(new JsonObject().put("code", word.code()).put("name", word.label())));
        return array;
    }
}
