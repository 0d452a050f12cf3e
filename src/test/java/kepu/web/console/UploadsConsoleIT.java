package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kepu.people.Role;
import kepu.testing.House;
import kepu.web.Browser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.Select;

/** A document and a video become drafts; a video whose line broke goes on where the server has it. */
class UploadsConsoleIT {
    private static final Path HOME = Path.of(System.getProperty("kepu.home", "."));
    private static final Path FILM =
            HOME.resolve("content/videos/video-earthquake.mp4").toAbsolutePath();

    /** Pieces are small, so that a film takes several; nothing is made of it but the draft. */
    @RegisterExtension
    static final House house = new House()
            .with("uploads.chunkBytes", 262_144)
            .with("uploads.ffmpeg", "")
            .with("uploads.ffprobe", "")
            .with("rumours.sentenceVectors", false);

    @RegisterExtension
    static final Browser desk = Browser.desk();

    private String editor;

    @BeforeEach
    void atTheDesk() {
        editor = house.staff(Role.EDITOR, "510903");
        desk.work(house, editor, "/kitchen/new");
    }

    @Test
    void aDocumentBecomesADraftAndWhatWasLeftOutIsSaid(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("防火.html");
        Files.writeString(file, "<h1>秋收防火</h1><p>收割机旁边不抽烟，先熄火再加油。</p><img src='a.jpg' alt=''>");
        desk.see("document-file").sendKeys(file.toString());
        desk.type("document-source", "船山区农技站");
        given("document", ".el-tab-pane:not([aria-hidden='true']) ");
        desk.tap("document-send");
        desk.reads("document-made", "秋收防火", "没有收进来");
        desk.tap("document-draft");
        desk.until(page -> "秋收防火".equals(desk.see("draft-title").getDomProperty("value")));
        desk.reads("phone-body", "先熄火再加油");
        assertThat(desk.complaints()).isEmpty();
    }

    @Test
    void aVideoGoesOnWhereTheLineBrokeAndBecomesADraft() {
        desk.tapText(".el-tabs__item", "视频（MP4）");
        desk.command("Network.enable", Map.of());
        desk.command("Network.setBlockedURLs", Map.of("urls", List.of("*/uploads/videos/*")));
        desk.see("video-file").sendKeys(FILM.toString());
        desk.reads("video-failure", "连不上网络");
        assertThat(house.count("select count(*) from film_upload")).isEqualTo(1);
        desk.command("Network.setBlockedURLs", Map.of("urls", List.of()));
        desk.tap("video-go-on");
        long bytes = FILM.toFile().length();
        desk.until(page -> house.count("select received from film_upload") == bytes);

        desk.reload();
        desk.tapText(".el-tabs__item", "视频（MP4）");
        desk.see("video-file").sendKeys(FILM.toString());
        desk.type("video-title", "地震来了怎么办");
        desk.type("video-summary", "先护住头，再躲到结实的桌子下面。");
        desk.type("video-source", "船山区防震减灾中心");
        given("video", ".el-tab-pane:not([aria-hidden='true']) ");
        desk.tap("video-complete");
        desk.see("video-done");
        assertThat(house.count("select count(*) from film_upload")).isEqualTo(1);
        desk.shot("console-video");
        desk.tap("video-draft");
        desk.until(page -> "地震来了怎么办".equals(desk.see("draft-title").getDomProperty("value")));
        String item = desk.route().replaceFirst(".*item=", "");
        JsonObject content = house.get("/v1/library/items/" + item, editor)
                .json()
                .getJsonObject("current")
                .getJsonObject("content");
        assertThat(content.getString("kind")).isEqualTo("video");
        assertThat(content.getInteger("seconds")).isPositive();
    }

    private static void given(String name, String place) {
        new Select(desk.see(name + "-topic")).selectByValue("disaster");
        desk.tapCss(place + "[data-test='group-farmer']");
        desk.type(name + "-licence", "CC BY 4.0");
    }
}
