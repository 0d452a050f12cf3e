package kepu.content.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What editors choose comes to review as a draft, once, with everybody who said it. */
class AcceptIT {
    @RegisterExtension
    static final House house = new House().with("sources.allowedNetworks", "127.0.0.0/8");

    @RegisterExtension
    static final Site site = new Site();

    @Test
    void anEntryBecomesADraftWithItsSourcesLicenceAndTrust() {
        Prose prose = new Prose(new Random().nextLong());
        String text = prose.text(400);
        site.at("/a", "text/xml", Prose.rss(List.of(Prose.item("1", "秋收防火", text))));
        site.at("/b", "text/xml", Prose.rss(List.of(Prose.item("9", "秋收防火", prose.reprint(text)))));
        Newsroom room = Newsroom.of(house, "510903");
        String one = room.added("510903", "甲报", site.url("/a"));
        room.first(one);
        String two = room.added("510903", "乙报*", site.url("/b"));
        room.first(two);
        String main = room.entries("new", one).getFirst().getString("id");
        String reprint = room.entries("duplicate", two).getFirst().getString("id");
        for (String time : List.of("once", "again")) {
            assertThat(room.decide(main, "merge", new JsonObject().put("others", List.of(reprint)))
                            .status())
                    .as(time)
                    .isEqualTo(200);
        }
        assertThat(house.count(
                        "select count(*) from audit where action = 'entry.merge' and object = 'entry:" + main + "'"))
                .isEqualTo(1);
        House.Answer accepted = room.decide(
                main,
                "accept",
                new JsonObject()
                        .put("summary", "收割时怎样防火。")
                        .put("given", Newsroom.given("fire").put("regions", List.of("510903100"))));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        JsonObject entry = accepted.json().getJsonObject("entry");
        assertThat(entry.getString("state")).isEqualTo("accepted");
        JsonObject draft = draft(entry.getString("draft"));
        assertThat(draft.getString("title")).isEqualTo("秋收防火");
        assertThat(draft.getString("summary")).isEqualTo("收割时怎样防火。");
        assertThat(draft.getString("source")).isEqualTo("甲报");
        assertThat(draft.getString("licence")).isEqualTo("CC BY 4.0");
        assertThat(draft.getString("authority")).isEqualTo("provincial");
        assertThat(draft.getString("topic")).isEqualTo("fire");
        assertThat(draft.getJsonArray("regions")).containsExactly("510903100");
        assertThat(draft.getString("text"))
                .contains(
                        "来源（合作单位）：[甲报](<https://news.example/1>)，CC BY 4.0；[乙报\\*](<https://news.example/9>)，CC BY 4.0");
        assertThat(room.decide(main, "merge", new JsonObject().put("others", List.of(reprint)))
                        .status())
                .as("an equal merge again, when it went to review")
                .isEqualTo(200);
        House.Answer again = room.decide(
                main,
                "accept",
                new JsonObject()
                        .put("summary", "收割时怎样防火。")
                        .put("given", Newsroom.given("fire").put("regions", List.of("510903100"))));
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(accepted.json());
        Refusal.of(room.decide(main, "accept", new JsonObject()), 409, "entry-decided")
                .naming(entry.getString("draft"));
        assertThat(house.count(
                        "select count(*) from audit where action = 'entry.accept' and object = 'entry:" + main + "'"))
                .isEqualTo(1);
        Refusal.of(room.decide(main, "reopen", null), 409, "entry-decided");
        assertThat(house.count(
                        "select count(*) from item_version where origin = 'feed' and item = ?",
                        entry.getString("draft")))
                .isEqualTo(1);
    }

    @Test
    void reviewersSeeHowFarTheSourceIsTrustedAndTheMostTrustedOfSeveralIsNamed() {
        Prose prose = new Prose(new Random().nextLong());
        String text = prose.text(400);
        site.at("/open", "text/xml", Prose.rss(List.of(Prose.item("1", "水肥一体化", text))));
        site.at("/official", "text/xml", Prose.rss(List.of(Prose.item("9", "水肥一体化", prose.reprint(text)))));
        Newsroom room = Newsroom.of(house, "510903");
        String open = source(room, "丁网", "/open", "open");
        String official = source(room, "农业农村局", "/official", "official");
        String first = room.entries("new", open).getFirst().getString("id");
        String reprint = room.entries("duplicate", official).getFirst().getString("id");
        assertThat(room.entry(first).getString("mostTrusted")).isEqualTo(reprint);
        assertThat(room.entry(reprint).getString("mostTrusted")).isEqualTo(reprint);

        JsonObject raised = Newsroom.given("crops").put("trust", "official").put("regions", List.of("510903"));
        String item = accepted(room, first, new JsonObject().put("given", raised));
        JsonObject version = version(room, item);
        assertThat(version.getString("trust"))
                .as("the source's, whatever an editor says")
                .isEqualTo("open");
        assertThat(version.getJsonObject("content").getString("licence")).isEqualTo("CC BY 4.0");
        assertThat(listed(room, "open")).contains(item);
        assertThat(listed(room, "official")).doesNotContain(item);

        String reviewer = house.staff(Role.REVIEWER, "510903");
        ok(house.post("/v1/library/items/" + item + "/submit", null, room.token()));
        ok(house.post(
                "/v1/library/items/" + item + "/reviews",
                new JsonObject()
                        .put("version", 1)
                        .put("stage", "first")
                        .put("opinion", "return")
                        .put("comment", "出处不清"),
                reviewer));
        assertThat(version(room, item).getInteger("version")).isEqualTo(2);
        assertThat(version(room, item).getString("trust"))
                .as("also of what was given back")
                .isEqualTo("open");
    }

