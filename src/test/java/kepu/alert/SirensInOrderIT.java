package kepu.alert;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kepu.people.Role;
import kepu.push.channel.Receiver;
import kepu.push.channel.TestBrowser;
import kepu.testing.Desk;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of one thing reaches a browser in its order, though deliveries are made side by side. */
class SirensInOrderIT {
    @RegisterExtension
    static final House house = new House().with("channels.allowedNetworks", "127.0.0.0/8");

    @Test
    void anUpdateAndTheEndWaitForWhatIsOnItsWayAndNothingElseDoes() {
        try (Receiver receiver = new Receiver()) {
            Promise<Void> answered = Promise.promise();
            receiver.holding(answered.future());
            String village = house.village();
            Desk operator = Desk.of(house, Role.OPERATOR, "5109");
            TestBrowser browser = new TestBrowser();
            browser.subscribe(house, house.resident(village), receiver.url("/push/a"));
            Cap alert = Cap.alert("暴雨", village);
            post(alert, operator);
            eventually("it is on its way", () -> receiver.got().size() == 1);
            Cap update = Cap.update(alert, "暴雨转小", village);
            post(update, operator);
            post(Cap.cancel(update), operator);
            post(Cap.alert("道路结冰", village), operator);
            eventually("another matter is told", () -> receiver.got().size() == 2);
            assertThat(titles(receiver, browser)).containsExactly("暴雨", "道路结冰");
            answered.complete();
            eventually("the end is told", () -> receiver.got().size() == 3);
            assertThat(titles(receiver, browser)).containsExactly("暴雨", "道路结冰", "已解除：暴雨转小");
        }
    }

    private static void post(Cap message, Desk operator) {
        BulletinIT.created(message.post(house, operator.token()));
    }

    private static List<String> titles(Receiver receiver, TestBrowser browser) {
        return receiver.got().stream()
                .map(got -> new JsonObject(new String(browser.open(got.body()), StandardCharsets.UTF_8)))
                .map(text -> text.getString("title"))
                .toList();
    }
}
