package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators do with accounts, within their scope and with a trace; and everybody with their own. */
class AccountIT {
    private static final String CITY = "5109";
    private static final String COUNTY = "510903";
    private static final String NEIGHBOUR = "510904";
    private static final String VILLAGE = "510903100208";
    private static final String GOOD = "autumn-harvest-7";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @RegisterExtension
    static final House house = new House();

    @Test
    void aNewAccountHasAPasswordThatItsOwnerHasToChange() {
        JsonObject given = added(Role.EDITOR, COUNTY);
        String account = given.getJsonObject("account").getString("account");
        String password = given.getString("password");
        Refusal.of(login(account, password, null), 409, "password-change-needed");
        Refusal.of(login(account, "not-this-one-1", GOOD), 401, "password-wrong");
        House.Answer opened = login(account, password, GOOD);
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        assertThat(opened.json().getString("role")).isEqualTo("editor");
        assertThat(opened.json().getString("scope")).isEqualTo(COUNTY);
        Refusal.of(login(account, password, null), 401, "password-wrong");
        assertThat(login(account, GOOD, null).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short-1", "only-letters-here", "12345678901234"})
    void aNewPasswordIsNotEasilyGuessed(String weak) {
        JsonObject given = added(Role.EDITOR, COUNTY);
        String account = given.getJsonObject("account").getString("account");
        String password = given.getString("password");
        Refusal.of(login(account, password, weak), 400).at("/newPassword");
        Refusal.of(login(account, password, password), 400).at("/newPassword");
        Refusal.of(login(account, password, "my-" + account + "-2026"), 400).at("/newPassword");
        assertThat(house.count("select count(*) from staff where account = ? and password_temporary", account))
                .isEqualTo(1);
    }

    @Test
    void anAccountThatIsTakenIsRefused() {
        String admin = house.staff(Role.ADMINISTRATOR, CITY);
        JsonObject draft = draft(Role.EDITOR, COUNTY);
        assertThat(house.post("/v1/accounts", draft, admin).status()).isEqualTo(201);
        Refusal.of(house.post("/v1/accounts", draft, admin), 409, "account-taken");
    }

    @Test
    void nobodyGivesAScopeAboveOrBesideTheirOwn() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        String editor = id(house.staff(Role.EDITOR, COUNTY));
        for (String scope : List.of("0", CITY, NEIGHBOUR)) {
            Refusal.of(house.post("/v1/accounts", draft(Role.EDITOR, scope), admin), 403);
            Refusal.of(patch(editor, new JsonObject().put("scope", scope), admin), 403);
        }
        Refusal.of(house.post("/v1/accounts", draft(Role.EDITOR, "510903999"), admin), 404, "region-missing");
    }

    @Test
    void aDisseminatorServesOneVillage() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        Refusal.of(house.post("/v1/accounts", draft(Role.DISSEMINATOR, COUNTY), admin), 400)
                .at("/scope");
        String editor = id(house.staff(Role.EDITOR, COUNTY));
        Refusal.of(patch(editor, new JsonObject().put("role", "disseminator"), admin), 400)
                .at("/scope");
        assertThat(house.post("/v1/accounts", draft(Role.DISSEMINATOR, VILLAGE), admin)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void whatLiesOutsideTheScopeIsNotThere() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        for (String scope : List.of("0", CITY, NEIGHBOUR)) {
            String token = house.staff(Role.EDITOR, scope);
            String other = id(token);
            Refusal.of(house.get("/v1/accounts/" + other, admin), 404, "account-missing");
            Refusal.of(house.get("/v1/accounts/" + other + "/sessions", admin), 404, "account-missing");
            Refusal.of(patch(other, new JsonObject().put("name", "张三"), admin), 404, "account-missing");
            Refusal.of(activate(other, false, admin), 404, "account-missing");
            Refusal.of(house.post("/v1/accounts/" + other + "/password", null, admin), 404, "account-missing");
            Refusal.of(
                    house.send("DELETE", "/v1/accounts/" + other + "/sessions", null, admin), 404, "account-missing");
            assertThat(house.get("/v1/me", token).status()).isEqualTo(200);
            assertThat(accounts("?size=100", admin)).doesNotContain(other);
        }
        Refusal.of(house.get("/v1/accounts?scope=" + CITY, admin), 403);
    }

    @Test
    void accountsAreFoundByWordsRoleAndState() {
        String admin = house.staff(Role.ADMINISTRATOR, NEIGHBOUR);
        String reviewer = id(house.staff(Role.REVIEWER, NEIGHBOUR));
        String editor = id(house.staff(Role.EDITOR, NEIGHBOUR));
        patch(editor, new JsonObject().put("name", "何小满"), admin);
        assertThat(accounts("?q=%E5%B0%8F%E6%BB%A1", admin)).containsExactly(editor);
        assertThat(accounts("?role=reviewer&size=100", admin))
                .contains(reviewer)
                .doesNotContain(editor);
        activate(reviewer, false, admin);
        assertThat(accounts("?state=off&size=100", admin)).contains(reviewer).doesNotContain(editor);
        assertThat(accounts("?state=active&size=100", admin)).contains(editor).doesNotContain(reviewer);
        assertThat(accounts("?q=%25", admin))
                .as("a sign that SQL knows is a sign here")
                .isEmpty();
    }

    @Test
    void pagesOfAccountsFollowEachOther() {
        String admin = house.staff(Role.ADMINISTRATOR, NEIGHBOUR);
        IntStream.range(0, 5).forEach(n -> house.staff(Role.EDITOR, NEIGHBOUR));
        List<String> whole = accounts("?size=100", admin);
        List<String> paged = new java.util.ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = house.get("/v1/accounts?size=2" + cursor, admin).json();
            paged.addAll(ids(page.getJsonArray("accounts")));
            cursor = page.getString("next") == null ? "" : "&cursor=" + page.getString("next");
        } while (!cursor.isEmpty());
        assertThat(paged).isEqualTo(whole);
    }

