package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import kepu.content.source.Site;
import kepu.people.Role;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.web.Axe;
import kepu.web.Browser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each page of the section, as one of those who may open it sees it with something on it: nothing fails, and axe-core finds nothing serious. */
class KitchenPagesIT {
    private static final String COUNTY = "510903";
    private static final String ITEM = "video-cpr-aed";

    @RegisterExtension
    static final House house =
            new House().with("sources.allowedNetworks", "127.0.0.0/8").with("rumours.sentenceVectors", false);

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @RegisterExtension
    static final Site site = new Site();

    private static String draft;
    private static String submitted;
    private static String source;
    private static String entry;
    private static String question;

    /** A page, who looks at it, and what is there when it is read. */
    record Look(String name, Role role, String scope, String route, String there) {
        @Override
        public String toString() {
            return name + " by " + role.code();
        }
    }

    static Stream<Look> looks() {
        return Stream.of(
                new Look("library", Role.EDITOR, COUNTY, "/kitchen/items", "versions"),
                new Look("new", Role.EDITOR, COUNTY, "/kitchen/new", "document-file"),
                new Look("write", Role.EDITOR, COUNTY, "/kitchen/write", "draft-title"),
                new Look("queue", Role.REVIEWER, COUNTY, "/kitchen/reviews", "versions"),
                new Look("draft", Role.EDITOR, COUNTY, "/kitchen/items/" + draft, "item-state"),
                new Look("review", Role.REVIEWER, COUNTY, "/kitchen/items/" + submitted, "claim"),
                new Look("assign", Role.ADMINISTRATOR, "0", "/kitchen/items/" + submitted, "assign-account"),
                new Look("published", Role.OPERATOR, "0", "/kitchen/items/" + ITEM, "withdraw"),
                new Look("exposure", Role.REVIEWER, COUNTY, "/kitchen/items/" + ITEM + "/exposure", "seen-total"),
                new Look("sources", Role.EDITOR, COUNTY, "/kitchen/sources", "source-link"),
                new Look("source", Role.EDITOR, COUNTY, "/kitchen/sources/" + source, "poll-outcome"),
                new Look("entries", Role.EDITOR, COUNTY, "/kitchen/entries", "entry-link"),
                new Look("entry", Role.EDITOR, COUNTY, "/kitchen/entries/" + entry, "accept"),
                new Look("claims", Role.OPERATOR, COUNTY, "/kitchen/claims", "unknowns"),
                new Look("questions", Role.REVIEWER, COUNTY, "/kitchen/questions", "question-link"),
                new Look("question", Role.EDITOR, COUNTY, "/kitchen/questions/" + question, "claim-question"));
    }

    @BeforeAll
    static void fill() {
        String editor = house.staff(Role.EDITOR, COUNTY);
        draft = drafted(editor, "天热下地怎样不中暑");
        submitted = drafted(editor, "雨后采菌子要当心什么");
        ok(house.post("/v1/library/items/" + submitted + "/submit", null, editor));
        site.at(
                "/feed",
                "text/xml",
                "<rss version=\"2.0\"><channel><title>科普</title><link>https://news.example/</link><description>科普</description>"
                        + "<item><guid>1</guid><title>秋收时怎样防火</title><description>收割机旁边不抽烟，先熄火再加油，排气管上的稻草要随时清理。</description></item>"
                        + "</channel></rss>");
        source = ok(house.post("/v1/library/sources", feed(), editor)).getString("id");
        Eventually.eventually("the feed is read", () -> house.count("select count(*) from source_entry") == 1);
        entry = house.sql("select id from source_entry").getFirst().getFirst();
        String resident = house.resident("510903100208");
        question = ok(house.post("/v1/questions", new JsonObject().put("text", "毛笔字起笔怎么藏锋"), resident))
                .getJsonObject("question")
                .getString("id");
        ok(house.post("/v1/claims/check", new JsonObject().put("text", "半夜对着镜子梳头会掉头发变秃"), null));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void isThereAndKeepsToTheRulesOfAccess(Look look) {
        desk.work(house, house.staff(look.role(), look.scope()), look.route());
        desk.see(look.there());
        desk.until(page -> desk.every("[data-test='loading']").isEmpty());
        assertThat(desk.every("[data-test='failure']")).isEmpty();
        desk.shot("console-kitchen-" + look.name());
        assertThat(Axe.serious(desk)).isEmpty();
        assertThat(desk.complaints()).isEmpty();
    }

    private static JsonObject feed() {
        return new JsonObject()
                .put("scope", COUNTY)
                .put("name", "船山区农技站")
                .put("url", site.url("/feed"))
                .put(
                        "given",
                        new JsonObject()
                                .put("trust", "partner")
                                .put("authority", "provincial")
                                .put("licence", "CC BY 4.0")
                                .put("topic", "fire")
                                .put("groups", List.of("farmer")));
    }

    private static String drafted(String editor, String title) {
        JsonObject draft = new JsonObject()
                .put("title", title)
                .put("summary", "三句话说清楚怎么做、为什么。")
                .put("topic", "health")
                .put("groups", List.of("farmer", "elder"))
                .put("regions", List.of(COUNTY))
                .put("source", "国家疾病预防控制局")
                .put("authority", "national")
                .put("text", "## 怎么做\n\n先说怎么做。\n\n## 为什么\n\n再说为什么。");
        return ok(house.post("/v1/library/items", draft, editor)).getString("item");
    }

    private static JsonObject ok(House.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 202);
        return answer.json();
    }
}
