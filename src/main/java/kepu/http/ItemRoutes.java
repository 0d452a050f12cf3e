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
import kepu.content.Correction;
import kepu.content.Item;
import kepu.content.Items;
import kepu.content.Kind;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.people.Role;
import kepu.push.Push;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.search.SimilarItems;
import org.jspecify.annotations.Nullable;

/** Items whole, the ones like them, their withdrawal, and the words that classify them. */
final class ItemRoutes {
    private static final int SIMILAR = 5;

    private final Items items;
    private final SimilarItems similar;
    private final Residents residents;
    private final Regions regions;
    private final Push push;
    private final MediaFiles media;
    private final ReadyItems ready;
    private final Answer vocabulary = Answer.ok(new JsonObject()
            .put("topics", words(Topic.values()))
            .put("groups", words(Group.values()))
            .put("roles", words(Role.values())));

    ItemRoutes(Rooms rooms, MediaFiles media, ReadyItems ready) {
        this.items = rooms.items();
        this.similar = rooms.similar();
        this.residents = rooms.residents();
        this.regions = rooms.regions();
        this.push = rooms.push();
        this.media = media;
        this.ready = ready;
    }

    void mount(Edge edge) {
        edge.on("item", this::item)
                .on("similarItems", this::similar)
                .on("withdrawItem", this::withdraw)
                .on("vocabulary", request -> Future.succeededFuture(vocabulary));
    }

    private Future<Answer> item(Request request) {
        String id = request.text("id");
        Item live = items.catalogue().find(id).orElse(null);
        return live == null
                ? items.whole(id).map(whole -> Answer.ok(wire(whole)))
                : ready.of(live, () -> items.whole(id).compose(this::made)).map(Answer::ready);
    }

    /** Renditions can be made later, so an answer without them is not for ever. */
    private Future<ReadyItems.Made> made(Items.Whole whole) {
        Item item = whole.item();
        JsonObject wire = wire(whole);
        return item.kind() == Kind.VIDEO && item.media() != null
                ? media.playlist(item.media()).map(found -> {
                    found.ifPresent(playlist -> wire.put("hls", playlist));
                    return new ReadyItems.Made(item, wire.toBuffer(), found.isPresent());
                })
                : Future.succeededFuture(new ReadyItems.Made(item, wire.toBuffer(), true));
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
        String id = request.text("id");
        String reason = request.body().getString("reason");
        return items.catalogue()
                .find(id)
                .map(item -> withdrawn(item, staff, reason))
                .orElseGet(() -> items.withdrawnBy(id, staff.id()))
                .map(done -> Answer.nothing());
    }

    private Future<Void> withdrawn(Item item, Caller.OfStaff staff, String reason) {
        if (!item.isWithin(staff.scope())) {
            throw new Failure.Forbidden("outside-scope", "这条内容面向的地区超出您的范围");
        }
        return push.withdraw(item, staff.id(), reason)
                .recover(cause -> cause instanceof Failure.Missing
                        ? items.withdrawnBy(item.id(), staff.id())
                        : Future.failedFuture(cause));
    }

    private static JsonObject wire(Items.Whole whole) {
        Item item = whole.item();
        JsonObject wire = Catalogue.wire(item)
                .put("groups", MeRoutes.codes(item.groups()))
                .put("keywords", new JsonArray(item.keywords()))
                .put("authority", item.authority())
                .put("licence", item.licence())
                .put("language", item.language())
                .put("body", whole.body())
                .put("version", whole.version())
                .put("corrections", corrections(whole.corrections()));
        putMedia(wire, "media", item.media());
        putMedia(wire, "audio", whole.audio());
        return wire;
    }

    private static void putMedia(JsonObject wire, String key, @Nullable String name) {
        if (name != null) {
            wire.put(key, "/media/" + name);
        }
    }

    private static JsonArray corrections(List<Correction> corrections) {
        JsonArray array = new JsonArray();
        corrections.forEach(
                one -> array.add(new JsonObject().put("at", Wire.time(one.at())).put("note", one.note())));
        return array;
    }

    private static JsonArray words(Coded[] words) {
        JsonArray array = new JsonArray();
        Arrays.stream(words)
                .forEach(word ->
                        array.add(new JsonObject().put("code", word.code()).put("name", word.label())));
        return array;
    }
}
