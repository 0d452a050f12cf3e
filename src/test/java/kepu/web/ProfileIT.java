package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 我的: what a resident sets and which rights they use with their own hands. */
class ProfileIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void largePrintMakesAllTextLargerAndStays() {
        String resident = house.resident(VILLAGE);
        phone.enter(house, resident);
        phone.see("card");
        double rootBefore = pixels("html");
        double titleBefore = pixels("[data-test='card'] h2");
        phone.tap("tab-me");
        phone.tap("large-print");
        phone.until(page -> pixels("html") > rootBefore * 1.2);
        phone.until(page -> Boolean.TRUE.equals(me(resident).getBoolean("largePrint")));

        phone.reload();
        assertThat(phone.see("large-print").getDomAttribute("aria-checked")).isEqualTo("true");
        phone.tap("tab-feed");
        phone.see("card");
        assertThat(pixels("[data-test='card'] h2")).isGreaterThan(titleBefore * 1.2);
    }

    @Test
    void largePrintComesWithTheProfileToANewPhone() {
        String resident = house.resident(VILLAGE, new JsonObject().put("largePrint", true));
        phone.enter(house, resident);
        phone.see("card");
        phone.until(page -> pixels("html") > 20);
    }

    @Test
    void aGuestHasLargePrintToo() {
        phone.open(house.uri("/#/me"));
        phone.tap("large-print");
        phone.until(page -> pixels("html") > 20);
        phone.reload();
        phone.until(page -> pixels("html") > 20);
    }

    @Test
    void personalisationIsSwitchedOffAndOn() {
        String resident = house.resident(VILLAGE);
        phone.enter(house, resident);
        phone.tap("tab-me");
        assertThat(phone.see("personalisation").getDomAttribute("aria-checked")).isEqualTo("true");
        phone.tap("personalisation");
        phone.until(page -> Boolean.FALSE.equals(me(resident).getBoolean("personalised")));
        phone.seeCss("[data-test='personalisation'][aria-checked='false']:enabled");
        phone.reload();
        phone.seeCss("[data-test='personalisation'][aria-checked='false']:enabled");
        phone.tap("personalisation");
        phone.until(page -> Boolean.TRUE.equals(me(resident).getBoolean("personalised")));
    }

    @Test
    void withoutPersonalisationNoReasonNamesThePerson() {
        String resident = house.resident(
                VILLAGE, new JsonObject().put("interests", List.of("fraud")).put("groups", List.of("elder")));
        house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", false), resident);
        phone.enter(house, resident);
        phone.see("card");
        assertThat(phone.every("[data-test='reason']"))
                .isNotEmpty()
                .allSatisfy(reason ->
                        assertThat(reason.getText()).doesNotContain("您关注").doesNotContain("老年人"));
    }

    @Test
    void groupsAndInterestsAreTappedAndKept() {
        String resident = house.resident(VILLAGE);
        phone.enter(house, resident);
        phone.tap("tab-me");
        tapChip("我属于", "老年人");
        phone.until(
                page -> "[\"elder\"]".equals(me(resident).getJsonArray("groups").encode()));
        tapChip("我想看", "防诈骗");
        phone.until(page ->
                "[\"fraud\"]".equals(me(resident).getJsonArray("interests").encode()));
        tapChip("我属于", "老年人");
        phone.until(page -> me(resident).getJsonArray("groups").isEmpty());
    }

    @Test
    void whatIsKnownIsShownAndATagIsDeletedForGood() {
        String resident = house.resident(
                VILLAGE, new JsonObject().put("interests", List.of("fraud")).put("groups", List.of("elder")));
        phone.enter(house, resident);
        phone.tap("tab-me");
        phone.tap("to-rights");
        phone.reads("tags", "防诈骗", "老年人");
        phone.tapCss("[data-tag='topic:fraud'] [data-test='tag-delete']");
        phone.tap("tag-confirm");
        phone.until(page -> phone.every("[data-tag='topic:fraud']").isEmpty());
        assertThat(me(resident).getJsonArray("interests")).isEmpty();
        assertThat(house.get("/v1/me/tags", resident)
                        .json()
                        .getJsonArray("tags")
                        .encode())
                .contains("group:elder")
                .doesNotContain("topic:fraud");
        phone.reads("guardian", "监护人");
    }

    @Test
    void anAccountIsErasedAfterTwoQuestions() {
        String resident = house.resident(VILLAGE);
        long id = Long.parseLong(me(resident).getString("id"));
        phone.enter(house, resident);
        phone.tap("tab-me");
        phone.tap("to-rights");
        phone.tap("erase");
        phone.tap("erase-continue");
        assertThat(house.count("select count(*) from resident where id = ?", id))
                .isEqualTo(1);
        phone.tap("erase-confirm");
        phone.until(page -> house.count("select count(*) from resident where id = ?", id) == 0);
        phone.see("choose-region");
    }

    @Test
    void whoLogsOutIsAGuest() {
        phone.enter(house, house.resident(VILLAGE));
        phone.tap("tab-me");
        phone.tap("logout");
        phone.see("choose-region");
        phone.reload();
        phone.see("choose-region");
    }

    private static void tapChip(String group, String name) {
        String css = "[role='group'][aria-label='" + group + "'] button:enabled";
        phone.tapText(css, name);
    }

    private static JsonObject me(String token) {
        return house.get("/v1/me", token).json();
    }

    private static double pixels(String css) {
        Object size =
                phone.script("return parseFloat(getComputedStyle(document.querySelector(arguments[0])).fontSize)", css);
        return ((Number) size).doubleValue();
    }
}
