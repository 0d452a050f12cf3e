package kepu.content.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openpdf.text.pdf.PdfReader;

/** Items go out to whoever has no app: pages that chats show well, codes, posters, feeds by topic, a list for search engines. */
class ShareIT {
    @RegisterExtension
    static final House house = new House();

    @Test
    void aPageTellsChatsAndSearchEnginesWhatItIs() {
        String id = house.items(1).getFirst();
        JsonObject item = at("/v1/items/" + id).json();
        House.Answer page = at("/s/" + id);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("set-cookie")).isEmpty();
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(page.text())
                .contains("<meta property=\"og:title\" content=\"" + SharePage.escaped(item.getString("title")))
                .contains("<meta property=\"og:description\" content=\"" + SharePage.escaped(item.getString("summary")))
                .contains("<meta property=\"og:url\" content=\"" + home() + "/s/" + id)
                .contains("<link rel=\"canonical\" href=\"" + home() + "/s/" + id)
                .contains("<link rel=\"alternate\" type=\"application/atom+xml\"")
                .contains(item.getString("body"))
                .doesNotContain("<script src");
        JsonObject data = data(page.text());
        assertThat(data.getString("@context")).isEqualTo("https://schema.org");
        assertThat(data.getString("@type")).isEqualTo(item.containsKey("seconds") ? "VideoObject" : "Article");
        assertThat(data.getString("description")).isEqualTo(item.getString("summary"));
        assertThat(data.getString("datePublished")).isEqualTo(item.getString("publishedAt"));
        String etag = page.headers().firstValue("etag").orElseThrow();
        assertThat(house.send(house.request("/v1/items/" + id + "/share", null)
                                .header("if-none-match", etag)
                                .GET())
                        .status())
                .isEqualTo(304);
        Refusal.of(at("/s/no-such-item"), 404, "item-missing");
    }

    /** The hash that the app's router reads; ItemPageIT opens the same address in a browser. */
    @Test
    void theLinkBackOpensTheItemInTheApp() {
        String id = house.items(1).getFirst();
        Matcher link = Pattern.compile("<a href=\"([^\"]+)\">在“智慧科普”里打开")
                .matcher(at("/s/" + id).text());
        assertThat(link.find()).isTrue();
        URI open = house.uri(link.group(1));
        assertThat(open.getFragment()).isEqualTo("/item/" + id);
        House.Answer app = at(open.getPath());
        assertThat(app.status()).isEqualTo(200);
        assertThat(app.text()).contains("<div id=\"app\"");
    }

    @Test
    void aVideoIsOneForSearchEngines() {
        String id = house.sql("select id from item where kind = 'video' limit 1")
                .getFirst()
                .getFirst();
        JsonObject data = data(at("/s/" + id).text());
        assertThat(data.getString("@type")).isEqualTo("VideoObject");
        assertThat(data.getString("duration")).startsWith("PT");
        assertThat(data.getString("contentUrl")).startsWith(home() + "/media/");
        assertThat(at("/s/" + id).text()).contains("<video controls").contains("og:image");
    }

    @Test
    void theCodeLeadsToThePage() throws Exception {
        String id = house.items(1).getFirst();
        String svg = at("/v1/items/" + id + "/qr").text();
        assertThat(new QRCodeReader()
                        .decode(new BinaryBitmap(new HybridBinarizer(new Drawn(svg))))
                        .getText())
                .isEqualTo(home() + "/s/" + id);
    }

    @Test
    void aPosterIsOneSheetWithItsFontInside() throws Exception {
        for (String id : house.items(20)) {
            HttpResponse<byte[]> poster =
                    house.client().send(uri("/v1/items/" + id + "/poster"), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(poster.statusCode()).isEqualTo(200);
            assertThat(poster.headers().firstValue("content-type")).contains("application/pdf");
            try (PdfReader pdf = new PdfReader(poster.body())) {
                assertThat(pdf.getNumberOfPages()).isEqualTo(1);
                assertThat(pdf.getPageSize(1).getWidth()).isBetween(594f, 596f);
                assertThat(pdf.getPageSize(1).getHeight()).isBetween(841f, 843f);
            }
            assertThat(new String(poster.body(), StandardCharsets.ISO_8859_1)).contains("FontFile");
        }
        String id = house.items(1).getFirst();
        House.Answer page = at("/v1/items/" + id + "/poster?format=html");
        assertThat(page.text())
                .contains("size:A4")
                .contains("<svg")
                .contains(at("/v1/items/" + id).json().getString("title"));
    }

    @Test
    void everyTopicHasItsFeeds() {
        String id = house.items(1).getFirst();
        String topic = at("/v1/items/" + id).json().getString("topic");
        JsonObject feed = at("/v1/feeds/510903/" + topic + ".json").json();
        assertThat(feed.getString("feed_url")).isEqualTo(home() + "/v1/feeds/510903/" + topic + ".json");
        assertThat(feed.getJsonArray("items").encode()).contains(home() + "/s/");
        for (String format : List.of("rss", "atom")) {
            House.Answer xml = at("/v1/feeds/0/" + topic + "." + format);
            assertThat(xml.status()).isEqualTo(200);
            String etag = xml.headers().firstValue("etag").orElseThrow();
            assertThat(house.send(house.request("/v1/feeds/0/" + topic + "." + format, null)
                                    .header("if-none-match", etag)
                                    .GET())
                            .status())
                    .isEqualTo(304);
        }
        Refusal.of(at("/v1/feeds/0/nothing.rss"), 404, "topic-missing");
    }

    @Test
    void whatIsWithdrawnIsNowhereAtOnce() {
        String id = house.items(5).getLast();
        String topic = at("/v1/items/" + id).json().getString("topic");
        assertThat(at("/sitemap.xml").text()).contains(home() + "/s/" + id + "<");
        assertThat(house.post(
                                "/v1/library/items/" + id + "/withdraw",
                                new JsonObject().put("reason", "数据有误"),
                                house.staff(Role.ADMINISTRATOR, "0"))
                        .status())
                .isEqualTo(204);
        Refusal.of(at("/s/" + id), 404, "item-withdrawn").naming("数据有误");
        Refusal.of(at("/v1/items/" + id + "/poster"), 404, "item-withdrawn");
        Refusal.of(at("/v1/items/" + id + "/qr"), 404);
        assertThat(at("/sitemap.xml").text()).doesNotContain(home() + "/s/" + id + "<");
        assertThat(at("/v1/feeds/0/" + topic + ".json").text()).doesNotContain("/s/" + id + "\"");
    }

    @Test
    void robotsAreToldWhereToRead() {
        assertThat(at("/robots.txt").text()).contains("Sitemap: " + home() + "/sitemap.xml");
    }

    /** What addresses begin with: this house has no public address of its own. */
    private static String home() {
        return house.uri("").toString();
    }

    private static House.Answer at(String path) {
        return house.get(path, null);
    }

    private static java.net.http.HttpRequest uri(String path) {
        return house.request(path, null).GET().build();
    }

    private static JsonObject data(String page) {
        Matcher data = Pattern.compile("<script type=\"application/ld\\+json\">(.*?)</script>")
                .matcher(page);
        assertThat(data.find()).isTrue();
        return new JsonObject(data.group(1));
    }

    /** A picture as its path says, four dots a module. */
    private static final class Drawn extends LuminanceSource {
        private static final int DOTS = 4;
        private final boolean[][] dark;

        Drawn(String svg) {
            super(size(svg) * DOTS, size(svg) * DOTS);
            dark = new boolean[size(svg)][size(svg)];
            Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1").matcher(svg);
            while (run.find()) {
                for (int i = 0; i < Integer.parseInt(run.group(3)); i++) {
                    dark[Integer.parseInt(run.group(2))][Integer.parseInt(run.group(1)) + i] = true;
                }
            }
        }

        private static int size(String svg) {
            Matcher size = Pattern.compile("viewBox=\"0 0 (\\d+)").matcher(svg);
            assertThat(size.find()).isTrue();
            return Integer.parseInt(size.group(1));
        }

        @Override
        public byte[] getRow(int y, byte @Nullable [] row) {
            byte[] filled = row == null || row.length < getWidth() ? new byte[getWidth()] : row;
            for (int x = 0; x < getWidth(); x++) {
                filled[x] = dark[y / DOTS][x / DOTS] ? 0 : (byte) 255;
            }
            return filled;
        }

        @Override
        public byte[] getMatrix() {
            byte[] matrix = new byte[getWidth() * getHeight()];
            for (int y = 0; y < getHeight(); y++) {
                System.arraycopy(getRow(y, null), 0, matrix, y * getWidth(), getWidth());
            }
            return matrix;
        }
    }
}
