package kepu.activity;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import kepu.base.Beijing;
import kepu.base.Cursor;
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

    @Test
    void whoeverAnItemReachedOnADayByARouteAreOneLineWithTheirNumber() {
        String village = "510903100220";
        Instant day = noon(2);
        for (String resident : List.of(settled(village), settled(village), settled(village))) {
            send(resident, event("a", "open", items.get(0), "f1", day), event("b", "open", items.get(1), "f1", day));
        }
        String alone = settled(village);
        send(alone, event("a", "open", items.get(0), "search:雷电", day));
        send(alone, event("b", "open", items.get(0), "f1", noon(1)));
        JsonArray lines = services(village).getJsonArray("services");
        assertThat(lines.stream().map(line -> line((JsonObject) line)))
                .containsExactlyInAnyOrder(
                        items.get(0) + " feed 3 " + Beijing.day(day),
                        items.get(1) + " feed 3 " + Beijing.day(day),
                        items.get(0) + " search 1 " + Beijing.day(day),
                        items.get(0) + " feed 1 " + Beijing.day(noon(1)));
        assertThat(lines.getJsonObject(0).getString("day"))
                .as("the latest day first")
                .isEqualTo(Beijing.day(noon(1)).toString());
        lines.forEach(line -> assertThat(((JsonObject) line).fieldNames())
                .as("nothing that tells who")
                .containsExactlyInAnyOrder("id", "item", "title", "route", "day", "people"));
        assertThat(house.send("DELETE", "/v1/me", null, alone).status()).isEqualTo(204);
        assertThat(services(village).getJsonArray("services"))
                .as("not even who erased themself")
                .isEqualTo(lines);
    }

    @Test
    void thePagesOfTheRecordHoldStillWhileItGrows() {
        String village = "510903100223";
        String disseminator = house.staff(Role.DISSEMINATOR, village);
        String first = settled(village);
        for (int i = 0; i < 3; i++) {
            send(first, event("o" + i, "open", items.get(i), "f1", noon(2)));
            send(first, event("y" + i, "open", items.get(i + 3), "f1", noon(1)));
            record(disseminator, noon(2), i + 1);
            record(disseminator, noon(2), i + 1);
        }
        List<String> before = ids(pages(disseminator, 100, () -> {}));
        assertThat(before).hasSize(12).doesNotHaveDuplicates();
        List<JsonObject> seen = pages(disseminator, 2, () -> {
            String another = settled(village);
            for (int i = 0; i < 3; i++) {
                send(another, event("o" + i, "open", items.get(i), "f1", noon(2)));
                send(another, event("y" + i, "open", items.get(i + 3), "f1", noon(1)));
                send(another, event("n" + i, "open", items.get(i), "f1", noon(0)));
            }
        });
        assertThat(ids(seen)).isEqualTo(before);
    }

    @Test
    void aCursorThatIsNotOursIsRefused() {
        String disseminator = house.staff(Role.DISSEMINATOR, "510903100208");
        for (String mark : List.of("12", "x", "2026-02-30 1", "2026-03-12 ", "2026-03-12 99999999999999999999")) {
            House.Answer answer = house.get("/v1/village/services?cursor=" + Cursor.of(mark), disseminator);
            assertThat(answer.status()).as(mark).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("cursor-invalid");
        }
    }

    /** The lines of all pages; {@code between} happens after each. */
    private static List<JsonObject> pages(String disseminator, int size, Runnable between) {
        List<JsonObject> lines = new ArrayList<>();
        String next = null;
        do {
            JsonObject page = house.get(
                            "/v1/village/services?size=" + size + (next == null ? "" : "&cursor=" + next), disseminator)
                    .json();
            page.getJsonArray("services").forEach(line -> lines.add((JsonObject) line));
            next = page.getString("next");
            between.run();
        } while (next != null);
        return lines;
    }

    private static List<String> ids(List<JsonObject> lines) {
        return lines.stream().map(line -> line.getString("id")).toList();
    }

    private static String line(JsonObject line) {
        return line.getString("item") + " " + line.getString("route") + " " + line.getInteger("people") + " "
                + line.getString("day");
    }

    private static void record(String disseminator, Instant at, int people) {
        JsonObject body = new JsonObject()
                .put("item", items.getFirst())
                .put("people", people)
                .put("at", at.toString());
        assertThat(house.post("/v1/village/services", body, disseminator).status())
                .isEqualTo(201);
    }

    /** A resident who has been here for weeks. */
    private static String settled(String village) {
        String token = house.resident(village);
        house.sql(
                "update resident set consent_at = now() - interval '20 days' where village = ?", Long.valueOf(village));
        // what another hand changes in the database is taken in within a second
        eventually("they consented weeks ago", () -> consentAt(token).isBefore(noon(1)));
        return token;
    }

    private static Instant consentAt(String token) {
        return Instant.parse(
                house.get("/v1/me", token).json().getJsonObject("consent").getString("at"));
    }

    /** Far from midnight, or, for today, a moment ago. */
    private static Instant noon(int daysAgo) {
        Instant now = Instant.now();
        return daysAgo == 0
                ? now
                : Beijing.day(now).minusDays(daysAgo).atTime(4, 0).toInstant(ZoneOffset.UTC);
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
        return event(id, type, item, feed, Instant.now());
    }

    private static JsonObject event(String id, String type, @Nullable String item, @Nullable String feed, Instant at) {
        JsonObject event = new JsonObject().put("id", id).put("type", type).put("at", at.toString());
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
