package kepu;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kepu.base.Beijing;
import kepu.people.Role;
import kepu.store.DatabaseAddress;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.Redis;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens on one node is in effect on the other. Each test has a village of its own. */
abstract class SeveralNodesContract {
    private static final int LOOKING_MILLIS = 250;
    private static final String CITY = "/v1/me/push/unsubscribed/senders/5109";

    abstract House here();

    abstract House there();

    String village() {
        return here().village();
    }

    @Test
    void anItemThatIsWithdrawnHereIsGoneThere() {
        String token = here().resident(village());
        String item = feed(there(), token).getFirst();
        assertThat(there().get("/v1/items/" + item, token).status()).isEqualTo(200);
        String reviewer = here().staff(Role.REVIEWER, "0");
        assertThat(here().post(
                                "/v1/library/items/" + item + "/withdraw",
                                new JsonObject().put("reason", "数据有误"),
                                reviewer)
                        .status())
                .isEqualTo(204);
        assertThat(feed(here(), token)).as("at once here").doesNotContain(item);
        eventually("it leaves the feed", () -> !feed(there(), token).contains(item));
        Refusal.of(there().get("/v1/items/" + item, token), 404, "item-withdrawn");
    }

    @Test
    void whatAResidentTellsOneNodeTheFeedOfTheOtherKnows() {
        String token = here().resident(village());
        String item = feed(there(), token).getFirst();
        JsonObject event = new JsonObject()
                .put("id", "away-" + item)
                .put("item", item)
                .put("type", "not_interested")
                .put("at", Instant.now().toString());
        House.Answer told =
                here().post("/v1/events", new JsonObject().put("events", new JsonArray(List.of(event))), token);
        assertThat(told.status()).as(told.text()).isEqualTo(202);
        assertThat(feed(here(), token)).as("at once here").doesNotContain(item);
        eventually("it leaves the feed", () -> !feed(there(), token).contains(item));
        House.Answer again =
                there().post("/v1/events", new JsonObject().put("events", new JsonArray(List.of(event))), token);
        assertThat(again.json().getInteger("duplicates")).isEqualTo(1);
    }

    @Test
    void aChildOfWhomNothingIsKeptHereIsForgottenThere() {
        String token = here().resident(village());
        String item = forChildren(there(), token).getFirst();
        JsonObject event = new JsonObject()
                .put("id", "held-" + item)
                .put("item", item)
                .put("type", "not_interested")
                .put("at", Instant.now().toString());
        there().post("/v1/events", new JsonObject().put("events", new JsonArray(List.of(event))), token);
        assertThat(forChildren(there(), token)).as("at once there").doesNotContain(item);
        JsonObject child = new JsonObject().put("birthYear", Beijing.year(Instant.now()) - 9);
        assertThat(here().send("PATCH", "/v1/me", child, token).status()).isEqualTo(200);
        eventually("it is as if never said", () -> forChildren(there(), token).contains(item));
    }