    private static String source(Newsroom room, String name, String path, String trust) {
        House.Answer added =
                room.add("510903", name, site.url(path), Newsroom.given("crops").put("trust", trust));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        room.first(added.json().getString("id"));
        return added.json().getString("id");
    }

    private static String accepted(Newsroom room, String entry, JsonObject choice) {
        return ok(room.decide(entry, "accept", choice)).getJsonObject("entry").getString("draft");
    }

    private static JsonObject version(Newsroom room, String item) {
        return ok(house.get("/v1/library/items/" + item, room.token())).getJsonObject("current");
    }

    private static List<String> listed(Newsroom room, String trust) {
        return ok(house.get("/v1/library/items?trust=" + trust, room.token())).getJsonArray("versions").stream()
                .map(line -> ((JsonObject) line).getString("item"))
                .toList();
    }

    private static JsonObject ok(House.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void anEditorGivesNothingToARegionOutsideTheScope() {
        Prose prose = new Prose(new Random().nextLong());
        site.at("/c", "text/xml", Prose.rss(List.of(Prose.item("1", "越界", prose.text(300)))));
        Newsroom room = Newsroom.of(house, "510903");
        String source = room.added("510903", "丙报", site.url("/c"));
        room.first(source);
        String entry = room.entries("new", source).getFirst().getString("id");
        Refusal.of(
                room.decide(
                        entry,
                        "accept",
                        new JsonObject().put("given", Newsroom.given("fire").put("regions", List.of("510904")))),
                403,
                "outside-scope");
        assertThat(room.entry(entry).getJsonObject("entry").getString("state")).isEqualTo("new");
    }

    @Test
    void anUploadedDocumentBecomesADraftOnce() {
        String editor = house.staff(Role.EDITOR, "510903");
        byte[] docx = DocumentReaderTest.docx(DocumentReaderTest.parts());
        House.Answer made = upload(editor, docx, DocumentReader.DOCX, Map.of());
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().getString("title")).isEqualTo("防火用电");
        JsonObject draft = draft(made.json().getString("draft"));
        assertThat(draft.getString("text")).isEqualTo("出门**断电**。");
        assertThat(draft.getJsonArray("regions")).containsExactly("510903");
        assertThat(upload(editor, docx, DocumentReader.DOCX, Map.of()).json().getString("draft"))
                .as("a retry")
                .isEqualTo(made.json().getString("draft"));
        assertThat(upload(editor, docx, DocumentReader.DOCX, Map.of("title", "另一个题"))
                        .json()
                        .getString("draft"))
                .isNotEqualTo(made.json().getString("draft"));
        Refusal.of(upload(editor, docx, "application/pdf", Map.of()), 415)
                .naming("请求内容应为 application/json、" + DocumentReader.DOCX + "、text/html、text/markdown");
        Refusal.of(upload(editor, docx, DocumentReader.DOCX, Map.of("regions", "510904")), 403, "outside-scope");
        Refusal.of(upload(editor, docx, DocumentReader.DOCX, Map.of("groups", "nobody")), 400);
        Refusal.of(upload(editor, new byte[11 << 20], DocumentReader.MARKDOWN, Map.of()), 413, "body-too-large");
        Refusal.of(
                upload(editor, "# 题".getBytes(StandardCharsets.UTF_8), DocumentReader.MARKDOWN, Map.of()),
                400,
                "document-empty");
    }

    private static House.Answer upload(String token, byte[] bytes, String type, Map<String, String> more) {
        Map<String, String> about = new java.util.TreeMap<>(Map.of(
                "source",
                "农技站",
                "topic",
                "fire",
                "groups",
                "farmer,elder",
                "authority",
                "provincial",
                "licence",
                "CC BY 4.0"));
        about.putAll(more);
        String query = about.entrySet().stream()
                .map(one -> one.getKey() + "="
                        + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
        return house.send(house.request("/v1/library/uploads/documents?" + query, token)
                .setHeader("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    private static JsonObject draft(String item) {
        return new JsonObject(house.sql("select content::text from item_version where item = ?", item)
                .getFirst()
                .getFirst());
    }
}
