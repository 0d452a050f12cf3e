package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.web.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** From whom to tell to who read it: an operator plans a push, a colleague lets it out, and it can be held, given back and withdrawn. */
class PushConsoleIT {
    private static final int APPROVAL_REACH = 7;
    private static final int FARMERS = 9;
    private static final int OTHERS = 6;

    @RegisterExtension
    static final House house = new House().with("push.approvalReach", APPROVAL_REACH);

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @RegisterExtension
    static final Browser colleague = Browser.desk();

    @Test
    void anAudienceBecomesACampaignThatAColleagueLetsOutAndResidentsRead() {
        String village = house.village();
        List<String> farmers = people(village);
        desk.work(house, house.staff(Role.OPERATOR, "510903"), "/push/audience");
        buildAudience(village);
        draft("春耕前看一看");

        desk.seeText("steps", "草稿");
        desk.seeText("sample-outcome", "马上收到");
        desk.tap("submit");
        desk.reads("confirm-text", "9 位居民", "农民");
        desk.tap("confirm-yes");
        desk.seeText("state", "等待批准");
        desk.see("own");
        assertThat(desk.every("[data-test='approve']")).isEmpty();
        String id = desk.route().replace("/push/campaigns/", "");

        approve(id);
        JsonObject inbox = house.get("/v1/inbox", farmers.getFirst()).json();
        assertThat(inbox.getJsonArray("publications").getJsonObject(0).getString("title"))
                .isEqualTo("春耕前看一看");
        receive("delivered", farmers.subList(0, 6), id);
        receive("read", farmers.subList(0, 5), id);

        desk.until(page -> {
            desk.tap("look");
            return desk.see("figure-read").getText().equals("5");
        });
        desk.says("figure-delivered", "6");
        desk.says("figure-sent", "9");
        assertThat(desk.see("over-time").getDomAttribute("aria-label"))
                .contains("已发 9 人")
                .contains("收到 6 人");
        desk.readsCss("[data-test='region-row'][data-code='" + village + "']", "6");
        desk.shot("console-campaign");
    }

    @Test
    void whatIsOutIsHeldGoesOnAndIsWithdrawnFromInboxes() {
        String village = house.village();
        String resident = house.resident(village);
        String id = Desk.of(house, Role.OPERATOR, "510903")
                .published(Desk.region(village), house.items(1).getFirst())
                .getString("id");
        desk.work(house, house.staff(Role.OPERATOR, "510903"), "/push/campaigns/" + id);
        desk.tap("pause");
        desk.reads("confirm-text", "仍然看得到");
        desk.tap("confirm-yes");
        desk.seeText("state", "已暂停");
        desk.tap("resume");
        desk.tap("confirm-yes");
        desk.seeText("state", "推送中");
        assertThat(Desk.inbox(house, resident)).hasSize(1);

        desk.tap("withdraw");
        desk.reads("confirm-text", "立即收回", "不能恢复");
        assertThat(desk.see("confirm-yes").isEnabled()).isFalse();
        desk.type("note", "数据有误");
        desk.tap("confirm-yes");
        desk.seeText("state", "已撤回");
        desk.seeText("steps", "数据有误");
        assertThat(Desk.inbox(house, resident)).isEmpty();
    }

    @Test
    void whatIsGivenBackSaysWhyAndIsChanged() {
        String village = house.village();
        people(village);
        Desk maker = Desk.of(house, Role.OPERATOR, "510903");
        String id =
                maker.drafted(Desk.region(village), house.items(1).getFirst()).getString("id");
        maker.stepped(id, "submit");
        colleague.work(house, house.staff(Role.OPERATOR, "5109"), "/push/campaigns/" + id);
        colleague.tap("return");
        colleague.type("note", "标题太长");
        colleague.tap("confirm-yes");
        colleague.seeText("state", "已退回");

        desk.work(house, maker.token(), "/push/campaigns/" + id);
        desk.seeText("steps", "标题太长");
        desk.tap("edit");
        desk.until(page -> "科普推送".equals(desk.see("title").getAttribute("value")));
        desk.see("title").sendKeys(Keys.chord(Keys.CONTROL, "a"), "短标题");
        desk.tap("save");
        desk.seeText("state", "草稿");
        assertThat(maker.find(id).getString("title")).isEqualTo("短标题");
    }

