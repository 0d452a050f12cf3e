package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a phone reads before it puts the app on its home screen. */
class ManifestIT {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /** Of a maskable icon a system keeps at least what is this part of its side around the middle (W3C Web App Manifest). */
    private static final double KEPT = 0.4;

    @RegisterExtension
    static final House house = new House();

    private record Icon(String path, int side, boolean maskable) {}

    @Test
    void itIsServedWithItsTypeAndReadAnewWhenItChanged() {
        House.Answer answer = house.get("/manifest.webmanifest", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/manifest+json");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-cache");
        String tag = answer.headers().firstValue("etag").orElseThrow();
        assertThat(house.send(house.request("/manifest.webmanifest", null)
                                .header("if-none-match", tag)
                                .GET())
                        .status())
                .isEqualTo(304);
    }

    @Test
    void whoeverAsksForAnIconByHabitGetsOne() {
        House.Answer icon = house.get("/favicon.ico", null);
        assertThat(icon.status()).isEqualTo(200);
        assertThat(icon.headers().firstValue("content-type")).contains("image/png");
    }

    @Test
    void itOpensTheFeedAsAnAppOfItsOwn() {
        JsonObject manifest = manifest();
        assertThat(manifest.getString("name")).isEqualTo("智慧科普");
        assertThat(manifest.getString("lang")).isEqualTo("zh-CN");
        assertThat(manifest.getString("display")).isEqualTo("standalone");
        assertThat(manifest.getString("start_url")).isEqualTo("/");
        assertThat(manifest.getString("scope")).isEqualTo("/");
    }

    @Test
    void itsColoursAreThoseOfTheApp() {
        String page = house.get("/", null).text();
        String style =
                house.get(group("href=\"(/assets/style-[^\"]+)\"", page), null).text();
        String theme = manifest().getString("theme_color");
        assertThat(group("--green: ?(#\\w+)", style)).isEqualTo(theme);
        assertThat(group("name=\"theme-color\" content=\"([^\"]+)\"", page)).isEqualTo(theme);
        assertThat(group("--paper: ?(#\\w+)", style)).isEqualTo(manifest().getString("background_color"));
    }

    @Test
    void thePageNamesItAndTheIconForIphones() {
        String page = house.get("/", null).text();
        assertThat(group("<link rel=\"manifest\" href=\"([^\"]+)\"", page)).isEqualTo("/manifest.webmanifest");
        String forIphones = group("<link rel=\"apple-touch-icon\" href=\"([^\"]+)\"", page);
        assertThat(icons()).contains(new Icon(forIphones, 180, true));
    }

    @Test
    void everyIconIsAPngOfTheSizeItStates() throws Exception {
        assertThat(icons()).extracting(Icon::side).contains(180, 192, 512);
        for (Icon icon : icons()) {
            HttpResponse<byte[]> answer = fetched(icon);
            assertThat(answer.statusCode()).as(icon.path()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).contains("image/png");
            assertThat(Arrays.copyOf(answer.body(), PNG.length)).isEqualTo(PNG);
            BufferedImage image = drawn(icon);
            assertThat(List.of(image.getWidth(), image.getHeight()))
                    .as(icon.path())
                    .isEqualTo(List.of(icon.side(), icon.side()));
        }
    }

    @Test
    void whatASystemMayCutOffAMaskableIconIsNothingButGround() throws Exception {
        int ground = 0xff000000
                | Integer.parseInt(manifest().getString("theme_color").substring(1), 16);
        for (Icon icon : icons()) {
            BufferedImage image = drawn(icon);
            int marks = 0;
            for (int y = 0; y < icon.side(); y++) {
                for (int x = 0; x < icon.side(); x++) {
                    boolean kept =
                            Math.hypot(x + 0.5 - icon.side() / 2.0, y + 0.5 - icon.side() / 2.0) <= KEPT * icon.side();
                    if (kept && image.getRGB(x, y) != ground) {
                        marks++;
                    } else if (!kept && icon.maskable()) {
                        assertThat(image.getRGB(x, y)).isEqualTo(ground);
                    }
                }
            }
            assertThat((double) marks / (icon.side() * icon.side()))
                    .as("the part of " + icon.path() + " that the drawing covers")
                    .isBetween(0.05, 0.3);
        }
    }

    private static JsonObject manifest() {
        return house.get("/manifest.webmanifest", null).json();
    }

    private static List<Icon> icons() {
        return manifest().getJsonArray("icons").stream()
                .map(JsonObject.class::cast)
                .map(icon -> {
                    assertThat(icon.getString("type")).isEqualTo("image/png");
                    assertThat(icon.getString("sizes")).matches("(\\d+)x\\1");
                    return new Icon(
                            icon.getString("src"),
                            Integer.parseInt(icon.getString("sizes").split("x", 2)[0]),
                            icon.getString("purpose").equals("maskable"));
                })
                .toList();
    }

    private static BufferedImage drawn(Icon icon) throws IOException, InterruptedException {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(fetched(icon).body()));
        assertThat(image).as(icon.path()).isNotNull();
        return image;
    }

    private static HttpResponse<byte[]> fetched(Icon icon) throws IOException, InterruptedException {
        return house.client()
                .send(house.request(icon.path(), null).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String group(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .map((MatchResult found) -> found.group(1))
                .orElseThrow(() -> new AssertionError(pattern + " is not in the text"));
    }
}
