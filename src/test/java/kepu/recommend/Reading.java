package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;

/** What people read in their feeds and do with it, and what operators rule about them, by the public interface. */
record Reading(House house) {
    /** A place of a feed. */
    record Place(String id, String topic, String code, String text) {}

    /** A page and the cursor of the next. */
    record Page(List<Place> places, @Nullable String next) {
        List<String> ids() {
            return places.stream().map(Place::id).toList();
        }
    }

    Page page(@Nullable String token, String query) {
        House.Answer answer = house.get("/v1/feed?" + query, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonObject page = answer.json();
        return new Page(
                page.getJsonArray("items").stream()
                        .map(JsonObject.class::cast)
                        .map(Reading::place)
                        .toList(),
                page.getString("next"));
    }

    List<Place> first(@Nullable String token, int size) {
        return page(token, "size=" + size).places();
    }

    /** What a guest of a region is shown first. */
    List<Place> guest(String region, int size) {
        return page(null, "size=" + size + "&region=" + region).places();
    }

    /** The whole feed. */
    List<Place> all(@Nullable String token, String query) {
        List<Place> all = new ArrayList<>();
        String next = null;
        do {
            Page page = page(token, "size=50" + query + (next == null ? "" : "&cursor=" + next));
            all.addAll(page.places());
            next = page.next();
        } while (next != null);
        return all;
    }

    List<Place> all(String token) {
        return all(token, "");
    }

    static List<String> ids(List<Place> places) {
        return places.stream().map(Place::id).toList();
    }

    void act(String token, String type, List<String> items) {
        JsonArray events = new JsonArray();
        for (String item : items) {
            events.add(new JsonObject()
                    .put("id", type + "-" + item)
                    .put("type", type)
                    .put("item", item)
                    .put("at", Instant.now().toString()));
        }
        House.Answer answer = house.post("/v1/events", new JsonObject().put("events", events), token);
        assertThat(answer.json().getInteger("accepted")).as(answer.text()).isEqualTo(items.size());
    }

    /** The items of a topic that are for everywhere. */
    List<String> ofTopic(String topic) {
        return house
                .sql(
                        "select id from item where topic = ? and regions = '{}'"
                                + " and withdrawn_at is null order by seq",
                        topic)
                .stream()
                .map(List::getFirst)
                .toList();
    }

    /** Villages of a town. */
    List<String> villages(String town, int count) {
        return house
                .sql("select code from region where level = 5 and code like ? order by code limit " + count, town + "%")
                .stream()
                .map(List::getFirst)
                .toList();
    }

    static JsonObject rule(String type, String region) {
        return new JsonObject().put("type", type).put("region", region).put("note", "开会定的");
    }

    /** Saves the first rules of a scope. */
    void rules(String operator, String scope, JsonObject... rules) {
        JsonObject draft = new JsonObject()
                .put("scope", scope)
                .put("basedOn", 0)
                .put("note", "秋收季节")
                .put("rules", List.of(rules));
        House.Answer answer = house.send("PUT", "/v1/rules", draft, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static Place place(JsonObject item) {
        JsonObject reason = item.getJsonObject("reason");
        return new Place(
                item.getString("id"), item.getString("topic"), reason.getString("code"), reason.getString("text"));
    }
}