    @Test
    void onlyAdministratorsSeeTheChannels() {
        desk.work(house, house.staff(Role.ADMINISTRATOR, "0"), "/push/channels");
        desk.see("add-webhook");
        colleague.work(house, house.staff(Role.OPERATOR, "5109"), "/push/calendar");
        colleague.see("month");
        assertThat(colleague.every("[data-test='menu-push-channels']")).isEmpty();
        colleague.go("/push/channels");
        colleague.until(page -> colleague.route().startsWith("/forbidden"));
        assertThat(colleague.every("[data-test='add-webhook']")).isEmpty();
    }

    private void buildAudience(String village) {
        pick(desk, "region-town", village.substring(0, 9));
        pick(desk, "region-village", village);
        desk.tap("add-region");
        desk.until(page -> desk.see("estimate").getText().equals(Integer.toString(FARMERS + OTHERS)));
        desk.tap("group-farmer");
        desk.until(page -> desk.see("estimate").getText().equals(Integer.toString(FARMERS)));
        pick(desk, "add-condition", "reached");
        pick(desk, "not", "true");
        desk.seeText("audience-words", "除去");
        desk.until(page -> desk.see("estimate").getText().equals(Integer.toString(FARMERS)));
        desk.shot("console-audience");
        desk.tap("use-audience");
    }

    private static void draft(String title) {
        String item = house.items(1).getFirst();
        String words = house.get("/v1/items/" + item, null).json().getString("title");
        desk.type("find-item", words);
        desk.tap("search-item");
        desk.tap("take-item");
        desk.see("chosen-item");
        desk.type("title", title);
        desk.tap("save");
    }

    private static void approve(String id) {
        colleague.work(house, house.staff(Role.ADMINISTRATOR, "0"), "/push/approvals");
        colleague.seeCss("[data-test='submitted'][data-id='" + id + "']");
        colleague.tap("look-closer");
        colleague.seeText("sample-outcome", "马上收到");
        colleague.shot("console-approvals");
        colleague.tap("approve");
        colleague.reads("confirm-text", "9 位居民");
        colleague.tap("confirm-yes");
        colleague.seeNo("submitted");
    }

    /** Farmers of a village, and others beside them. */
    private static List<String> people(String village) {
        List<String> farmers = new ArrayList<>();
        for (int i = 0; i < FARMERS; i++) {
            farmers.add(house.resident(village, new JsonObject().put("groups", new JsonArray(List.of("farmer")))));
        }
        for (int i = 0; i < OTHERS; i++) {
            house.resident(village);
        }
        return farmers;
    }

    private static void receive(String state, List<String> residents, String campaign) {
        List<String> publications = house.sql("select seq from publication where campaign = ?", campaign).stream()
                .map(List::getFirst)
                .toList();
        JsonObject receipt = new JsonObject()
                .put("publications", new JsonArray(publications))
                .put("state", state);
        residents.forEach(
                token -> assertThat(house.post("/v1/inbox/read", receipt, token).status())
                        .isEqualTo(200));
    }

    /** Chooses in a list, as soon as it has that choice. */
    static void pick(Browser browser, String test, String value) {
        String option = "[data-test='" + test + "'] option[value='" + value + "']";
        browser.until(page -> !browser.every(option).isEmpty());
        browser.script(
                "const field = document.querySelector(arguments[0]).closest('select'); field.value = arguments[1];"
                        + " field.dispatchEvent(new Event('change', { bubbles: true }))",
                option,
                value);
    }
}
