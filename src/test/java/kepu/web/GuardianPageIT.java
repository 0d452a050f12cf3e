package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import kepu.base.Beijing;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.support.ui.Select;

/** A child comes in, a guardian consents on the child's phone, and takes it back on their own. */
class GuardianPageIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void aChildRegistersAndTheGuardianConsents() {
        String number = House.phone();
        phone.open(house.uri("/#/login"));
        phone.type("login-phone", number);
        phone.type("login-code", "000000");
        phone.tap("login-submit");
        phone.tap("login-village");
        for (String region : new String[] {"51", "5109", "510903", "510903100", VILLAGE}) {
            phone.tapCss("[data-region='" + region + "']");
        }
        phone.until(page -> phone.see("login-village").getText().contains("永石桥"));
        phone.tap("login-child");
        phone.tap("login-consent");
        phone.tap("login-register");
        phone.readsCss("form [role='alert']", "哪一年");
        new Select(phone.see("login-born")).selectByValue(Integer.toString(born()));
        phone.tap("login-register");

        phone.type("guardian-phone", House.phone());
        phone.type("guardian-code", "000000");
        phone.tap("guardian-consent");
        phone.until(page -> phone.seeCss("[role='alert']").getText().contains("隐私政策"));
        String child = token(number);
        assertThat(needed(child)).isTrue();
        phone.tap("guardian-read");
        phone.tap("guardian-consent");
        phone.reads("guardian-given", "同意过");
        assertThat(needed(child)).isFalse();
        phone.go("/me");
        phone.see("personalisation");
    }

    @Test
    void aChildWithoutConsentIsToldSoAndFindsTheWay() {
        phone.enter(house, child());
        phone.see("card");
        phone.tap("tab-me");
        phone.reads("held", "监护人");
        assertThat(phone.every("[data-test='personalisation']")).isEmpty();
        assertThat(phone.every("[aria-label='我属于']")).isEmpty();
        phone.tap("to-guardian");
        phone.tap("guardian-later");
        phone.see("card");
    }

    @Test
    void aChildIsShownWhatIsForChildrenAndToldSoAndMaySeeTheRest() {
        phone.enter(house, child());
        phone.reads("children-note", "写给小朋友看的", "不满 14 周岁");
        assertThat(shown()).isNotEmpty().allMatch(GuardianPageIT::isForChildren);
        phone.shot("child-feed-360");
        phone.tap("children-switch");
        phone.reads("children-note", "大家都看的");
        phone.until(page -> !shown().stream().allMatch(GuardianPageIT::isForChildren));
        phone.reload();
        phone.reads("children-note", "大家都看的");
        phone.tap("children-switch");
        phone.until(page -> shown().stream().allMatch(GuardianPageIT::isForChildren));

        phone.enter(house, house.resident(VILLAGE));
        phone.see("card");
        assertThat(phone.every("[data-test='children-note']")).isEmpty();
    }

    @Test
    void theGuardianTakesItBackOnAnyPhone() {
        String child = child();
        String guardian = House.phone();
        JsonObject code = new JsonObject().put("phone", guardian).put("code", "000000");
        assertThat(house.post("/v1/me/guardian", code, child).status()).isEqualTo(200);
        phone.open(house.uri("/#/guardian"));
        phone.type("guardian-phone", guardian);
        phone.type("guardian-code", "000000");
        phone.tap("guardian-revoke");
        assertThat(needed(child)).as("it is asked once more").isFalse();
        phone.tap("guardian-confirm");
        phone.reads("guardian-done", "1 个孩子");
        assertThat(needed(child)).isTrue();
    }

    private static List<String> shown() {
        return phone.every("[data-test='card']").stream()
                .map(card -> card.getDomAttribute("data-item"))
                .toList();
    }

    private static boolean isForChildren(String item) {
        return house.count("select count(*) from item where id = ? and groups[1] = 'child'", item) == 1;
    }

    /** The year of a child of nine. */
    private static int born() {
        return Beijing.year(Instant.now()) - 9;
    }

    private static String child() {
        return house.resident(House.phone(), VILLAGE, born());
    }

    private static String token(String number) {
        return login(new JsonObject().put("phone", number).put("code", "000000"));
    }

    private static String login(JsonObject body) {
        House.Answer session = house.post("/v1/sessions", body, null);
        assertThat(session.status()).as(session.text()).isEqualTo(201);
        return session.json().getString("token");
    }

    private static boolean needed(String child) {
        return house.get("/v1/me", child).json().getJsonObject("guardian").getBoolean("needed");
    }
}
