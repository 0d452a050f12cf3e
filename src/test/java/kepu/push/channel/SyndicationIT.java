package kepu.push.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import kepu.people.Role;
import kepu.push.channel.Syndication.Entry;
import kepu.push.channel.Syndication.Feed;
import kepu.push.channel.Syndication.Format;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Other media read what is published for everybody of a region. */
class SyndicationIT {
    private static final String ATOM = "http://www.w3.org/2005/Atom";

    @RegisterExtension
    static final House house = new House().with("http.publicUrl", "");

    @Test
    void allFormatsTellTheSame() throws Exception {
        String village = "510903100208";
        List<String> items = house.items(2);
        push(village, items.get(0), "转发 <给> & \"乡亲\"");
        push(village, items.get(1), "");
        JsonObject json = house.get("/v1/feeds/510903100208.json", null).json();
        assertThat(json.getString("version")).isEqualTo("https://jsonfeed.org/version/1.1");
        List<String> links = json.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("url"))
                .toList();
        assertThat(links)
                .as("the newest first")
                .containsExactly(
                        house.uri("/s/" + items.get(1)).toString(),
                        house.uri("/s/" + items.get(0)).toString());
        Document atom = xml(house.get("/v1/feeds/510903100208.atom", null));
        assertThat(atom.getDocumentElement().getNamespaceURI()).isEqualTo(ATOM);
        assertThat(texts(atom, "summary").getLast()).isEqualTo("转发 <给> & \"乡亲\"");
        assertThat(hrefs(atom)).containsAll(links);
        texts(atom, "updated").forEach(OffsetDateTime::parse);
        assertThat(texts(atom, "id")).doesNotHaveDuplicates().hasSize(3);
        Document rss = xml(house.get("/v1/feeds/510903100208.rss", null));
        assertThat(rss.getDocumentElement().getAttribute("version")).isEqualTo("2.0");
        assertThat(texts(rss, "guid")).hasSize(2).doesNotHaveDuplicates();
        texts(rss, "pubDate").forEach(DateTimeFormatter.RFC_1123_DATE_TIME::parse);
        assertThat(texts(rss, "title")).containsAll(texts(atom, "title"));
    }

    @Test
    void whoHasItAlreadyIsToldSoUntilSomethingChanges() {
        String village = "510903100210";
        House.Answer first = house.get("/v1/feeds/510903100210.rss", null);
        String etag = first.headers().firstValue("etag").orElseThrow();
        House.Answer again = house.send(house.request("/v1/feeds/510903100210.rss", null)
                .header("if-none-match", "\"other\", " + etag)
                .GET());
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        push(village, house.items(1).getFirst(), "");
        assertThat(house.send(house.request("/v1/feeds/510903100210.rss", null)
                                .header("if-none-match", etag)
                                .GET())
                        .status())
                .isEqualTo(200);
        assertThat(first.headers().firstValue("cache-control").orElseThrow()).startsWith("public");
    }

    @Test
    void whatIsForSomeIsNotInTheFeedOfAll() {
        String administrator = house.staff(Role.ADMINISTRATOR, "0");
        JsonObject audience = new JsonObject()
                .put(
                        "all",
                        List.of(
                                new JsonObject().put("region", List.of("510903100212")),
                                new JsonObject().put("group", List.of("elder"))));
        JsonObject campaign = house.post(
                        "/v1/campaigns",
                        new JsonObject()
                                .put("title", "给老人")
                                .put("items", house.items(1))
                                .put("audience", audience),
                        administrator)
                .json();
        assertThat(house.post("/v1/campaigns/" + campaign.getString("id") + "/submit", null, administrator)
                        .status())
                .isEqualTo(200);
        assertThat(house.get("/v1/feeds/510903100212.json", null).json().getJsonArray("items"))
                .isEmpty();
    }

    @Test
    void aPlaceOrFormatThatIsNoneIsRefused() {
        Refusal.of(house.get("/v1/feeds/99.rss", null), 404);
        Refusal.of(house.get("/v1/feeds/510903.xml", null), 400);
        Refusal.of(house.get("/v1/feeds/5109x.rss", null), 400);
    }

    @Test
    void whatXmlCannotSayIsLeftOut() throws Exception {
        Entry entry = new Entry(
                "a", "https://x/", "标题\u0000\u0008😀]]>", "", "", java.time.Instant.EPOCH, java.time.Instant.EPOCH);
        for (Format format : List.of(Format.RSS, Format.ATOM)) {
            byte[] body = Syndication.write(
                    new Feed("源", "https://x/f", "https://x/", java.time.Instant.EPOCH, List.of(entry)), format);
            assertThat(texts(xml(body), "title")).contains("标题😀]]>");
        }
    }

    private static void push(String village, String item, String message) {
        JsonObject body = new JsonObject().put("item", item).put("message", message);
        assertThat(house.post("/v1/village/push", body, house.staff(Role.DISSEMINATOR, village))
                        .status())
                .isEqualTo(201);
    }

    private static Document xml(House.Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return xml(answer.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Document xml(byte[] body) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
    }

    private static List<String> texts(Document document, String name) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = document.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static List<String> hrefs(Document document) {
        List<String> hrefs = new ArrayList<>();
        NodeList nodes = document.getElementsByTagName("link");
        for (int i = 0; i < nodes.getLength(); i++) {
            hrefs.add(((Element) nodes.item(i)).getAttribute("href"));
        }
        return hrefs;
    }
}
