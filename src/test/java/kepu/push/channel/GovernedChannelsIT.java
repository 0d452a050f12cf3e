package kepu.push.channel;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.ShiftedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Outside channels keep to the limits that the program ships with; whatever does not go is counted by its reason. Each test begins at ten. */
class GovernedChannelsIT {
    private static final LocalTime NIGHT = LocalTime.of(22, 0);
    private static final LocalTime MORNING = LocalTime.of(7, 31);
    private static final ShiftedClock clock = new ShiftedClock();

    @RegisterExtension
    static final House house = new House()
            .by(clock)
            .governed()
            .with("people.tokenMinutes", 1_440)
            .with("channels.allowedNetworks", "127.0.0.0/8");

    private final Receiver receiver = new Receiver();
    private String village;
    private Desk operator;
    private List<String> items;

    @BeforeEach
    void begin() {
        clock.forwardTo(LocalTime.of(10, 0));
        house.sql("delete from channel_ledger");
        village = house.village();
        operator = Desk.of(house, Role.OPERATOR, "5109");
        items = house.items(8);
    }

    @AfterEach
    void end() {
        house.sql("update webhook set active = false");
        receiver.close();
    }

    @Test
    void byNightABrowserIsLeftAloneUntilTheMorning() {
        subscribed("/push/a");
        clock.forwardTo(NIGHT);
        operator.published(Desk.region(village), items.getFirst());
        eventually("it waits for the morning", () -> waiting("quiet") == 1);
        assertThat(receiver.got()).isEmpty();
        clock.forwardTo(MORNING);
        eventually("it rings", () -> receiver.got().size() == 1);
    }

    @Test
    void theSixthOfADayRingsTheNextMorning() {
        subscribed("/push/a");
        items.subList(0, 6).forEach(item -> operator.published(Desk.region(village), item));
        eventually("five ring and one waits", () -> receiver.got().size() == 5 && waiting("daily-cap") == 1);
        clock.forwardTo(MORNING);
        eventually("the sixth", () -> receiver.got().size() == 6);
    }

    @Test
    void whoUnsubscribedAndWhomAnotherCampaignToldIsNotRung() {
        String resident = subscribed("/push/a");
        operator.published(Desk.region(village), items.getFirst());
        eventually("the first rings", () -> receiver.got().size() == 1);
        operator.published(Desk.region(village), items.getFirst());
        eventually("the same again does not", () -> suppressed("duplicate") == 1);
        house.send("PUT", "/v1/me/push/unsubscribed/senders/5109", null, resident);
        operator.published(Desk.region(village), items.get(1));
        eventually("nor what is unsubscribed", () -> suppressed("unsubscribed-sender") == 1);
        assertThat(receiver.got()).hasSize(1);
        assertThat(house.count("select sum(count) from channel_ledger where outcome = 'tried'"))
                .as("nothing was tried in vain")
                .isEqualTo(1);
    }

    @Test
    void theHoldoutIsNotRung() {
        List<String> residents =
                IntStream.range(0, 12).mapToObj(i -> subscribed("/push/" + i)).toList();
        JsonObject draft = Desk.draft(Desk.region(village), items.getFirst()).put("holdoutPercent", 50);
        operator.stepped(operator.create(draft).json().getString("id"), "submit");
        Set<String> told = IntStream.range(0, 12)
                .filter(i -> !Desk.inbox(house, residents.get(i)).isEmpty())
                .mapToObj(i -> "/push/" + i)
                .collect(Collectors.toCollection(TreeSet::new));
        eventually(
                "each is rung or held out",
                () -> receiver.got().size() == told.size() && suppressed("holdout") == 12 - told.size());
        assertThat(receiver.got().stream().map(Receiver.Got::path)).containsExactlyInAnyOrderElementsOf(told);
    }

    @Test
    void whatIsCancelledWhileItWaitsDoesNotRing() {
        subscribed("/push/a");
        clock.forwardTo(NIGHT);
        JsonObject campaign = operator.published(Desk.region(village), items.getFirst());
        eventually("it waits", () -> waiting("quiet") == 1);
        operator.stepped(campaign.getString("id"), "cancel");
        clock.forwardTo(MORNING);
        eventually("it is over", () -> suppressed("cancelled") == 1);
        operator.published(Desk.region(village), items.get(1));
        eventually("another rings", () -> receiver.got().size() == 1);
        eventually(
                "nothing is looked at any more",
                () -> house.count("select count(*) from delivery where state = 'waiting'") == 0);
    }

    @Test
    void aPauseIsCountedOnceHoweverOftenItIsLookedAt() {
        double before = held("paused");
        subscribed("/push/a");
        clock.forwardTo(NIGHT);
        JsonObject campaign = operator.published(Desk.region(village), items.getFirst());
        eventually("it waits", () -> waiting("quiet") == 1);
        operator.stepped(campaign.getString("id"), "pause");
        clock.forwardTo(MORNING);
        eventually("it is held", () -> waiting("paused") == 1);
        for (int look = 0; look < 3; look++) {
            String due = house.sql("select due_at from delivery where reason = 'paused'")
                    .toString();
            clock.forward(Duration.ofMinutes(2));
            eventually(
                    "it is looked at again",
                    () -> !house.sql("select due_at from delivery where reason = 'paused'")
                            .toString()
                            .equals(due));
        }
        eventually("it is held", () -> waiting("paused") == 1);
        assertThat(held("paused") - before).isEqualTo(1);
        operator.stepped(campaign.getString("id"), "resume");
        clock.forward(Duration.ofMinutes(2));
        eventually("it rings", () -> receiver.got().size() == 1);
    }

    @Test
    void aGatewayIsToldInTheMorningAndNeverOfWhatIsForAShare() {
        String administrator = house.staff(Role.ADMINISTRATOR, "5109");
        house.post(
                "/v1/channels/webhooks",
                new JsonObject().put("scope", "5109").put("name", "短信网关").put("url", receiver.url("/sms")),
                administrator);
        JsonObject shared = Desk.draft(Desk.region(village), items.getFirst()).put("holdoutPercent", 10);
        operator.stepped(operator.create(shared).json().getString("id"), "submit");
        eventually("it cannot hold anybody out", () -> suppressed("share") == 1);
        clock.forwardTo(NIGHT);
        operator.published(Desk.region(village), items.get(1));
        eventually("it waits for the morning", () -> waiting("quiet") == 1);
        assertThat(receiver.got()).isEmpty();
        clock.forwardTo(MORNING);
        eventually("it is told", () -> receiver.got().size() == 1);
    }

    /** A resident of the village with a browser behind the path. */
    private String subscribed(String path) {
        String resident = house.resident(village);
        new TestBrowser().subscribe(house, resident, receiver.url(path));
        return resident;
    }

    private static long waiting(String reason) {
        return house.count("select count(*) from delivery where state = 'waiting' and reason = '" + reason + "'");
    }

    /** How often deliveries were held for this. */
    private static double held(String reason) {
        return house.counted("kepu_channels_refused_total{reason=\"" + reason + "\"}");
    }

    private static long suppressed(String reason) {
        return house.count("select coalesce(sum(count), 0) from channel_ledger where outcome = '" + reason + "'");
    }
}
