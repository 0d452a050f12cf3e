package kepu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 人次: each person counts once for an item and a route. */
class ServiceRecordIT {
    @RegisterExtension
    static final House house = new House();

    private static List<String> items;

    @BeforeAll
    static void library() {
        items = house.items(6);
    }

    @Test
    void openingFromTheFeedCountsOnceHoweverOften() {
        String village = "510903100208";
        String resident = house.resident(village);
        send(resident, event("o1", "open", items.get(0), "f1"));
        send(resident, event("o1", "open", items.get(0), "f1"), event("o2", "open", items.get(0), "f2"));
        send(resident, event("p1", "play", items.get(0), null));
        assertThat(byRoute(village)).isEqualTo(Map.of("feed", 1));
        send(resident, event("o3", "open", items.get(1), "f2"));
        send(house.resident(village), event("o1", "open", items.get(0), "f3"));
        assertThat(byRoute(village)).isEqualTo(Map.of("feed", 3));
    }

    @Test
    void eachRouteCountsForItself() {
        String village = "510903100210";
        String resident = house.resident(village);
        String item = items.get(0);
        send(resident, event("a", "open", item, "f1"), event("b", "open", item, "search:高血压"));
        send(resident, event("c", "open", item, "share:xyz"), event("d", "open", item, "search:血压"));
        assertThat(byRoute(village)).isEqualTo(Map.of("feed", 1, "search", 1, "share", 1));
    }

    @Test
    void onlyOpeningAndPlayingAreServices() {
        String village = "510903100211";
        String resident = house.resident(village);
        for (String type : List.of("impression", "progress", "finish", "like", "share", "not_interested", "answer")) {
            send(resident, event(type, type, items.get(0), "f1"));
        }
        send(resident, event("none", "open", null, "f1"));
        send(null, event("service-guest", "open", items.get(0), "f1"));
        assertThat(byRoute(village)).isEmpty();
    }

    @Test
    void aPushIsCountedWhenItIsReadAndOnlyOnce() {
        String village = "510903100212";
        String resident = house.resident(village);
        String disseminator = house.staff(Role.DISSEMINATOR, village);
        String publication = house.post("/v1/village/push", new JsonObject().put("item", items.get(0)), disseminator)
                .json()
                .getString("publication");
        receive(resident, publication, "delivered");
        assertThat(byRoute(village)).isEmpty();
        AtOnce.results(8, () -> receive(resident, publication, "read"));
        assertThat(byRoute(village)).isEqualTo(Map.of("push", 1));
        send(resident, event("pushed", "open", items.get(0), "push:" + publication));
        assertThat(byRoute(village)).isEqualTo(Map.of("push", 1));
        send(resident, event("fed", "open", items.get(0), "f1"));
        assertThat(byRoute(village)).isEqualTo(Map.of("push", 1, "feed", 1));
    }

    @Test
    void aServiceStaysInTheVillageWhereItHappened() {
        String before = "510903100213";
        String after = "510903100217";
        String resident = house.resident(before);
        send(resident, event("m1", "open", items.get(0), "f1"));
        assertThat(house.send("PATCH", "/v1/me", new JsonObject().put("village", after), resident)
                        .status())
                .isEqualTo(200);
        send(resident, event("m2", "open", items.get(1), "f1"));
        assertThat(byRoute(before)).isEqualTo(Map.of("feed", 1));
        assertThat(byRoute(after)).isEqualTo(Map.of("feed", 1));
    }

    @Test
    void erasingOneselfLeavesTheCountAndNothingOfThePerson() {
        String village = "510903100218";
        String resident = house.resident(village);
        String id = house.get("/v1/me", resident).json().getString("id");
        send(resident, event("e1", "open", items.get(0), "f1"));
        assertThat(house.send("DELETE", "/v1/me", null, resident).status()).isEqualTo(204);
        assertThat(byRoute(village)).isEqualTo(Map.of("feed", 1));
        assertThat(house.count("select count(*) from service where person::text = ?", id))
                .isZero();
        assertThat(house.count("select count(*) from event where person::text = ?", id))
                .isZero();
    }

    @Test
    void theTotalsAgreeWithTheRowsAndWithWhatHappened() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String village = "510903100219";
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            String resident = house.resident(village);
            List<JsonObject> events = new ArrayList<>();
            for (int j = 0; j < 60; j++) {
                String type = random.nextInt(3) == 0 ? "open" : random.nextInt(2) == 0 ? "play" : "impression";
                String item = items.get(random.nextInt(items.size()));
                String feed = List.of("f1", "search:x", "share:x", "push:1").get(random.nextInt(4));
                events.add(event("s" + j, type, item, feed));
                if (!type.equals("impression") && !feed.startsWith("push:")) {
                    expected.add(
                            i + " " + item + " " + (feed.equals("f1") ? "feed" : feed.substring(0, feed.length() - 2)));
                }
            }
            sendInPieces(resident, events, random);
        }
        Map<String, Integer> counts = new TreeMap<>();
        expected.forEach(one -> counts.merge(one.substring(one.lastIndexOf(' ') + 1), 1, Integer::sum));
        assertThat(byRoute(village)).as("seed %d", seed).isEqualTo(counts);
        JsonObject page = services(village);
        assertThat(page.getInteger("total")).as("seed %d", seed).isEqualTo(expected.size());
        Map<String, Integer> rows = new TreeMap<>();
        house.sql("select route, sum(people) from service where village = ? group by route", Long.valueOf(village))
                .forEach(row -> rows.put(row.getFirst(), Integer.valueOf(row.getLast())));
        assertThat(rows).as("seed %d", seed).isEqualTo(counts);
    }

    /** Each event once or twice, in any order, in requests of any size. */
    private static void sendInPieces(String resident, List<JsonObject> events, Random random) {
        List<JsonObject> all = new ArrayList<>(events);
        events.stream().filter(event -> random.nextInt(3) == 0).forEach(all::add);
        Collections.shuffle(all, random);
        while (!all.isEmpty()) {
            List<JsonObject> piece = all.subList(0, 1 + random.nextInt(Math.min(20, all.size())));
            send(resident, piece.toArray(JsonObject[]::new));
            piece.clear();
        }
    }

    private static JsonObject services(String village) {
        return house.get("/v1/village/services", house.staff(Role.DISSEMINATOR, village))
                .json();
    }

    private static Map<String, Integer> byRoute(String village) {
        Map<String, Integer> routes = new TreeMap<>();
        services(village)
                .getJsonObject("byRoute")
                .forEach(route -> routes.put(route.getKey(), (Integer) route.getValue()));
        return routes;
    }

    private static int receive(String resident, String publication, String state) {
        JsonObject body =
                new JsonObject().put("publications", List.of(publication)).put("state", state);
        return house.post("/v1/inbox/read", body, resident).status();
    }

    private static JsonObject event(String id, String type, @Nullable String item, @Nullable String feed) {
        JsonObject event = new JsonObject()
                .put("id", id)
                .put("type", type)
                .put("at", Instant.now().toString());
        if (item != null) {
            event.put("item", item);
        }
        return feed == null ? event : event.put("feed", feed);
    }

    private static void send(@Nullable String token, JsonObject... events) {
        House.Answer answer =
                house.post("/v1/events", new JsonObject().put("events", new JsonArray(List.of(events))), token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.json().getJsonArray("rejected")).isEmpty();
    }
}