    @Test
    void switchingOffEndsTokensAtOnceAndSwitchingOnLetsInAgain() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        String token = house.staff(Role.OPERATOR, COUNTY);
        String id = id(token);
        assertThat(activate(id, false, admin).json().getBoolean("active")).isFalse();
        Refusal.of(house.get("/v1/me", token), 401, "session-ended");
        assertThat(house.count("select count(*) from session where staff = ?", Long.valueOf(id)))
                .isZero();
        assertThat(activate(id, true, admin).json().getBoolean("active")).isTrue();
        Refusal.of(house.get("/v1/me", token), 401, "session-ended");
        assertThat(house.get("/v1/me", house.relogin(house.account(token))).status())
                .isEqualTo(200);
    }

    @Test
    void anotherRoleOrScopeHoldsAtOnce() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        String token = house.staff(Role.EDITOR, COUNTY);
        String id = id(token);
        assertThat(patch(id, new JsonObject().put("name", "李四"), admin).json().getString("name"))
                .isEqualTo("李四");
        assertThat(house.get("/v1/me", token).status())
                .as("a name ends nothing")
                .isEqualTo(200);
        JsonObject change = new JsonObject().put("role", "operator").put("scope", VILLAGE);
        assertThat(patch(id, change, admin).status()).isEqualTo(200);
        Refusal.of(house.get("/v1/me", token), 401, "session-ended");
        JsonObject me = house.get("/v1/me", house.relogin(house.account(token))).json();
        assertThat(me.getString("role")).isEqualTo("operator");
        assertThat(me.getJsonObject("region").getString("code")).isEqualTo(VILLAGE);
    }

    @Test
    void aPasswordThatWasResetOpensNothingAndEndsTheLogins() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        String token = house.staff(Role.EDITOR, COUNTY);
        JsonObject given = house.post("/v1/accounts/" + id(token) + "/password", null, admin)
                .json();
        Refusal.of(house.get("/v1/me", token), 401, "session-ended");
        assertThat(given.getJsonObject("account").getBoolean("temporaryPassword"))
                .isTrue();
        Refusal.of(login(house.account(token), given.getString("password"), null), 409, "password-change-needed");
        assertThat(login(house.account(token), given.getString("password"), GOOD)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void nobodySwitchesOffThemselvesOrChangesTheirOwnRights() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        String own = id(admin);
        Refusal.of(activate(own, false, admin), 409, "own-account");
        Refusal.of(patch(own, new JsonObject().put("role", "editor"), admin), 409, "own-account");
        Refusal.of(patch(own, new JsonObject().put("scope", VILLAGE), admin), 409, "own-account");
        Refusal.of(house.post("/v1/accounts/" + own + "/password", null, admin), 409, "own-account");
        assertThat(patch(own, new JsonObject().put("name", "王五"), admin).status())
                .isEqualTo(200);
    }

    @Test
    void ofTwoWhoSwitchOffEachOtherOneStays() {
        for (int round = 0; round < 5; round++) {
            String one = house.staff(Role.ADMINISTRATOR, NEIGHBOUR);
            String other = house.staff(Role.ADMINISTRATOR, NEIGHBOUR);
            String oneId = id(one);
            String otherId = id(other);
            List<House.Answer> answers =
                    AtOnce.results(List.of(() -> activate(otherId, false, one), () -> activate(oneId, false, other)));
            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
            assertThat(house.count(
                            "select count(*) from staff where active and id in (?, ?)",
                            Long.valueOf(oneId),
                            Long.valueOf(otherId)))
                    .isEqualTo(1);
        }
    }

    @Test
    void loginsAreListedAndEndOneByOneOrAll() {
        String admin = house.staff(Role.ADMINISTRATOR, COUNTY);
        String first = house.staff(Role.EDITOR, COUNTY);
        String account = house.account(first);
        String second = house.relogin(account);
        String third = house.relogin(account);
        String id = id(first);
        JsonArray logins =
                house.get("/v1/accounts/" + id + "/sessions", admin).json().getJsonArray("sessions");
        assertThat(logins).hasSize(3);
        String secondLogin = present(second);
        assertThat(house.send("DELETE", "/v1/accounts/" + id + "/sessions/" + secondLogin, null, admin)
                        .status())
                .isEqualTo(204);
        Refusal.of(house.get("/v1/me/sessions", second), 401, "session-ended");
        Refusal.of(
                house.send("DELETE", "/v1/accounts/" + id + "/sessions/" + secondLogin, null, admin),
                404,
                "session-missing");
        assertThat(house.send("DELETE", "/v1/accounts/" + id + "/sessions", null, admin)
                        .status())
                .isEqualTo(204);
        Refusal.of(house.get("/v1/me", first), 401, "session-ended");
        Refusal.of(house.get("/v1/me", third), 401, "session-ended");
    }

    @Test
    void theLoginsOfAScopeAreListedAndEndTogetherButForTheOneThatAsks() {
        String town = "510903101";
        String admin = house.staff(Role.ADMINISTRATOR, town);
        String editor = house.staff(Role.EDITOR, town);
        String again = house.relogin(house.account(editor));
        String operator = house.staff(Role.OPERATOR, town);
        String stranger = house.staff(Role.EDITOR, NEIGHBOUR);
        JsonObject all = house.get("/v1/logins", admin).json();
        assertThat(all.getInteger("others")).isEqualTo(3);
        assertThat(all.getInteger("people")).isEqualTo(2);
        assertThat(whose(all))
                .containsExactlyInAnyOrder(
                        house.account(admin), house.account(editor), house.account(editor), house.account(operator));
        assertThat(all.getJsonArray("logins").stream()
                        .map(JsonObject.class::cast)
                        .filter(login -> login.getBoolean("present")))
                .singleElement()
                .satisfies(login -> assertThat(login.getJsonObject("staff").getString("account"))
                        .isEqualTo(house.account(admin)));
        List<String> paged = new java.util.ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = house.get("/v1/logins?size=1" + cursor, admin).json();
            paged.addAll(whose(page));
            cursor = page.getString("next") == null ? "" : "&cursor=" + page.getString("next");
        } while (!cursor.isEmpty());
        assertThat(paged).isEqualTo(whose(all));
        assertThat(whose(house.get("/v1/logins?role=operator", admin).json())).containsExactly(house.account(operator));
        Refusal.of(house.get("/v1/logins?scope=" + NEIGHBOUR, admin), 403);
        Refusal.of(house.get("/v1/logins?cursor=bm90aGluZw", admin), 400, "cursor-invalid");
        Refusal.of(house.send("DELETE", "/v1/logins?scope=" + NEIGHBOUR, null, admin), 403);

        JsonObject some =
                house.send("DELETE", "/v1/logins?role=editor", null, admin).json();
        assertThat(some).isEqualTo(new JsonObject().put("ended", 2).put("left", 0));
        Refusal.of(house.get("/v1/me", editor), 401, "session-ended");
        Refusal.of(house.get("/v1/me", again), 401, "session-ended");
        assertThat(house.get("/v1/me", operator).status()).isEqualTo(200);
        house.send("DELETE", "/v1/logins", null, admin);
        Refusal.of(house.get("/v1/me", operator), 401, "session-ended");
        assertThat(house.get("/v1/me", admin).status()).isEqualTo(200);
        assertThat(house.get("/v1/me", stranger).status()).isEqualTo(200);
        assertThat(actions("?action=account.logout-all&object=region:" + town, admin))
                .hasSize(2);
    }

    private static List<String> whose(JsonObject page) {
        return page.getJsonArray("logins").stream()
                .map(login -> ((JsonObject) login).getJsonObject("staff").getString("account"))
                .toList();
    }

    @Test
    void everybodyEndsTheirOwnLoginsButNobodyElses() {
        String first = house.staff(Role.DISSEMINATOR, VILLAGE);
        String second = house.relogin(house.account(first));
        String third = house.relogin(house.account(first));
        String stranger = present(house.staff(Role.EDITOR, COUNTY));
        assertThat(house.get("/v1/me/sessions", first).json().getJsonArray("sessions"))
                .hasSize(3);
        Refusal.of(house.send("DELETE", "/v1/me/sessions/" + stranger, null, first), 404, "session-missing");
        assertThat(house.send("DELETE", "/v1/me/sessions/" + present(second), null, first)
                        .status())
                .isEqualTo(204);
        Refusal.of(house.get("/v1/me", second), 401, "session-ended");
        assertThat(house.send("DELETE", "/v1/me/sessions", null, first).status())
                .isEqualTo(204);
        Refusal.of(house.get("/v1/me", third), 401, "session-ended");
        assertThat(house.get("/v1/me", first).status()).isEqualTo(200);
    }

    @Test
    void anOwnPasswordIsChangedByWhoKnowsTheOldOneAndEndsOtherLogins() {
        JsonObject given = added(Role.REVIEWER, COUNTY);
        String account = given.getJsonObject("account").getString("account");
        String token = login(account, given.getString("password"), GOOD).json().getString("token");
        String elsewhere = login(account, GOOD, null).json().getString("token");
        String better = "winter-wheat-2027";
        Refusal.of(password("guessed-it-1", better, token), 400).at("/password");
        assertThat(password(GOOD, better, token).status()).isEqualTo(204);
        assertThat(house.get("/v1/me", token).status()).isEqualTo(200);
        Refusal.of(house.get("/v1/me", elsewhere), 401, "session-ended");
        Refusal.of(login(account, GOOD, null), 401, "password-wrong");
        assertThat(login(account, better, null).status()).isEqualTo(201);
    }

    @Test
    void everyDeedLeavesItsTraceAndTheTraceIsSearchedWithinTheScope() {
        String admin = house.staff(Role.ADMINISTRATOR, CITY);
        String below = house.staff(Role.ADMINISTRATOR, COUNTY);
        String id = id(house.staff(Role.EDITOR, COUNTY));
        patch(id, new JsonObject().put("role", "operator"), below);
        house.post("/v1/accounts/" + id + "/password", null, below);
        activate(id, false, below);
        activate(id, true, below);
        house.send("DELETE", "/v1/accounts/" + id + "/sessions", null, below);
        String object = "account:" + id;
        assertThat(actions("?object=" + object, admin))
                .containsExactly("account.logout", "account.on", "account.off", "account.password", "account.change");
        assertThat(actions("?object=" + object + "&action=account.o", admin))
                .containsExactly("account.on", "account.off");
        assertThat(actions("?object=" + object + "&who=" + house.account(below), admin))
                .hasSize(5);
        assertThat(actions("?object=" + object + "&who=nobody-at-all", admin)).isEmpty();
        assertThat(actions("?object=" + object + "&until=2020-01-01T00:00:00Z", admin))
                .isEmpty();
        assertThat(actions("?object=" + object + "&from=2020-01-01T00:00:00Z", admin))
                .hasSize(5);
        String beside = house.staff(Role.ADMINISTRATOR, NEIGHBOUR);
        assertThat(actions("?object=" + object, beside)).isEmpty();
        JsonObject entry = house.get("/v1/audit?action=account.change&object=" + object, admin)
                .json()
                .getJsonArray("entries")
                .getJsonObject(0);
        assertThat(entry.getJsonObject("detail").getString("formerRole")).isEqualTo("editor");
        assertThat(entry.getJsonObject("staff").getString("account")).isEqualTo(house.account(below));
    }

    @Test
    void noPasswordStandsInTheTrace() {
        JsonObject given = added(Role.EDITOR, COUNTY);
        assertThat(house.count(
                        "select count(*) from audit where detail::text like '%' || ? || '%'",
                        given.getString("password")))
                .isZero();
    }

    @Test
    void anAdministratorWhoWasDemotedElsewhereActsNoMore() {
        String one = house.staff(Role.ADMINISTRATOR, COUNTY);
        String id = id(house.staff(Role.EDITOR, COUNTY));
        house.sql("update staff set role = 'editor' where id = ? returning id", Long.valueOf(id(one)));
        Refusal.of(activate(id, false, one), 403, "role-forbidden");
        Refusal.of(house.post("/v1/accounts", draft(Role.EDITOR, COUNTY), one), 403, "role-forbidden");
    }

    private static JsonObject added(Role role, String scope) {
        House.Answer answer = house.post("/v1/accounts", draft(role, scope), house.staff(Role.ADMINISTRATOR, CITY));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static JsonObject draft(Role role, String scope) {
        return new JsonObject()
                .put("account", "fresh" + NAMES.incrementAndGet())
                .put("name", "新同事")
                .put("role", role.code())
                .put("scope", scope);
    }

    private static House.Answer login(String account, String password, @Nullable String fresh) {
        JsonObject body = new JsonObject().put("account", account).put("password", password);
        return house.post("/v1/sessions", fresh == null ? body : body.put("newPassword", fresh), null);
    }

    private static House.Answer patch(String id, JsonObject change, String token) {
        return house.send("PATCH", "/v1/accounts/" + id, change, token);
    }

    private static House.Answer activate(String id, boolean on, String token) {
        return house.send("PUT", "/v1/accounts/" + id + "/active", new JsonObject().put("on", on), token);
    }

    private static House.Answer password(String present, String fresh, String token) {
        JsonObject body = new JsonObject().put("password", present).put("newPassword", fresh);
        return house.send("PUT", "/v1/me/password", body, token);
    }

    private static String id(String token) {
        return house.get("/v1/me", token).json().getString("id");
    }

    /** The login by which a token calls. */
    private static String present(String token) {
        return house.get("/v1/me/sessions", token).json().getJsonArray("sessions").stream()
                .map(JsonObject.class::cast)
                .filter(login -> login.getBoolean("present"))
                .map(login -> login.getString("id"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> accounts(String query, String token) {
        House.Answer answer = house.get("/v1/accounts" + query, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return ids(answer.json().getJsonArray("accounts"));
    }

    private static List<String> ids(JsonArray all) {
        return all.stream().map(one -> ((JsonObject) one).getString("id")).toList();
    }

    private static List<String> actions(String query, String token) {
        House.Answer answer = house.get("/v1/audit" + query, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getJsonArray("entries").stream()
                .map(one -> ((JsonObject) one).getString("action"))
                .toList();
    }
}
