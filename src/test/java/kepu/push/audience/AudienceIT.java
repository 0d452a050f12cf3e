package kepu.push.audience;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import kepu.base.Beijing;
import kepu.base.FewPeople;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AudienceIT {
    private static final String VILLAGE = "510904001003";
    private static final int RESIDENTS = 16;
    private static final int CONNECTED = 6;

    @RegisterExtension
    static final House house = new House();

    private static final List<String> elders = new ArrayList<>();
    private static String operator;

    @BeforeAll
    static void settle() {
        operator = house.staff(Role.OPERATOR, "0");
        for (int i = 0; i < RESIDENTS; i++) {
            boolean elder = i < RESIDENTS - 5;
            String token = house.resident(VILLAGE, new JsonObject().put("groups", List.of(elder ? "elder" : "farmer")));
            if (elder) {
                elders.add(token);
            }
        }
        ready();
    }

    /** From now on the index answers. */
    private static void ready() {
        eventually("the audience index is laid", () -> house.metric("kepu_audience_residents") > 0);
    }

    @Test
    void theIndexAnswersAndNotTheDatabase() {
        double before = house.metric("kepu_audience_by_database_total");
        JsonObject estimate = estimate(Desk.region(VILLAGE));
        assertThat(estimate.getInteger("residents")).isEqualTo(RESIDENTS);
        assertThat(house.metric("kepu_audience_by_database_total")).isEqualTo(before);
    }

    @Test
    void smallNumbersAreNotTold() {
        String hamlet = "510904001006";
        for (int i = 0; i < 3; i++) {
            house.resident(hamlet, new JsonObject().put("groups", List.of("gig")));
        }
        JsonObject few = estimate(Desk.region(hamlet));
        assertThat(few.getValue("residents")).isNull();
        assertThat(few.getValue("connected")).isNull();
        assertThat(few.getJsonArray("byRegion")).isEmpty();
        assertThat(few.getJsonArray("byGroup")).isEmpty();
        JsonObject around = estimate(Desk.region(hamlet, VILLAGE));
        assertThat(around.getInteger("residents")).isEqualTo(RESIDENTS + 3);
        assertThat(around.getJsonArray("byRegion")).isEmpty();
        assertThat(around.getInteger("elsewhere")).isEqualTo(RESIDENTS + 3);
        assertThat(around.getJsonArray("byGroup").encode()).contains("elder").doesNotContain("gig");
    }

    @Test
    void anEstimateTellsHowManyAreConnectedNow() {
        JsonObject audience = new JsonObject()
                .put("all", List.of(Desk.region(VILLAGE), new JsonObject().put("group", List.of("elder"))));
        assertThat(estimate(audience).getInteger("connected")).isZero();
        List<LiveStream> lines = new ArrayList<>();
        try {
            elders.subList(0, CONNECTED).forEach(token -> {
                for (int device = 0; device < 2; device++) {
                    LiveStream line = LiveStream.open(house, token, null);
                    lines.add(line);
                    line.next("hello");
                }
                if (lines.size() == 2 * (FewPeople.FEWEST - 1)) {
                    assertThat(estimate(audience).getValue("connected")).isNull();
                }
            });
            assertThat(estimate(audience).getInteger("connected")).isEqualTo(CONNECTED);
            assertThat(estimate(new JsonObject().put("not", audience)).getInteger("connected"))
                    .isZero();
        } finally {
            lines.forEach(LiveStream::close);
        }
    }

    @Test
    void theIndexFollowsWhatResidentsTellAndDo() {
        String village = "510904001004";
        JsonObject here = Desk.region(village);
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            people.add(house.resident(village, new JsonObject().put("occupation", "养蜂人")));
        }
        assertThat(estimate(here).getInteger("residents")).isEqualTo(8);
        JsonObject keepers = all(here, new JsonObject().put("occupation", List.of("养蜂人")));
        assertThat(estimate(keepers).getInteger("residents")).isEqualTo(8);
        house.send("PATCH", "/v1/me", new JsonObject().put("occupation", "教师"), people.get(7));
        assertThat(estimate(keepers).getInteger("residents")).isEqualTo(7);
        house.send("PATCH", "/v1/me", new JsonObject().put("village", "510903100208"), people.get(6));
        assertThat(estimate(keepers).getInteger("residents")).isEqualTo(6);
        house.send("DELETE", "/v1/me", null, people.get(5));
        assertThat(estimate(keepers).getInteger("residents")).isEqualTo(5);
        assertThat(estimate(here).getInteger("residents")).isEqualTo(6);
    }

    @Test
    void audiencesAskWhomSomethingReachedAndWhoOpenedWhat() {
        String village = "510904001005";
        JsonObject here = Desk.region(village);
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            people.add(house.resident(village));
        }
        String item = house.items(1).getFirst();
        String today = Beijing.day(Instant.now()).toString();
        JsonObject reached = all(here, new JsonObject().put("reached", new JsonObject().put("since", today)));
        JsonObject opened = all(here, new JsonObject().put("opened", new JsonObject().put("item", item)));
        JsonObject unreached = all(
                here,
                new JsonObject().put("not", new JsonObject().put("reached", new JsonObject().put("since", today))));
        assertThat(estimate(unreached).getInteger("residents")).isEqualTo(11);
        assertThat(estimate(opened).getInteger("residents")).isZero();
        people.subList(0, 6).forEach(token -> open(item, token));
        eventually("six are reached", () -> estimate(reached).getInteger("residents") == 6);
        eventually("six opened it", () -> estimate(opened).getInteger("residents") == 6);
        assertThat(estimate(unreached).getInteger("residents")).isEqualTo(5);
        new Desk(house, operator).published(here, item);
        String publication = Desk.inbox(house, people.get(6)).getFirst();
        house.post("/v1/inbox/read", new JsonObject().put("publications", List.of(publication)), people.get(6));
        eventually("seven are reached", () -> estimate(reached).getInteger("residents") == 7);
        assertThat(estimate(all(here, new JsonObject().put("opened", new JsonObject().put("item", "no-such-item"))))
                        .getInteger("residents"))
                .isZero();
    }

    @Test
    void aCampaignForTheUnreachedStaysWithThoseWhoWereUnreachedWhenItWentOut() throws Exception {
        String village = "510904001007";
        String item = house.items(1).getFirst();
        String reached = house.resident(village);
        String unreached = house.resident(village);
        open(item, reached);
        JsonObject audience = all(
                Desk.region(village), new JsonObject().put("not", new JsonObject().put("reached", new JsonObject())));
        JsonObject opened =
                all(Desk.region(village), new JsonObject().put("opened", new JsonObject().put("item", item)));
        eventually("the opening counts", () -> reach(opened, item) == 1);
        JsonObject campaign = new Desk(house, operator).published(audience, item);
        List<String> publications = Desk.texts(campaign.getJsonArray("publications"));
        String late = house.resident(village);
        for (int start = 0; start < 2; start++) {
            assertThat(Desk.inbox(house, unreached)).isEqualTo(publications);
            assertThat(Desk.inbox(house, reached)).isEmpty();
            assertThat(Desk.inbox(house, late)).isEmpty();
            house.post("/v1/inbox/read", new JsonObject().put("publications", publications), unreached);
            assertThat(Desk.inbox(house, unreached)).as("read, and still there").isEqualTo(publications);
            JsonObject standing = house.get("/v1/campaigns/" + campaign.getString("id") + "/receipts", operator)
                    .json()
                    .getJsonObject("standing");
            assertThat(standing.getInteger("audience")).isEqualTo(1);
            assertThat(standing.getJsonObject("outcomes")).isEqualTo(new JsonObject().put("sent", 1));
            house.restart();
            ready();
        }
    }

    private static int reach(JsonObject audience, String item) {
        return new Desk(house, operator).drafted(audience, item).getInteger("reach");
    }

    private static void open(String item, String token) {
        JsonObject event = new JsonObject()
                .put("id", "o-" + item)
                .put("type", "open")
                .put("item", item)
                .put("at", Instant.now().toString());
        assertThat(house.post("/v1/events", new JsonObject().put("events", List.of(event)), token)
                        .status())
                .isEqualTo(202);
    }

    private static JsonObject all(JsonObject... parts) {
        return new JsonObject().put("all", List.of(parts));
    }

    @Test
    void anEstimateStaysInTheScope() {
        String county = house.staff(Role.OPERATOR, "510903");
        assertThat(post(Desk.region("510903100"), county).status()).isEqualTo(200);
        for (JsonObject outside : List.of(
                Desk.region("510904"),
                Desk.region("5109"),
                Desk.region("510903100", "510904001001"),
                new JsonObject("{\"group\":[\"elder\"]}"),
                new JsonObject("{\"not\":{\"region\":[\"510903\"]}}"),
                new JsonObject("{\"any\":[{\"region\":[\"510903\"]},{\"group\":[\"elder\"]}]}"))) {
            House.Answer answer = post(outside, county);
            assertThat(answer.status()).as(outside.encode()).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo("outside-scope");
        }
    }

    @Test
    void estimatesAreForStaff() {
        assertThat(post(Desk.region("510903100208"), null).status()).isEqualTo(401);
        assertThat(post(Desk.region("510903100208"), house.resident("510903100208"))
                        .status())
                .isEqualTo(403);
        assertThat(post(Desk.region("510903100208"), house.staff(Role.EDITOR, "0"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void faultsComeBackWithTheirPointers() {
        assertThat(faults("{\"audience\":{\"all\":[{\"group\":[\"elder\"]},{\"group\":[\"nobody\"]}]}}"))
                .containsExactly("/audience/all/1/group/0");
        assertThat(faults("{\"audience\":{\"age\":{\"from\":1.5}}}")).containsExactly("/audience/age/from");
        assertThat(faults("{\"audience\":{\"age\":{\"from\":-1}}}")).containsExactly("/audience/age/from");
        assertThat(faults("{\"audience\":{\"not\":{\"region\":[]}}}")).containsExactly("/audience/not/region");
        assertThat(faults("{}")).isNotEmpty();
        assertThat(faults("{\"audience\":[]}")).containsExactly("/audience");
    }

    @Test
    void theLargestExpressionIsAnsweredOrRefusedButNoFault() {
        JsonArray parts = new JsonArray();
        for (int outer = 0; outer < 9; outer++) {
            JsonArray inner = new JsonArray();
            for (int i = 0; i < 20; i++) {
                inner.add(new JsonObject()
                        .put(
                                "region",
                                IntStream.range(0, 500)
                                        .mapToObj("%04d"::formatted)
                                        .toList()));
            }
            parts.add(new JsonObject().put("any", inner));
        }
        House.Answer answer = post(new JsonObject().put("any", parts), operator);
        assertThat(answer.status()).as(answer.text()).isIn(200, 400);
    }

    private static House.Answer post(JsonObject audience, @Nullable String token) {
        return house.post("/v1/audiences/estimate", new JsonObject().put("audience", audience), token);
    }

    private static JsonObject estimate(JsonObject audience) {
        House.Answer answer = post(audience, operator);
        assertThat(answer.status()).as("%s: %s", audience, answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> faults(String body) {
        House.Answer answer = house.post("/v1/audiences/estimate", body, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.json().getJsonArray("faults").stream()
                .map(fault -> ((JsonObject) fault).getString("pointer"))
                .toList();
    }
}
