package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import kepu.people.Role;
import kepu.testing.House;
import kepu.web.Axe;
import kepu.web.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The frame of the console: who comes in, what each role is shown, and that it works by keyboard and screen reader. */
class ConsoleIT {
    private static final String COUNTY = "510903";
    /** What a role sees of the sections; everybody has an account of their own. */
    private static final Map<Role, List<String>> HIDDEN = Map.of(
            Role.EDITOR, List.of("menu-accounts", "menu-accounts-audit", "menu-accounts-keys"),
            Role.REVIEWER, List.of("menu-accounts", "menu-accounts-audit", "menu-accounts-keys"),
            Role.OPERATOR, List.of("menu-accounts", "menu-accounts-audit", "menu-accounts-keys"),
            Role.ADMINISTRATOR, List.of());

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @ParameterizedTest
    @EnumSource(names = {"EDITOR", "REVIEWER", "OPERATOR", "ADMINISTRATOR"})
    void eachRoleSeesWhatItMayOpenAndNothingElse(Role role) {
        desk.work(house, house.staff(role, COUNTY), "/accounts/me");
        desk.see("menu-accounts-me");
        desk.reads("who", "测试" + role.label(), "船山区");
        List<String> shown = desk.every("nav [data-test]").stream()
                .map(entry -> entry.getDomAttribute("data-test"))
                .toList();
        assertThat(shown).contains("menu-accounts-me");
        HIDDEN.get(role).forEach(hidden -> assertThat(shown).doesNotContain(hidden));
        List<String> pages = desk.every("nav a").stream()
                .map(entry -> entry.getDomAttribute("href").substring(1))
                .toList();
        for (String page : pages) {
            desk.go(page);
            desk.see("page-title");
            desk.seeNo("forbidden");
        }
        assertThat(desk.complaints()).isEmpty();
    }

    @Test
    void aPageOfAnotherRoleIsRefusedInPlainWords() {
        desk.work(house, house.staff(Role.EDITOR, COUNTY), "/accounts/audit");
        desk.reads("forbidden", "操作记录", "编辑");
        desk.go("/nowhere");
        desk.see("not-found");
    }

    @Test
    void staffComeInByPasswordAndGoOnWhereTheyWantedToGo() {
        JsonObject login =
                new JsonObject().put("account", "lao.zhao").put("password", given("lao.zhao", "赵运营", Role.OPERATOR));
        house.post("/v1/sessions", login.copy().put("newPassword", "summer-maize-2027"), null);
        desk.open(house.uri("/console/#/accounts/me"));
        desk.type("login-account", "lao.zhao");
        desk.type("login-password", "not the password");
        desk.tap("login-submit");
        desk.reads("login-failure", "密码不对");
        retype("login-password", "summer-maize-2027");
        desk.tap("login-submit");
        desk.reads("who", "赵运营", "运营");
        assertThat(desk.route()).isEqualTo("/accounts/me");
        assertThat(logins("lao.zhao")).isEqualTo(2);
        desk.tap("logout");
        desk.see("login-account");
        desk.until(page -> logins("lao.zhao") == 1);
    }

    @Test
    void aPasswordThatWasGivenIsChangedOnTheWayIn() {
        String password = given("newcomer", "新来的", Role.EDITOR);
        desk.open(house.uri("/console/"));
        desk.type("login-account", "newcomer");
        desk.type("login-password", password);
        desk.tap("login-submit");
        desk.reads("change-needed", "临时密码");
        desk.type("login-fresh", "spring-rice-2027");
        desk.type("login-again", "spring-rice-2028");
        desk.tap("login-submit");
        desk.reads("login-failure", "不一样");
        retype("login-again", "spring-rice-2027");
        desk.tap("login-submit");
        desk.reads("who", "新来的");
    }

    @Test
    void whoHasNoDeskIsSentToTheApp() {
        desk.work(house, house.staff(Role.DISSEMINATOR, "510903100208"), "/");
        desk.reads("elsewhere", "传播员");
        desk.work(house, house.resident("510903100208"), "/accounts");
        desk.reads("elsewhere", "居民");
    }

    @Test
    void theKeyboardLeadsPastTheMenuToThePage() {
        desk.work(house, house.staff(Role.ADMINISTRATOR, COUNTY), "/accounts/me");
        desk.see("who");
        desk.script("document.activeElement.blur()");
        WebElement skip = desk.until(page -> {
            page.switchTo().activeElement().sendKeys(Keys.TAB);
            WebElement focused = page.switchTo().activeElement();
            return "skip".equals(focused.getDomAttribute("data-test")) ? focused : null;
        });
        skip.sendKeys(Keys.ENTER);
        desk.until(page -> "main".equals(page.switchTo().activeElement().getDomAttribute("id")));
    }

    @Test
    void theAppLeadsStaffToTheConsole() {
        desk.enter(house, house.staff(Role.EDITOR, COUNTY));
        desk.go("/staff");
        desk.tap("to-console");
        desk.reads("who", "编辑");
    }

    @Test
    void theFrameHasNoSeriousFaultForAxe() {
        desk.open(house.uri("/console/"));
        desk.see("login-account");
        desk.shot("console/login");
        assertThat(Axe.serious(desk)).isEmpty();
        desk.work(house, house.staff(Role.ADMINISTRATOR, COUNTY), "/accounts/me");
        desk.see("password-save");
        desk.seeCss("[aria-label='我的登录'] td");
        desk.shot("console/accounts-mine");
        assertThat(Axe.serious(desk)).isEmpty();
        desk.go("/nowhere");
        desk.see("not-found");
        assertThat(Axe.serious(desk)).isEmpty();
    }

    @Test
    void hashedFilesAreKeptAndThePageIsAskedForAgain() {
        House.Answer page = house.get("/console/", null);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().firstValue("cache-control")).contains("no-cache");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("script-src 'self';");
        assertThat(page.text()).doesNotContainPattern("<script(?![^>]*src=)");
        String script = page.text().replaceFirst("(?s).*src=\"(/console/assets/[^\"]+)\".*", "$1");
        House.Answer file = house.get(script, null);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.headers().firstValue("cache-control").orElseThrow()).contains("immutable");
        assertThat(house.get("/console", null).text()).isEqualTo(page.text());
    }

    /** Adds an account; gives the password that its administrator is shown. */
    private static String given(String account, String name, Role role) {
        JsonObject draft = new JsonObject()
                .put("account", account)
                .put("name", name)
                .put("role", role.code())
                .put("scope", COUNTY);
        return house.post("/v1/accounts", draft, house.staff(Role.ADMINISTRATOR, COUNTY))
                .json()
                .getString("password");
    }

    /** Writes over what stands in a field, as a person does. */
    private static void retype(String test, String words) {
        desk.see(test).sendKeys(Keys.chord(Keys.CONTROL, "a"), words);
    }

    private static long logins(String account) {
        return house.count(
                "select count(*) from session where staff = (select id from staff where account = ?)", account);
    }
}
