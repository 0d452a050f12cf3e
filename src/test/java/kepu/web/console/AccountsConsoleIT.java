package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import kepu.web.Axe;
import kepu.web.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** An administrator's work with people, logins, keys and the trace, in a real browser. */
class AccountsConsoleIT {
    private static final String COUNTY = "510903";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @Test
    void anAccountIsAddedAndItsPasswordShownOnce() {
        desk.work(house, house.staff(Role.ADMINISTRATOR, COUNTY), "/accounts");
        desk.tap("add");
        desk.type("form-account", "he.xiaoman");
        desk.type("form-name", "何小满");
        choose("form-role", "disseminator");
        desk.tap("form-save");
        desk.reads("form-failure", "村");
        chooseIn(".el-dialog", "region-town", "510903100");
        chooseIn(".el-dialog", "region-village", "510903100208");
        desk.tap("form-save");
        String password = desk.see("password").getText();
        desk.tap("once-close");
        desk.seeNo("password");
        assertThat(row("he.xiaoman").getText())
                .contains("何小满")
                .contains("智慧科普传播员")
                .contains("待换密码");
        JsonObject login = new JsonObject().put("account", "he.xiaoman").put("password", password);
        Refusal.of(house.post("/v1/sessions", login, null), 409, "password-change-needed");
        login.put("newPassword", "seedlings-in-may-5");
        assertThat(house.post("/v1/sessions", login, null).json().getString("scope"))
                .isEqualTo("510903100208");
    }

    @Test
    void switchingOffSaysToWhomAndEndsTheirLogins() {
        String token = house.staff(Role.EDITOR, COUNTY);
        String account = house.account(token);
        desk.work(house, house.staff(Role.ADMINISTRATOR, COUNTY), "/accounts");
        find(account);
        in(account, "off");
        desk.reads("confirm-text", account, "退出登录");
        desk.tap("confirm-no");
        desk.seeNo("confirm-text");
        assertThat(house.get("/v1/me", token).status()).isEqualTo(200);
        in(account, "off");
        desk.tap("confirm-yes");
        desk.until(page -> row(account).getText().contains("已停用"));
        Refusal.of(house.get("/v1/me", token), 401, "session-ended");
        in(account, "on");
        desk.tap("confirm-yes");
        desk.until(page -> row(account).getText().contains("在用"));
    }

    @Test
    void anotherRoleIsGivenAndThePersonIsToldBeforehandThatTheLoginsEnd() {
        String account = house.account(house.staff(Role.EDITOR, COUNTY));
        desk.work(house, house.staff(Role.ADMINISTRATOR, COUNTY), "/accounts");
        find(account);
        in(account, "change");
        choose("form-role", "reviewer");
        desk.reads("rights-note", "退出登录");
        desk.tap("form-save");
        desk.until(page -> row(account).getText().contains("审核员"));
        assertThat(house.count("select count(*) from staff where role = 'reviewer' and account = ?", account))
                .isEqualTo(1);
    }

    @Test
    void loginsOfSomebodyAreSeenAndEnded() {
        String token = house.staff(Role.OPERATOR, COUNTY);
        String account = house.account(token);
        house.relogin(account);
        desk.work(house, house.staff(Role.ADMINISTRATOR, COUNTY), "/accounts");
        find(account);
        desk.tapText("[data-test='logins']", "2 处登录");
        desk.tap("end-all");
        desk.reads("confirm-text", account);
        desk.tap("confirm-yes");
        desk.see("empty");
        Refusal.of(house.get("/v1/me", token), 401, "session-ended");
    }

