package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kepu.content.source.Site;
import kepu.people.Role;
import kepu.testing.House;
import kepu.web.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.support.ui.Select;

/** A feed of somebody else is added, read with its faults told, and one of its entries becomes a draft beside its reprint. */
class SourcesConsoleIT {
    private static final String COUNTY = "510903";
    private static final String OWN = "这一句只有转载的才有，请到现场领取宣传单。";

    @RegisterExtension
    static final House house =
            new House().with("sources.allowedNetworks", "127.0.0.0/8").with("rumours.sentenceVectors", false);

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @RegisterExtension
    static final Site site = new Site();

    @Test
    void aSourceIsAddedReadAndAnEntryAccepted() {
        String text = IntStream.rangeClosed(1, 12)
                .mapToObj(i -> "第%d件事，收割机旁边%d米以内不站人，先熄火再清理堵住的稻草。".formatted(i, i + 2))
                .collect(Collectors.joining());
        site.at(
                "/feed",
                "text/xml",
                rss(entry("1", "秋收时怎样防火", text), entry("2", "秋收防火再提醒", text + OWN), entry("3", "", "")));
        String editor = house.staff(Role.EDITOR, COUNTY);
        desk.work(house, editor, "/kitchen/sources");
        desk.see("empty");
        added();
        desk.seeText("poll-outcome", "读到了");
        desk.tapCss("[data-test='poll-faults'] summary");
        desk.reads("poll-faults", "第 3 条");
        desk.shot("console-source");

        site.at("/feed", "text/html", "<!doctype html><html><body>网站升级</body></html>");
        desk.tap("poll-now");
        desk.seeText("poll-outcome", "没读成");
        desk.reads("polls", "这是一个网页，不是订阅源");

        desk.tap("source-entries");
        desk.tapText("[data-test='entry-link']", "秋收时怎样防火");
        desk.reads("alike", "秋收防火再提醒", OWN);
        desk.shot("console-entry");
        desk.tap("choose-alike");
        desk.tap("merge");
        desk.tap("confirm-yes");
        desk.seeNo("confirm-yes");
        desk.tap("accept");
        desk.type("accept-summary", "收割机旁边怎样防火、怎样避让。");
        desk.tap("accept-save");
        desk.seeText("entry-state", "已采用");
        desk.tap("entry-draft");
        desk.until(page -> "秋收时怎样防火".equals(desk.see("draft-title").getDomProperty("value")));
        desk.reads("phone-body", "先熄火再清理", "来源");

        String item = desk.route().replaceFirst(".*item=", "");
        JsonObject version =
                house.get("/v1/library/items/" + item, editor).json().getJsonObject("current");
        assertThat(version.getString("trust")).isEqualTo("partner");
        assertThat(version.getJsonObject("content").getString("source")).isEqualTo("船山区农技站");
        assertThat(desk.complaints()).isEmpty();
    }

    private static void added() {
        desk.tap("source-open");
        desk.type("source-name", "船山区农技站");
        desk.type("source-url", site.url("/feed"));
        new Select(desk.see("source-given-topic")).selectByValue("machinery");
        desk.tap("group-farmer");
        desk.type("source-given-licence", "CC BY 4.0");
        desk.tap("source-save");
        desk.until(page -> desk.route().matches("/kitchen/sources/[0-9]+"));
    }

    private static String entry(String guid, String title, String text) {
        return "<item><guid isPermaLink=\"false\">%s</guid><title>%s</title><link>https://news.example/%s</link><description>%s</description></item>"
                .formatted(guid, title, guid, text);
    }

    private static String rss(String... entries) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>科普</title>"
                + "<link>https://news.example/</link><description>科普</description>"
                + Stream.of(entries).collect(Collectors.joining()) + "</channel></rss>";
    }
}
