package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.SmallWorld;
import kepu.web.Browser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new operator makes a model, sees that it is better, gives it to a tenth and takes it back, with what the console says alone. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LabConsoleIT {
    private static final String CITY = "5109";
    private static final Duration LONGEST_TRAINING = Duration.ofMinutes(3);

    @RegisterExtension
    static final House house = new House().with("models.definitions", SmallWorld.tunable());

    @RegisterExtension
    static final Browser desk = Browser.desk();

    private static String operator;
    private static String first;

    /** Residents with a history, and a first version that hardly learned anything and serves all the same. */
    @BeforeAll
    static void aPoorVersionServes() throws SQLException, IOException {
        SmallWorld.populate(house);
        operator = house.staff(Role.OPERATOR, CITY);
        JsonObject poor = new JsonObject()
                .put("ranker.kind", "trees")
                .put("ranker.trees", "1")
                .put("ranker.leaves", "2");
        assertThat(house.post("/v1/models/feed/train", new JsonObject().put("values", poor), operator)
                        .status())
                .isEqualTo(202);
        Eventually.eventually("trained", LONGEST_TRAINING, () -> !isRunning("train"));
        first = training().getString("version");
        JsonObject release = new JsonObject()
                .put("version", first)
                .put("stage", "all")
                .put("override", true)
                .put("reason", "先有一个版本在线上，才能比较");
        House.Answer released = house.post("/v1/models/feed/release", release, operator);
        assertThat(released.status()).as(released.text()).isEqualTo(200);
    }

    @Test
    @Order(1)
    void anOperatorTrainsComparesGivesItToATenthAndTakesItBack() {
        desk.work(house, operator, "/lab");
        desk.reads("next", "线上就是最新的版本");
        String second = trained();
        compared();
        givenToATenth(second);
        takenBack();
        assertThat(desk.complaints()).isEqualTo(List.of());
        releasedAndRolledBack(second);
    }

    private static String trained() {
        desk.tap("to-train");
        desk.tap("train");
        desk.reads("confirm-text", "居民现在看到的首页不变");
        desk.tap("confirm-yes");
        desk.see("progress");
        Eventually.eventually("trained", LONGEST_TRAINING, () -> !isRunning("train"));
        desk.reads("trained", "新版本");
        return training().getString("version");
    }

    private static void compared() {
        desk.tap("see-comparison");
        desk.seeCss("[data-test=verdict].el-alert--success");
        desk.reads("ground", "同一批居民");
        desk.reads("changes", "树的棵数", "每棵树的情形");
        desk.reads("slices", "所有人", "看过内容的居民");
    }

    private static void givenToATenth(String version) {
        desk.tap("to-card");
        desk.seeCss("[data-test=guard].el-alert--success");
        desk.tap("share");
        desk.reads("confirm-text", "每 100 个居民里随机挑 10 个", "其余的仍用线上版本");
        because("指标更好，先给一成居民试用");
        desk.reads("live-trial", "10% 的居民");
        assertThat(live().getJsonObject("trial").getInteger("percent")).isEqualTo(10);
        assertThat(live().getJsonObject("trial").getString("version")).isEqualTo(version);
    }

    private static void takenBack() {
        desk.tap("to-trial");
        desk.reads("trial-verdict", "数据还少");
        desk.tap("stop-trial");
        desk.reads("confirm-text", "回到线上版本");
        because("先停下来看看");
        desk.see("no-trial");
        assertThat(live().getJsonObject("trial").getString("stage")).isEqualTo("none");
        assertThat(live().getString("released")).isEqualTo(first);
    }

    private static void releasedAndRolledBack(String version) {
        desk.go("/lab/versions/" + version);
        desk.tap("release-all");
        desk.reads("confirm-text", "所有地区的所有居民", "随时可以一键退回");
        because("试用两周，打开率更高");
        desk.seeText("next", "正在给所有居民用");
        assertThat(live().getString("released")).isEqualTo(version);
        desk.tap("rollback");
        desk.reads("confirm-text", "所有居民下次打开首页，就回到上一版");
        because("居民说不如以前");
        desk.until(page -> first.equals(live().getString("released")));
        desk.go("/lab");
        assertThat(desk.seeText("release-log", "居民说不如以前").getText())
                .contains("退回上一版", "发布给所有人", "给一部分人试用（10%，按居民）", "结束试用");
    }

    @Test
    @Order(2)
    void aShadowSaysHowItDoesAndEndsWithoutAnybodyNoticing() {
        String second = training().getString("version");
        desk.work(house, operator, "/lab/versions/" + second);
        desk.tap("shadow");
        desk.reads("confirm-text", "没有一位居民会看到");
        because("先在后台看看");
        desk.reads("live-trial", "影子运行");
        desk.seeText("shadow-said", "已经装上");
        desk.reads("next", "正在影子运行");
        desk.see("is-shadow");
        String resident = house.resident(house.village());
        Eventually.eventually("a list that a resident asked for was followed", LONGEST_TRAINING, () -> {
            asksAnew(resident);
            return live().getJsonObject("shadow").getLong("lists") > 0;
        });
        desk.go("/lab/trial");
        desk.reads("no-trial", "影子运行");
        desk.reads("shadow-state", "跟着排了", "线上版本", "与居民看到的相同");
        assertThat(desk.complaints()).isEqualTo(List.of());
        desk.tap("stop-trial");
        desk.reads("confirm-text", "没有居民受影响");
        because("看过了");
        desk.seeNo("shadow-state");
        assertThat(live().containsKey("shadow")).isFalse();
        assertThat(live().getString("released")).isEqualTo(first);
    }

    /** Whoever changes what is known of them has a list of their own made. */
    private static void asksAnew(String resident) {
        for (boolean on : List.of(false, true)) {
            assertThat(house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", on), resident)
                            .status())
                    .isLessThan(300);
            assertThat(house.get("/v1/feed", resident).status()).isEqualTo(200);
        }
    }

    @Test
    void aPreviewShowsTwoVersionsSideBySideAndWhatEachScoreIsMadeOf() {
        desk.work(house, operator, "/lab/preview");
        desk.tapCss("[data-test=ready] option:nth-child(3)");
        desk.tap("show");
        desk.reads("preview", "农民");
        desk.reads("shared", "条相同");
        assertThat(desk.every("[data-test=place]")).hasSize(20);
        desk.tapCss("[data-test=place] summary");
        desk.readsCss("[data-test=place] .parts", "起点", "得分合计");
        assertThat(house.count("select count(*) from event where at > now() - interval '1 minute' and person = 0"))
                .isZero();
    }

    @Test
    void rulesAreTriedOnResidentsBeforeTheyAreSaved() {
        String topic = house.get("/v1/feed?region=" + CITY, null)
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("topic");
        desk.work(house, operator, "/lab/rules");
        desk.tap("add-rule");
        desk.tapCss("[data-test=rule-type] option[value=ban]");
        desk.tapCss("[data-test=rule-subject] option[value=topic]");
        desk.tapCss("[data-test=rule-topic] option[value=" + topic + "]");
        desk.type("rule-note", "试一试");
        desk.reads("rule-said", "不展示主题");
        desk.tap("rule-done");
        desk.see("unsaved");
        desk.tap("dry-run");
        desk.seeText("dry-run-result", "什么也没有保存");
        desk.reads("change", "不再展示", "现在的前十条");
        assertThat(house.count("select count(*) from rule_version")).isZero();
        desk.tap("save-rules");
        desk.type("note", "这类内容太多了");
        desk.tap("confirm-yes");
        desk.seeText("rules-version", "第 1 版");
        desk.seeText("rule-versions", "这类内容太多了");
        assertThat(house.count("select count(*) from rule_version")).isEqualTo(1);
    }

    @Test
    void aSearchShowsEachTrialAndWhatTheTestSays() {
        desk.work(house, operator, "/lab/tune");
        desk.reads("space", "树的棵数", "提升树有多少棵", "8、16");
        desk.tapCss("[data-test=minutes] option[value='1']");
        desk.tap("tune");
        desk.tap("confirm-yes");
        Eventually.eventually("tried", LONGEST_TRAINING, () -> !isRunning("tune") || trials() == 2);
        Eventually.eventually("tested", LONGEST_TRAINING, () -> !isRunning("tune"));
        desk.see("tune-verdict");
        desk.reads("trials", "现在的参数", "第 1 组");
        desk.reads("tried", "试了 1 组别的", "数据");
        assertThat(desk.every("[data-test=trials-chart] canvas")).hasSize(1);
        assertThat(desk.complaints()).isEqualTo(List.of());
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aSearchIsStoppedAndSaysHowItGoesOn() throws IOException {
        SmallWorld.longSearch(house.config().models().definitions().resolve("feed.tune.yaml"));
        desk.work(house, operator, "/lab/tune");
        desk.seeText("space", "200");
        desk.tapCss("[data-test=search] option[value=grid]");
        desk.tap("tune");
        desk.tap("confirm-yes");
        desk.tap("stop-tune");
        desk.reads("confirm-text", "都留着", "接着搜");
        desk.tap("confirm-yes");
        desk.see("stopped");
        desk.seeNo("stop-tune");
        desk.reads("state-stopped", "被停下了");
        assertThat(desk.complaints()).isEqualTo(List.of());
    }

    @Test
    void whoseScopeIsACountySeesAllAndChangesNothing() {
        desk.work(house, house.staff(Role.OPERATOR, "510903"), "/lab");
        desk.reads("live", "只有市级及以上");
        desk.seeNo("rollback");
        desk.go("/lab/train");
        desk.see("part-ranker");
        desk.seeNo("train");
    }

    /** Gives a reason in the dialog that is open and goes through with it. */
    private static void because(String reason) {
        desk.type("reason", reason);
        desk.tap("confirm-yes");
    }

    private static boolean isRunning(String what) {
        return house.get("/v1/models/feed/" + what, operator)
                .json()
                .getString("state")
                .equals("running");
    }

    private static int trials() {
        return house.get("/v1/models/feed/tune", operator)
                .json()
                .getJsonArray("trials")
                .size();
    }

    private static JsonObject training() {
        return house.get("/v1/models/feed/train", operator).json();
    }

    private static JsonObject live() {
        return house.get("/v1/models", operator)
                .json()
                .getJsonArray("models")
                .getJsonObject(0)
                .getJsonObject("live");
    }
}