    @Test
    void theTraceIsSearched() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        String editor = house.staff(Role.EDITOR, COUNTY);
        String id = house.get("/v1/me", editor).json().getString("id");
        house.send("PATCH", "/v1/accounts/" + id, new JsonObject().put("role", "operator"), admin);
        house.send("PUT", "/v1/accounts/" + id + "/active", new JsonObject().put("on", false), admin);
        desk.work(house, admin, "/accounts/audit");
        desk.type("object", "account:" + id);
        desk.tap("search");
        desk.until(
                page -> page.findElements(By.cssSelector("[data-test='deed']")).size() == 2);
        desk.seeText("deed", "停用账号");
        desk.seeText("deed", "修改账号");
        desk.type("audit-who", "nobody-at-all");
        desk.tap("search");
        desk.see("empty");
    }

    @Test
    void theSecretOfAnAddressIsRenewedAndShownOnce() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        JsonObject hook =
                new JsonObject().put("scope", COUNTY).put("name", "县短信网关").put("url", "https://1.1.1.1/hook");
        String first = house.post("/v1/channels/webhooks", hook, admin).json().getString("secret");
        desk.work(house, admin, "/accounts/keys");
        desk.tap("renew-secret");
        desk.reads("confirm-text", "县短信网关", "作废");
        desk.tap("confirm-yes");
        String second = desk.see("secret").getText();
        assertThat(second).startsWith("whsec_").isNotEqualTo(first);
        desk.tap("once-close");
        desk.seeNo("secret");
        assertThat(house.count("select count(*) from audit where action = 'webhook.secret'"))
                .isEqualTo(1);
    }

    @Test
    void anOwnPasswordIsChanged() {
        String token = house.staff(Role.EDITOR, COUNTY);
        desk.work(house, token, "/accounts/me");
        desk.type("password-present", "not the password");
        desk.type("password-fresh", "harvest-moon-9");
        desk.type("password-again", "harvest-moon-9");
        desk.tap("password-save");
        desk.reads("password-failure", "现在的密码不对");
        desk.tap("end-others");
        desk.tap("confirm-yes");
        desk.until(page ->
                page.findElements(By.cssSelector("[data-test='end-others']")).isEmpty());
        Refusal.of(house.get("/v1/me", token), 401, "session-ended");
    }

    @Test
    void whoIsLoggedInIsSeenAndTheirLoginsEnd() {
        String town = "510903101";
        String admin = house.staff(Role.ADMINISTRATOR, town);
        String editor = house.staff(Role.EDITOR, town);
        String again = house.relogin(house.account(editor));
        String operator = house.staff(Role.OPERATOR, town);
        desk.work(house, admin, "/accounts/logins");
        desk.seeText("logins-count", "3 人的 4 次登录");
        desk.shot("console/accounts-logins");
        assertThat(Axe.serious(desk)).as("who is logged in").isEmpty();
        desk.tapCss("[data-login='" + house.account(operator) + "'] [data-test='end-login']");
        desk.reads("confirm-text", house.account(operator));
        desk.tap("confirm-yes");
        desk.seeText("logins-count", "2 人的 3 次登录");
        Refusal.of(house.get("/v1/me", operator), 401, "session-ended");
        desk.tap("end-all-logins");
        desk.reads("confirm-text", "2 人的 3 次登录", "您现在这一次不退");
        desk.tap("confirm-yes");
        desk.seeText("logins-count", "没有别的登录");
        Refusal.of(house.get("/v1/me", again), 401, "session-ended");
        Refusal.of(house.get("/v1/me", admin), 401, "session-ended");
        assertThat(desk.complaints()).isEmpty();
    }

    @Test
    void thePagesHaveNoSeriousFaultForAxe() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        house.staff(Role.EDITOR, COUNTY);
        desk.work(house, admin, "/accounts");
        desk.see("change");
        desk.shot("console/accounts-people");
        assertThat(Axe.serious(desk)).as("people").isEmpty();
        desk.tap("add");
        desk.see("form-save");
        desk.shot("console/accounts-new");
        assertThat(Axe.serious(desk)).as("a new account").isEmpty();
        desk.work(house, admin, "/accounts/audit");
        desk.see("page-title");
        desk.see("search");
        desk.shot("console/accounts-audit");
        assertThat(Axe.serious(desk)).as("the trace").isEmpty();
        desk.work(house, admin, "/accounts/keys");
        desk.see("add");
        desk.shot("console/accounts-keys");
        assertThat(Axe.serious(desk)).as("keys").isEmpty();
    }

    private static void find(String account) {
        choose("filter-state", "");
        desk.type("q", account);
        desk.tap("search");
        desk.until(page -> page.findElements(By.cssSelector("[data-account]")).size() == 1);
    }

    /** The row of an account in the list. */
    private static WebElement row(String account) {
        return desk.seeCss("tr:has([data-account='" + account + "'])");
    }

    private static void in(String account, String test) {
        desk.tapCss("[data-account='" + account + "'] [data-test='" + test + "']");
    }

    private static void choose(String test, String value) {
        new Select(desk.see(test)).selectByValue(value);
    }

    private static void chooseIn(String place, String test, String value) {
        desk.until(page -> {
            var fields = page.findElements(By.cssSelector(place + " [data-test='" + test + "']"));
            if (fields.isEmpty()
                    || fields.getFirst()
                            .findElements(By.cssSelector("option[value='" + value + "']"))
                            .isEmpty()) {
                return false;
            }
            new Select(fields.getFirst()).selectByValue(value);
            return true;
        });
    }
}
