package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Recorded;
import kepu.web.Axe;
import kepu.web.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** An article gets its recording and a video its poster at the editor's desk, as far as the phones of those who read. */
class ExtrasConsoleIT {
    private static final String VIDEO = "video-heatstroke";

    @RegisterExtension
    static final House house = new House().with("uploads.chunkBytes", 16_384).with("rumours.sentenceVectors", false);

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    private final String editor = house.staff(Role.EDITOR, "0");

    @TempDir
    private Path folder;

    @Test
    void anArticleIsReadOutByItsRecording() throws IOException {
        Path sound = Files.write(folder.resolve("朗读.wav"), Recorded.wav(6));
        String item = drafted();
        desk.work(house, editor, "/kitchen/write?item=" + item);
        desk.see("recording-file").sendKeys(page("不是录音.mp3").toString());
        assertThat(desk.see("recording-failure").getText()).contains("只收 MP3");
        desk.tap("recording-other");

        desk.command("Network.enable", Map.of());
        desk.command("Network.setBlockedURLs", Map.of("urls", List.of("*/uploads/extras/*")));
        desk.see("recording-file").sendKeys(sound.toString());
        assertThat(desk.see("recording-failure").getText()).contains("连不上网络");
        desk.command("Network.setBlockedURLs", Map.of("urls", List.of()));
        desk.tap("recording-go-on");
        desk.see("recording-fits");
        desk.until(page -> seconds("phone-audio") == 6);
        desk.shot("console-recording");

        desk.see("draft-text").sendKeys(Keys.END, "又加了一句。");
        assertThat(desk.see("recording-old").getText()).contains("正文在录音以后改过");
        assertThat(desk.every("[data-test='phone-audio']")).isEmpty();
        desk.shot("console-recording-old");
        assertThat(Axe.serious(desk)).isEmpty();
        desk.seeText("saved", "已自动保存");
        desk.tap("recording-still");
        desk.see("recording-fits");
        desk.see("phone-audio");
        handedIn();

        String reviewer = house.staff(Role.REVIEWER, "0");
        desk.work(house, reviewer, "/kitchen/items/" + item);
        desk.until(page -> seconds("phone-audio") == 6);
        desk.shot("console-recording-review");
        passed(item, 1);
        phone.enter(house, house.resident("510903100208"));
        phone.go("/item/" + item);
        phone.see("recorded-sound");
        phone.seeText("article-body", "又加了一句");

        correcting(item);
        desk.tap("recording-away");
        assertThat(desk.see("confirm-text").getText()).contains("已经发布的那一版不变");
        confirmed();
        desk.seeNo("recording");
        phone.reload();
        phone.see("recorded-sound");
        handedIn();
        passed(item, 2);
        phone.until(page -> {
            phone.reload();
            phone.see("article-body");
            return phone.every("[data-test='recorded-sound']").isEmpty();
        });
    }

    @Test
    void aVideoIsShownByAPictureOrAMomentOfItsOwn() throws IOException {
        correcting(VIDEO);
        String before = source();
        desk.see("poster-file").sendKeys(picture().toString());
        desk.until(page -> !source().equals(before));
        String own = source();
        assertThat(own).matches(".*/media/[0-9a-f]{40}\\.jpg");
        assertThat(desk.seeCss("[data-test='phone'] video").getDomProperty("poster"))
                .isEqualTo(own);
        desk.shot("console-poster");

        desk.tap("poster-moment");
        desk.until(page -> Boolean.TRUE.equals(desk.script(
                "const film = document.querySelector('[data-test=poster-film]'); return film.readyState > 1")));
        desk.script("document.querySelector('[data-test=poster-film]').currentTime = 2");
        desk.until(page ->
                Boolean.TRUE.equals(desk.script("const film = document.querySelector('[data-test=poster-film]');"
                        + " return !film.seeking && film.readyState > 1 && film.currentTime === 2")));
        desk.tap("poster-capture");
        desk.until(page -> !source().equals(own));
        desk.seeNo("poster-film");
        String moment = source();
        desk.shot("console-poster-moment");

        desk.tap("poster-away");
        assertThat(desk.see("confirm-text").getText()).contains("卡片上没有图");
        confirmed();
        desk.see("poster-none");
        desk.see("poster-file").sendKeys(picture().toString());
        desk.until(page -> source().equals(own));
        assertThat(moment).isNotEqualTo(own);
        assertThat(Axe.serious(desk)).isEmpty();
        handedIn();
        int version = (int) house.count("select max(number) from item_version where item = ?", VIDEO);
        passed(VIDEO, version);
        assertThat(own).endsWith(house.get("/v1/items/" + VIDEO, null).json().getString("cover"));
        assertThat(desk.complaints()).isEmpty();
    }

    private static long seconds(String test) {
        Object length = desk.script("const sound = document.querySelector('[data-test=" + test
                + "]'); return sound ? Math.round(sound.duration || 0) : 0");
        return ((Number) length).longValue();
    }

    private static String source() {
        return String.valueOf(desk.see("poster").getDomProperty("src"));
    }

    /** Opens a correction of what is out, and the editor on it. */
    private void correcting(String item) {
        House.Answer answer =
                house.post("/v1/library/items/" + item + "/correct", new JsonObject().put("note", "换了录音和封面"), editor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        desk.work(house, editor, "/kitchen/write?item=" + item);
        desk.see("draft-title");
    }

    private static void handedIn() {
        desk.tap("submit");
        confirmed();
        desk.seeText("item-state", "等待一审");
    }

    private static void confirmed() {
        desk.tap("confirm-yes");
        desk.seeNo("confirm-yes");
    }

    private static void passed(String item, int version) {
        for (String stage : List.of("first", "second", "final")) {
            JsonObject opinion = new JsonObject()
                    .put("version", version)
                    .put("stage", stage)
                    .put("opinion", "pass")
                    .put("checks", stage.equals("final") ? List.of("accuracy", "language") : List.of());
            House.Answer said =
                    house.post("/v1/library/items/" + item + "/reviews", opinion, house.staff(Role.REVIEWER, "0"));
            assertThat(said.status()).as(said.text()).isEqualTo(200);
        }
    }

    private String drafted() {
        JsonObject draft = new JsonObject()
                .put("title", "有人读给您听")
                .put("summary", "三句话说清楚怎么做、为什么。")
                .put("topic", "health")
                .put("groups", new JsonArray(List.of("elder")))
                .put("source", "国家疾病预防控制局")
                .put("authority", "national")
                .put("text", "先说怎么做。");
        House.Answer answer = house.post("/v1/library/items", draft, editor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getString("item");
    }

    private Path page(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "<html>这是一个网页，不是声音</html>");
    }

    private Path picture() throws IOException {
        BufferedImage image = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.ORANGE);
        pen.fillOval(200, 60, 240, 240);
        pen.dispose();
        Path file = folder.resolve("封面.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
