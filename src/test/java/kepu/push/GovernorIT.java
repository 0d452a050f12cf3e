package kepu.push;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.ShiftedClock;
import kepu.testing.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limits that the program ships with: five a day, quiet from 21:30 to 07:30, an item by one campaign a week. Each test begins at ten. */
class GovernorIT {
    private static final LocalTime TEN = LocalTime.of(10, 0);
    private static final LocalTime NIGHT = LocalTime.of(22, 0);
    private static final LocalTime MORNING = LocalTime.of(7, 31);
    private static final ShiftedClock clock = new ShiftedClock();

    @RegisterExtension
    static final House house =
            new House().by(clock).governed().with("people.tokenMinutes", 1_440).with("push.resumeHours", 240);

    private String village;
    private String resident;
    private Desk operator;
    private List<String> items;

    @BeforeEach
    void people() {
        clock.forwardTo(TEN);
        village = house.village();
        resident = house.resident(village);
        operator = Desk.of(house, Role.OPERATOR, "5109");
        items = house.items(12);
    }

    @Test
    void whatGoesOutByNightComesInTheMorning() {
        clock.forwardTo(NIGHT);
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            String publication = publish(0);
            assertThat(inbox()).isEmpty();
            assertThat(receive(publication))
                    .as("what is held cannot be received")
                    .isZero();
            clock.forwardTo(MORNING);
            assertThat(line.next("publication").id()).isEqualTo(publication);
            JsonObject entry = entries().getJsonObject(0);
            assertThat(entry.getString("id")).isEqualTo(publication);
            assertThat(entry.getString("releasedAt")).contains("T07:30:00+08:00");
            assertThat(receive(publication)).isEqualTo(1);
        }
    }

    @Test
    void whatWaitedIsToldAsSentWhenItWas() {
        String late = house.resident(village, new JsonObject().put("groups", List.of("farmer")));
        house.send(
                "PUT",
                "/v1/me/push/quiet",
                new JsonObject().put("from", "00:00").put("until", "00:00"),
                late);
        clock.forwardTo(NIGHT);
        String campaign =
                operator.published(Desk.region(village), items.getFirst()).getString("id");
        assertThat(sentOverTime(campaign)).containsExactly(1);
        clock.forwardTo(MORNING);
        assertThat(sentOverTime(campaign)).containsExactly(1, 2);
    }

    private List<Integer> sentOverTime(String campaign) {
        return house
                .get("/v1/campaigns/" + campaign + "/receipts", operator.token())
                .json()
                .getJsonObject("standing")
                .getJsonArray("sentOverTime")
                .stream()
                .map(step -> ((JsonObject) step).getInteger("residents"))
                .toList();
    }

    @Test
    void severalOfANightAreOneDigest() {
        clock.forwardTo(NIGHT);
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            List<String> publications = List.of(publish(0), publish(1), publish(2));
            clock.forwardTo(MORNING);
            assertThat(ids(line.next("digest"))).isEqualTo(publications);
            assertThat(inbox()).isEqualTo(publications.reversed());
        }
    }

    @Test
    void whoComesBackIsToldOnceWhatWasReleasedMeanwhile() {
        String offset;
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            offset = line.next("hello").data().getString("offset");
        }
        clock.forwardTo(NIGHT);
        List<String> publications = List.of(publish(0), publish(1));
        try (LiveStream line = LiveStream.open(house, resident, offset)) {
            line.next("hello");
            assertThat(line.told()).isEmpty();
        }
        clock.forwardTo(MORNING);
        String place;
        try (LiveStream line = LiveStream.open(house, resident, offset)) {
            line.next("hello");
            Told digest = line.next("digest");
            assertThat(ids(digest)).isEqualTo(publications);
            place = digest.offset();
        }
        try (LiveStream line = LiveStream.open(house, resident, place)) {
            line.next("hello");
            String later = publish(2);
            assertThat(line.next("publication").id()).isEqualTo(later);
        }
    }

    @Test
    void theInboxSaysWhereTheLineGoesOnAfterARelease() {
        clock.forwardTo(NIGHT);
        publish(0);
        clock.forwardTo(MORNING);
        String place = house.get("/v1/inbox", resident).json().getString("offset");
        assertThat(inbox()).hasSize(1);
        try (LiveStream line = LiveStream.open(house, resident, place)) {
            assertThat(line.next("hello").data().getBoolean("resumed")).isTrue();
            String later = publish(1);
            assertThat(line.next("publication").id()).isEqualTo(later);
        }
    }

    @Test
    void theSixthOfADayComesTheNextMorning() {
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            for (int i = 0; i < 5; i++) {
                String publication = publish(i);
                assertThat(line.next("publication").id()).isEqualTo(publication);
            }
            String sixth = publish(5);
            assertThat(inbox()).hasSize(5).doesNotContain(sixth);
            clock.forwardTo(MORNING);
            assertThat(line.next("publication").id()).isEqualTo(sixth);
            assertThat(inbox()).hasSize(6).startsWith(sixth);
        }
    }

    @Test
    void twoCampaignsBringAnItemOnceAndTheSecondStepsInForTheFirst() {
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            JsonObject first = operator.published(Desk.region(village), items.getFirst());
            JsonObject second = operator.published(Desk.region(village), items.getFirst());
            String one = first.getJsonArray("publications").getString(0);
            String other = second.getJsonArray("publications").getString(0);
            assertThat(line.next("publication").id()).isEqualTo(one);
            assertThat(inbox()).containsExactly(one);
            assertThat(outcomes(second)).isEqualTo(new JsonObject().put("duplicate", 1));
            operator.withdrawn(first.getString("id"));
            assertThat(List.of(line.next().id(), line.next().id())).containsExactlyInAnyOrder(one, other);
            assertThat(inbox()).containsExactly(other);
            assertThat(outcomes(second)).isEqualTo(new JsonObject().put("sent", 1));
        }
    }

    @Test
    void whoUnsubscribesASenderGetsNothingMoreOfIt() {
        String before = publish(0);
        JsonObject settings = house.send("PUT", "/v1/me/push/unsubscribed/senders/5109", null, resident)
                .json();
        assertThat(settings.getJsonArray("senders").getJsonObject(0).getString("code"))
                .isEqualTo("5109");
        assertThat(house.get("/v1/me", resident).json().getJsonObject("push")).isEqualTo(settings);
        JsonObject campaign = operator.published(Desk.region(village), items.get(1));
        assertThat(inbox()).containsExactly(before);
        assertThat(outcomes(campaign)).isEqualTo(new JsonObject().put("unsubscribed_sender", 1));
        house.send("DELETE", "/v1/me/push/unsubscribed/senders/5109", null, resident);
        assertThat(house.get("/v1/me", resident).json().getJsonObject("push").getJsonArray("senders"))
                .isEmpty();
        assertThat(inbox()).hasSize(2);
    }

    @Test
    void whoUnsubscribesATopicGetsNothingMoreOfIt() {
        String topic = entry(items.getFirst()).getString("topic");
        assertThat(house.send("PUT", "/v1/me/push/unsubscribed/topics/" + topic, null, resident)
                        .status())
                .isEqualTo(200);
        publish(0);
        assertThat(inbox()).isEmpty();
        assertThat(house.send("PUT", "/v1/me/push/unsubscribed/topics/nothing", null, resident)
                        .problem())
                .isEqualTo("topic-missing");
    }

    @Test
    void ownQuietHoursDecideAndEndAtOnceWhenTheyAreGivenUp() {
        JsonObject hours = new JsonObject().put("from", "09:00").put("until", "12:00");
        assertThat(house.send("PUT", "/v1/me/push/quiet", hours, resident)
                        .json()
                        .getJsonObject("quiet"))
                .isEqualTo(hours.copy().put("own", true));
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            String publication = publish(0);
            assertThat(inbox()).isEmpty();
            house.send("DELETE", "/v1/me/push/quiet", null, resident);
            assertThat(line.next("publication").id()).isEqualTo(publication);
            assertThat(inbox()).containsExactly(publication);
        }
        assertThat(house.get("/v1/me", resident).json().getJsonObject("push").getJsonObject("quiet"))
                .isEqualTo(
                        new JsonObject().put("own", false).put("from", "21:30").put("until", "07:30"));
    }

    @Test
    void whatIsPausedWhilePeopleWaitForItComesWhenItGoesOn() {
        clock.forwardTo(NIGHT);
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            JsonObject campaign = operator.published(Desk.region(village), items.getFirst());
            String id = campaign.getString("id");
            assertThat(operator.stepped(id, "pause").getString("state")).isEqualTo("paused");
            clock.forwardTo(MORNING);
            String other = publish(1);
            assertThat(line.next("publication").id()).isEqualTo(other);
            assertThat(inbox()).containsExactly(other);
            assertThat(outcomes(campaign)).isEqualTo(new JsonObject().put("paused", 1));
            assertThat(operator.stepped(id, "resume").getString("state")).isEqualTo("running");
            assertThat(line.next("publication").id())
                    .isEqualTo(campaign.getJsonArray("publications").getString(0));
        }
    }

    @Test
    void cancellingStopsWhatIsHeldAndLeavesWhatCame() {
        String neighbour = house.resident(village);
        house.send(
                "PUT",
                "/v1/me/push/quiet",
                new JsonObject().put("from", "00:00").put("until", "00:00"),
                neighbour);
        clock.forwardTo(NIGHT);
        JsonObject campaign = operator.published(Desk.region(village), items.getFirst());
        assertThat(Desk.inbox(house, neighbour)).hasSize(1);
        assertThat(operator.stepped(campaign.getString("id"), "cancel").getString("state"))
                .isEqualTo("cancelled");
        clock.forwardTo(MORNING);
        assertThat(inbox()).isEmpty();
        assertThat(Desk.inbox(house, neighbour)).hasSize(1);
        operator.withdrawn(campaign.getString("id"));
        assertThat(Desk.inbox(house, neighbour)).isEmpty();
    }

    @Test
    void whatIsHeldAndExpiresIsCountedAndNeverComes() {
        clock.forwardTo(NIGHT);
        JsonObject draft = Desk.draft(Desk.region(village), items.getFirst())
                .put("expiresAt", clock.instant().plusSeconds(3_600).toString());
        String id = operator.create(draft).json().getString("id");
        operator.stepped(id, "submit");
        clock.forwardTo(MORNING);
        eventually("it is over", () -> operator.find(id).getString("state").equals("done"));
        assertThat(inbox()).isEmpty();
        assertThat(outcomes(operator.find(id))).isEqualTo(new JsonObject().put("expired", 1));
    }

    @Test
    void whatAPersonHasIsTheSameAfterARestart() throws Exception {
        for (int i = 0; i < 7; i++) {
            publish(i);
        }
        house.send("PUT", "/v1/me/push/unsubscribed/topics/fire", null, resident);
        List<String> before = inbox();
        JsonObject settings = house.get("/v1/me", resident).json().getJsonObject("push");
        house.restart();
        assertThat(inbox()).isEqualTo(before).hasSize(5);
        assertThat(house.get("/v1/me", resident).json().getJsonObject("push")).isEqualTo(settings);
    }

    @Test
    void aBulletinComesByNightAndToWhomEverythingIsTooMuch() {
        for (String sender : List.of("5109", village)) {
            house.send("PUT", "/v1/me/push/unsubscribed/senders/" + sender, null, resident);
        }
        clock.forwardTo(NIGHT);
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            publish(0);
            JsonObject form = new JsonObject()
                    .put("headline", "涪江涨水")
                    .put("regions", List.of(village))
                    .put("severity", "red")
                    .put("instruction", "请往高处走")
                    .put(
                            "until",
                            DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(clock.instant()
                                    .plusSeconds(3_600)
                                    .truncatedTo(ChronoUnit.SECONDS)
                                    .atOffset(ZoneOffset.UTC)));
            House.Answer posted = house.post("/v1/bulletins", form, operator.token());
            assertThat(posted.status()).as(posted.text()).isEqualTo(201);
            assertThat(line.next().event()).isEqualTo("bulletin");
            JsonObject inbox = house.get("/v1/inbox", resident).json();
            assertThat(inbox.getJsonArray("bulletins")).hasSize(1);
            assertThat(inbox.getJsonArray("publications")).isEmpty();
        }
    }

    @Test
    void whatIsSaidToWhomIsConnectedIsCountedByItsReason() {
        String topic = entry(items.get(1)).getString("topic");
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            double sent = said("sent");
            assertThat(publish(0)).isEqualTo(line.next("publication").id());
            eventually("sent", () -> said("sent") - sent == 1);
            double duplicate = said("duplicate");
            publish(0);
            eventually("a duplicate", () -> said("duplicate") - duplicate == 1);
            house.send("PUT", "/v1/me/push/unsubscribed/topics/" + topic, null, resident);
            double unsubscribed = said("unsubscribed_topic");
            publish(1);
            eventually("unsubscribed", () -> said("unsubscribed_topic") - unsubscribed == 1);
            double quiet = said("quiet");
            house.send("DELETE", "/v1/me/push/unsubscribed/topics/" + topic, null, resident);
            clock.forwardTo(NIGHT);
            double released = house.metric("kepu_governor_released_total");
            publish(2);
            eventually("held by night", () -> said("quiet") - quiet == 1);
            clock.forwardTo(MORNING);
            eventually("released", () -> house.metric("kepu_governor_released_total") - released >= 1);
        }
    }

    private static double said(String outcome) {
        return house.metric("kepu_governor_outcomes_total{outcome=\"" + outcome + "\"}");
    }

    private String publish(int item) {
        return operator.publications(Desk.region(village), items.get(item)).getFirst();
    }

    private List<String> inbox() {
        return Desk.inbox(house, resident);
    }

    private JsonArray entries() {
        return house.get("/v1/inbox", resident).json().getJsonArray("publications");
    }

    private int receive(String publication) {
        return house.post("/v1/inbox/read", new JsonObject().put("publications", List.of(publication)), resident)
                .json()
                .getInteger("recorded");
    }

    private JsonObject outcomes(JsonObject campaign) {
        return house.get("/v1/campaigns/" + campaign.getString("id") + "/receipts", operator.token())
                .json()
                .getJsonObject("standing")
                .getJsonObject("outcomes");
    }

    private static JsonObject entry(String item) {
        return house.get("/v1/items/" + item, null).json();
    }

    private static List<String> ids(Told digest) {
        return digest.data().getJsonArray("publications").stream()
                .map(entry -> ((JsonObject) entry).getString("id"))
                .toList();
    }
}