    private static List<String> forChildren(House house, String token) {
        return house.get("/v1/feed?readers=children&size=50", token).json().getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    @Test
    void aFeedThatBeganHereCanBeTurnedThere() {
        String token = here().resident(village());
        JsonObject first = here().get("/v1/feed?size=8", token).json();
        House.Answer turned = there().get("/v1/feed?size=8&cursor=" + first.getString("next"), token);
        assertThat(turned.status()).as(turned.text()).isEqualTo(200);
        assertThat(turned.json().getJsonArray("items")).hasSize(8);
        House.Answer on = here().get("/v1/feed?size=8&cursor=" + turned.json().getString("next"), token);
        assertThat(on.status()).as(on.text()).isEqualTo(200);
    }

    @Test
    void whatIsReadHereIsReadThere() {
        String village = village();
        String token = here().resident(village);
        Desk desk = new Desk(here(), here().staff(Role.OPERATOR, "5109"));
        List<String> pushed =
                desk.publications(Desk.region(village), feed(here(), token).getFirst());
        eventually("it is there", () -> unread(there(), token) == 1);
        JsonObject receipt = new JsonObject().put("publications", new JsonArray(pushed));
        assertThat(here().post("/v1/inbox/read", receipt, token).status()).isEqualTo(200);
        assertThat(unread(here(), token)).as("at once here").isZero();
        eventually("it is read there", () -> unread(there(), token) == 0);
    }

    private static int unread(House house, String token) {
        return house.get("/v1/inbox", token).json().getInteger("unread");
    }

    @Test
    void aPushOfEachNodeReachesTheLinesAndInboxesOfBothOnceAndInOrder() {
        String village = village();
        String token = here().resident(village);
        Desk desk = new Desk(here(), here().staff(Role.OPERATOR, "5109"));
        Desk other = new Desk(there(), there().staff(Role.OPERATOR, "5109"));
        try (LiveStream line = LiveStream.open(here(), token, null);
                LiveStream far = LiveStream.open(there(), token, null)) {
            line.next("hello");
            far.next("hello");
            List<String> pushed = new ArrayList<>();
            String last = "";
            for (String item : feed(here(), token).subList(0, 4)) {
                Desk next = pushed.size() % 2 == 0 ? desk : other;
                JsonObject campaign = next.published(Desk.region(village), item);
                pushed.addAll(Desk.texts(campaign.getJsonArray("publications")));
                last = campaign.getString("id");
            }
            for (String id : pushed) {
                assertThat(line.next("publication").id()).isEqualTo(id);
                assertThat(far.next("publication").id()).isEqualTo(id);
            }
            assertThat(Desk.inbox(here(), token)).isEqualTo(pushed.reversed());
            assertThat(Desk.inbox(there(), token)).isEqualTo(pushed.reversed());
            desk.withdrawn(last);
            line.next("cancel");
            far.next("cancel");
            assertThat(Desk.inbox(there(), token))
                    .isEqualTo(pushed.subList(0, 3).reversed());
        }
    }

    @Test
    void whoWasToldHereGoesOnThereWhereTheyStoodThoughItIsBehind() {
        String village = village();
        String token = here().resident(village);
        Desk desk = new Desk(here(), here().staff(Role.OPERATOR, "5109"));
        for (String item : feed(here(), token).subList(0, 6)) {
            String publication = desk.publications(Desk.region(village), item).getFirst();
            assertThat(there().post(
                                    "/v1/inbox/read",
                                    new JsonObject().put("publications", new JsonArray(List.of(publication))),
                                    token)
                            .json()
                            .getInteger("recorded"))
                    .isEqualTo(1);
        }
        for (String item : feed(here(), token).subList(6, 12)) {
            String publication = desk.publications(Desk.region(village), item).getFirst();
            try (LiveStream line = LiveStream.open(there(), token, publication)) {
                assertThat(line.next("hello").data().getBoolean("resumed")).isTrue();
                assertThat(line.told()).isEmpty();
            }
        }
    }

    @Test
    void aProfileThatIsChangedHereIsTheOneThere() {
        String old = village();
        String fresh = village();
        String token = here().resident(old);
        assertThat(home(there(), token)).isEqualTo(old);
        send(
                "PATCH",
                "/v1/me",
                new JsonObject().put("village", fresh).put("groups", new JsonArray(List.of("elder"))),
                token);
        eventually(
                "they moved",
                () -> home(there(), token).equals(fresh)
                        && me(there(), token).getJsonArray("groups").contains("elder"));
        assertThat(me(there(), token).getBoolean("personalised")).isTrue();
        send("PUT", "/v1/me/personalisation", new JsonObject().put("on", false), token);
        eventually("they are not profiled", () -> !me(there(), token).getBoolean("personalised"));
    }

    @Test
    void whatIsWishedOfPushesHereHoldsThere() {
        String village = village();
        String token = here().resident(village);
        Desk unwanted = new Desk(there(), there().staff(Role.OPERATOR, "5109"));
        Desk wanted = new Desk(there(), there().staff(Role.OPERATOR, village.substring(0, 6)));
        List<String> items = feed(here(), token);
        try (LiveStream line = LiveStream.open(there(), token, null)) {
            line.next("hello");
            send("PUT", CITY, null, token);
            eventually("it holds", () -> isUnsubscribed(there(), token));
            unwanted.published(Desk.region(village), items.getFirst());
            String publication =
                    wanted.publications(Desk.region(village), items.getLast()).getFirst();
            assertThat(line.next("publication").id()).isEqualTo(publication);
            assertThat(Desk.inbox(there(), token)).containsExactly(publication);
        }
        send("DELETE", CITY, null, token);
        eventually("it holds no more", () -> !isUnsubscribed(there(), token));
    }

    @Test
    void aWishThatIsCommittedLateHoldsOnBothNodes() throws SQLException {
        String token = here().resident(village());
        String other = here().resident(village());
        long resident = Long.parseLong(me(here(), token).getString("id"));
        DatabaseAddress at = here().address();
        try (Connection late = DriverManager.getConnection(at.jdbcUrl(), at.user(), at.password());
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("insert into push_settings (resident, senders, changed_at) values (" + resident
                    + ", '{\"5109\": \"2026-01-01T00:00:00Z\"}', now() - interval '1 hour')");
            send("PUT", CITY, null, other);
            eventually("a later one holds", () -> isUnsubscribed(there(), other));
            assertThat(isUnsubscribed(there(), token)).isFalse();
            late.commit();
        }
        // a change by the node is what the others are hinted at by
        send("DELETE", CITY, null, other);
        eventually("it holds here", () -> isUnsubscribed(here(), token));
        eventually("it holds there", () -> isUnsubscribed(there(), token));
    }

    @Test
    void whoComesHereAndAsksThereAtOnceIsCountedThere() {
        String village = village();
        Desk desk = new Desk(there(), there().staff(Role.OPERATOR, "5109"));
        for (int i = 0; i < 8; i++) {
            assertThat(home(there(), here().resident(village))).isEqualTo(village);
        }
        eventually("they are counted", () -> estimate(desk, village).equals(8));
    }

    @Test
    void residentsWhoComeAndGoHereAreCountedThere() {
        String village = village();
        Desk desk = new Desk(there(), there().staff(Role.OPERATOR, "5109"));
        List<String> people =
                Stream.generate(() -> here().resident(village)).limit(8).toList();
        eventually("they are counted", () -> estimate(desk, village).equals(8));
        assertThat(home(there(), people.getFirst())).isEqualTo(village);
        send("DELETE", "/v1/me", null, people.getFirst());
        eventually("one is gone", () -> estimate(desk, village).equals(7));
        eventually(
                "and not let in", () -> there().get("/v1/me", people.getFirst()).status() == 401);
    }

    @Test
    void aServiceThatAPushCountedHereIsKnownToTheAudiencesThere() {
        String village = village();
        List<String> people =
                Stream.generate(() -> here().resident(village)).limit(12).toList();
        Desk desk = new Desk(there(), there().staff(Role.OPERATOR, "5109"));
        JsonObject reached = new JsonObject()
                .put("all", List.of(Desk.region(village), new JsonObject().put("reached", new JsonObject())));
        eventually("they are counted", () -> estimate(desk, village).equals(12));
        eventually("the index answers", () -> indexed(there(), () -> residents(desk, reached)));
        assertThat(residents(desk, reached)).isZero();
        Desk sender = new Desk(here(), here().staff(Role.OPERATOR, "5109"));
        List<String> pushed = sender.publications(
                Desk.region(village), feed(here(), people.getFirst()).getFirst());
        JsonObject receipt = new JsonObject().put("publications", new JsonArray(pushed));
        for (String token : people.subList(0, 6)) {
            assertThat(here().post("/v1/inbox/read", receipt, token).status()).isEqualTo(200);
        }
        double asked = there().metric("kepu_audience_by_database_total");
        eventually("six are reached", () -> residents(desk, reached) == 6);
        assertThat(there().metric("kepu_audience_by_database_total"))
                .as("by the index")
                .isEqualTo(asked);
    }

    /** Whether a question was answered without the database. */
    private static boolean indexed(House house, Runnable question) {
        double before = house.metric("kepu_audience_by_database_total");
        question.run();
        return house.metric("kepu_audience_by_database_total") == before;
    }

    /** How many there are; -1 where they are too few to be told. */
    private static int residents(Desk desk, JsonObject audience) {
        Integer residents = desk.house()
                .post("/v1/audiences/estimate", new JsonObject().put("audience", audience), desk.token())
                .json()
                .getInteger("residents");
        return residents == null ? -1 : residents;
    }

    /** How many nodes each of the two counts who is connected to. */
    abstract int countedNodes();

    @Test
    void whoIsConnectedIsCountedOnceWhereverTheirLinesAre() {
        String village = village();
        List<String> people =
                Stream.generate(() -> here().resident(village)).limit(18).toList();
        List<LiveStream> lines = new ArrayList<>();
        try {
            people.subList(0, 7).forEach(token -> lines.add(LiveStream.open(here(), token, null)));
            people.subList(6, 12).forEach(token -> lines.add(LiveStream.open(there(), token, null)));
            lines.forEach(line -> line.next("hello"));
            for (House node : List.of(here(), there())) {
                int connected = countedNodes() == 2 ? 12 : node.equals(here()) ? 7 : 6;
                Desk desk = new Desk(node, node.staff(Role.OPERATOR, "5109"));
                eventually(
                        "all are told of",
                        () -> estimated(desk, village).equals("%d of 18 on %d".formatted(connected, countedNodes())));
                JsonObject today = node.get("/v1/village/today", node.staff(Role.DISSEMINATOR, village))
                        .json();
                assertThat(today.getInteger("connected")).isEqualTo(connected);
                assertThat(today.getInteger("connectedNodes")).isEqualTo(countedNodes());
            }
        } finally {
            lines.forEach(LiveStream::close);
        }
    }

    private static String estimated(Desk desk, String village) {
        JsonObject estimate = desk.house()
                .post("/v1/audiences/estimate", new JsonObject().put("audience", Desk.region(village)), desk.token())
                .json();
        return "%s of %s on %s"
                .formatted(
                        estimate.getValue("connected"),
                        estimate.getValue("residents"),
                        estimate.getValue("connectedNodes"));
    }

    @Test
    void aSessionThatEndsHereIsWorthNothingThere() {
        String token = here().resident(village());
        try (LiveStream line = LiveStream.open(there(), token, null)) {
            line.next("hello");
            send("DELETE", "/v1/sessions", null, token);
            eventually("the line ends", () -> line.ended().isDone());
        }
        Refusal.of(there().get("/v1/inbox", token), 401, "session-ended");
    }

    @Test
    void rulesThatAreSavedHereOrderFeedsThere() {
        String village = village();
        String token = here().resident(village);
        String item = feed(there(), token).getLast();
        String operator = here().staff(Role.OPERATOR, "5109");
        House.Answer saved = here().send(
                        "PUT",
                        "/v1/rules",
                        new JsonObject()
                                .put("scope", village)
                                .put("basedOn", 0)
                                .put("note", "放到最前面")
                                .put(
                                        "rules",
                                        new JsonArray(List.of(new JsonObject()
                                                .put("type", "pin")
                                                .put("region", village)
                                                .put("note", "镇里开会定的")
                                                .put("item", item)
                                                .put("place", 1)))),
                        operator);
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        eventually("it is the first", () -> feed(there(), token).getFirst().equals(item));
    }

    @Test
    void aBulletinThatIsPostedHereReachesTheLinesThereAndIsTakenBack() {
        String village = village();
        String token = here().resident(village);
        String operator = here().staff(Role.OPERATOR, "5109");
        try (LiveStream line = LiveStream.open(there(), token, null)) {
            line.next("hello");
            House.Answer posted = here().post("/v1/bulletins", bulletin(village), operator);
            assertThat(posted.status()).as(posted.text()).isEqualTo(201);
            String id = posted.json().getString("id");
            assertThat(line.next("bulletin").id()).isEqualTo(id);
            assertThat(there().get("/v1/feed", token)
                            .json()
                            .getJsonArray("bulletins")
                            .encode())
                    .contains(id);
            assertThat(here().post("/v1/bulletins/" + id + "/cancel", null, operator)
                            .status())
                    .isBetween(200, 201);
            assertThat(line.next("bulletin-cancel").id()).isEqualTo(id);
        }
    }

    private static JsonObject bulletin(String village) {
        return new JsonObject()
                .put("headline", "涪江水涨")
                .put("instruction", "不要过河")
                .put("regions", List.of(village))
                .put("severity", "orange")
                .put("until", Instant.now().plus(1, ChronoUnit.HOURS).toString());
    }

    private static Object estimate(Desk desk, String village) {
        Object residents = desk.house()
                .post("/v1/audiences/estimate", new JsonObject().put("audience", Desk.region(village)), desk.token())
                .json()
                .getValue("residents");
        return residents == null ? 0 : residents;
    }

    private void send(String method, String path, @Nullable JsonObject body, String token) {
        House.Answer answer = here().send(method, path, body, token);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    }

    static List<String> feed(House house, String token) {
        return house.get("/v1/feed?size=20", token).json().getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    private static String home(House house, String token) {
        return me(house, token).getJsonObject("region").getString("code");
    }

    private static boolean isUnsubscribed(House house, String token) {
        return me(house, token).getJsonObject("push").getJsonArray("senders").stream()
                .anyMatch(sender -> ((JsonObject) sender).getString("code").equals("5109"));
    }

    private static JsonObject me(House house, String token) {
        House.Answer answer = house.get("/v1/me", token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    static void connected(House house, int state) {
        eventually("connected " + state, () -> house.metric("kepu_bus_connected") == state);
    }

    /** A node that looks often for what others changed, of which nobody hints it. */
    static House looking() {
        return House.node().with("changes.pollMillis", LOOKING_MILLIS);
    }

    /** A node that has this Redis. */
    static House hinted(House house, Redis redis) {
        return house.with("redis.url", "redis://" + redis.address())
                .with("redis.beatMillis", 100)
                .with("redis.silenceMillis", 2_000);
    }
}
