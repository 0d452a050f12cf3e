package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import kepu.people.PrivacyText;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Coming in: a new resident by phone, a known one, staff by password, anybody by a link. */
class LoginIT {
    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void aNewResidentChoosesTheVillageAndConsents() {
        long before = house.count("select count(*) from resident where village = 510903100208");
        enterCode(House.phone());
        phone.tap("login-village");
        for (String region : new String[] {"51", "5109", "510903", "510903100", "510903100208"}) {
            phone.tapCss("[data-region='" + region + "']");
        }
        phone.until(page -> phone.see("login-village").getText().contains("永石桥"));
        phone.tap("login-consent");
        phone.tap("login-register");

        phone.see("card");
        phone.until(page -> phone.seeCss(".place").getText().contains("永石桥"));
        assertThat(house.count(
                        "select count(*) from resident where village = 510903100208 and consent_version = ?",
                        PrivacyText.VERSION))
                .isEqualTo(before + 1);
    }

    @Test
    void withoutConsentNobodyIsRegistered() {
        long before = house.count("select count(*) from resident");
        enterCode(House.phone());
        phone.tap("login-register");
        phone.readsCss("[role='alert']", "村");
        phone.tap("login-village");
        for (String region : new String[] {"51", "5109", "510903", "510903100", "510903100208"}) {
            phone.tapCss("[data-region='" + region + "']");
        }
        phone.tap("login-register");
        phone.until(page -> phone.seeCss("[role='alert']").getText().contains("隐私政策"));
        assertThat(house.count("select count(*) from resident")).isEqualTo(before);
    }

    @Test
    void thePrivacyTextCanBeReadWithoutLosingWhatWasTyped() {
        enterCode(House.phone());
        phone.seeCss("form a[href='#/privacy']").click();
        phone.until(page -> phone.seeCss("main").getText().contains("我们记什么"));
        phone.tapCss("header button[aria-label='返回']");
        phone.see("login-village");
    }

    @Test
    void aKnownResidentComesBackByPhone() {
        String number = House.phone();
        house.post(
                "/v1/sessions",
                new io.vertx.core.json.JsonObject()
                        .put("phone", number)
                        .put("code", "000000")
                        .put("village", "510903100210")
                        .put("consent", true),
                null);
        enterCode(number);
        phone.see("card");
        phone.until(page -> phone.seeCss(".place").getText().contains("大白塔"));
    }

    @Test
    void aWrongCodeIsRefusedInPlainWords() {
        phone.open(house.uri("/#/login"));
        phone.type("login-phone", House.phone());
        phone.type("login-code", "123456");
        phone.tap("login-submit");
        phone.readsCss("[role='alert']", "验证码");
    }

    @Test
    void aNumberThatIsNoneIsRefusedBeforeItIsSent() {
        phone.open(house.uri("/#/login"));
        phone.type("login-phone", "12345");
        phone.tap("login-send");
        phone.readsCss("[role='alert']", "11 位手机号");
    }

    @Test
    void aLinkLeadsEachRoleToItsFirstPage() {
        phone.enter(house, house.resident("510903100208"));
        phone.see("tab-feed");
        assertThat(phone.every("[data-test='tab-village']")).isEmpty();
        phone.enter(house, house.staff(Role.DISSEMINATOR, "510903100208"));
        phone.see("push-button");
        phone.enter(house, house.staff(Role.OPERATOR, "5109"));
        phone.see("tab-staff");
        phone.readsCss("main", "运营人员", "遂宁市");
    }

    @Test
    void aLinkMakesOneSession() {
        String resident = house.resident("510903100208");
        long id = Long.parseLong(house.get("/v1/me", resident).json().getString("id"));
        phone.enter(house, resident);
        phone.see("card");
        phone.tap("tab-me");
        phone.see("personalisation");
        assertThat(house.count("select count(*) from session where resident = ?", id))
                .as("the session of the test and the one of the phone")
                .isEqualTo(2);
    }

    @Test
    void aSpoiltLinkSaysSoAndOffersTheLogin() {
        phone.open(house.uri("/#/enter?ticket=eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJyMSJ9.AAAA"));
        assertThat(phone.seeCss("[role='alert']").getText()).containsPattern("\\p{IsHan}");
        phone.tapCss("main a[href='#/login']");
        phone.see("login-phone");
    }

    private static void enterCode(String number) {
        phone.open(house.uri("/#/login"));
        phone.type("login-phone", number);
        phone.tap("login-send");
        phone.type("login-code", "000000");
        phone.tap("login-submit");
    }
}
