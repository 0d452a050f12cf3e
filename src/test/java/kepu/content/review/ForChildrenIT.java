package kepu.content.review;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kepu.content.Library;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Recorded;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is written for children is found by itself, stays so through a review, and is heard where somebody read it out. */
class ForChildrenIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @TempDir
    private Path folder;

    private final Newsroom room = new Newsroom(house);

    @Test
    void theFeedForChildrenHoldsWhatIsWrittenForThemAndEndsThere() {
        Set<String> written = written();
        assertThat(written).hasSizeGreaterThanOrEqualTo(20);
        for (String token : new String[] {null, house.resident(VILLAGE), house.staff(Role.DISSEMINATOR, VILLAGE)}) {
            JsonObject page =
                    house.get("/v1/feed?readers=children&size=20", token).json();
            assertThat(ids(page)).hasSize(20).doesNotHaveDuplicates().isSubsetOf(written);
            assertThat(page.containsKey("next")).isFalse();
            assertThat(page.getJsonArray("items")).allSatisfy(one -> {
                JsonObject card = (JsonObject) one;
                assertThat(card.getBoolean("forChildren")).isTrue();
                assertThat(card.getJsonObject("reason").getString("text")).containsPattern("\\p{IsHan}");
            });
        }
        Refusal.of(house.get("/v1/feed?readers=anybody", null), 400).at("?readers");
        assertThat(house.get("/v1/feed?readers=children&size=%32", null).json().getJsonArray("items"))
                .as("the router's way is the same")
                .hasSize(2);
    }

    @Test
    void theFeedForChildrenIsTheChildsOwn() {
        String child = house.resident(VILLAGE);
        String path = "/v1/feed?readers=children&size=50";
        List<String> before = ids(house.get(path, child).json());
        assertThat(ids(house.get(path, child).json()))
                .as("the same through a day")
                .isEqualTo(before);
        String first = before.getFirst();
        JsonObject no = new JsonObject()
                .put("id", "no-1")
                .put("type", "not_interested")
                .put("item", first)
                .put("at", Instant.now().toString());
        assertThat(house.post("/v1/events", new JsonObject().put("events", new JsonArray().add(no)), child)
                        .status())
                .isEqualTo(202);
        assertThat(ids(house.get(path, child).json())).doesNotContain(first);
    }

    @Test
    void theSearchForChildrenFindsNothingElse() {
        String asked = "/v1/search?size=50&q=" + URLEncoder.encode("小鸟 雷雨 洗手 月亮", StandardCharsets.UTF_8);
        eventually("there is an index", () -> house.get(asked, null).status() == 200);
        List<String> all = hits(house.get(asked, null).json());
        JsonObject found = house.get(asked + "&readers=children", null).json();
        Set<String> written = written();
        assertThat(hits(found)).isNotEmpty().isSubsetOf(written);
        assertThat(hits(found))
                .containsAll(all.stream().filter(written::contains).toList());
        assertThat(all).as("others are found without").anyMatch(id -> !written.contains(id));
        assertThat(found.getInteger("total")).isEqualTo(hits(found).size());
        Refusal.of(house.get(asked + "&readers=1", null), 400).at("?readers");
    }

    @Test
    void whatIsReviewedIsForChildrenWhereItIsForNobodyElse() {
        String alone = room.published(draft("child"));
        String shared = room.published(draft("child", "elder"));
        assertThat(isForChildren(alone)).isTrue();
        assertThat(isForChildren(shared)).isFalse();
        String asked = "/v1/search?size=50&q=" + URLEncoder.encode("写给谁的一篇", StandardCharsets.UTF_8);
        eventually(
                "both can be found", () -> hits(house.get(asked, null).json()).containsAll(List.of(alone, shared)));
        assertThat(hits(house.get(asked + "&readers=children", null).json()))
                .contains(alone)
                .doesNotContain(shared);
    }

    @Test
    void aCorrectionStaysForChildrenAndOutlivesNoRecordingOfAnotherText() throws Exception {
        Recorded.write(folder, "child-heard", 2);
        Recorded.write(folder, "child-renamed", 2);
        assertThat(Recorded.into(house, folder)).isEqualTo(new Library.Report(2, 2, 0, 0, List.of()));
        eventually("they are live", () -> live("child-heard") && live("child-renamed"));
        correct("child-heard", new JsonObject().put("text", "改对了的正文。"));
        correct("child-renamed", new JsonObject().put("summary", "有人把它读给你听，从头读到尾。"));
        assertThat(isForChildren("child-heard")).isTrue();
        assertThat(item("child-heard").containsKey("audio")).isFalse();
        assertThat(isForChildren("child-renamed")).isTrue();
        assertThat(item("child-renamed").getString("audio")).startsWith("/media/");
    }

    @Test
    void aRecordingIsServedInRangesAndGoesWithItsItem() throws Exception {
        Recorded.write(folder, "child-listen", 3);
        Recorded.into(house, folder);
        eventually("it is live", () -> live("child-listen"));
        String address = item("child-listen").getString("audio");
        assertThat(address).matches("/media/[0-9a-f]{40}\\.wav");
        HttpResponse<byte[]> part = house.client()
                .send(
                        house.request(address, null)
                                .header("range", "bytes=0-43")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("content-type").orElseThrow()).isEqualTo("audio/wav");
        assertThat(part.body())
                .startsWith("RIFF".getBytes(StandardCharsets.US_ASCII))
                .hasSize(44);

        JsonObject reason = new JsonObject().put("reason", "念错了");
        assertThat(house.post("/v1/library/items/child-listen/withdraw", reason, house.staff(Role.OPERATOR, "0"))
                        .status())
                .isEqualTo(204);
        eventually("it is gone", () -> house.get(address, null).status() == 404);
    }

    @Test
    void aRecordingThatIsNoneIsAFaultWithItsFileAndLine() throws IOException, SQLException {
        for (String front :
                List.of("nothing.wav", "../secret.wav", "sound.ogg", "film.mp4", "text.mp3", "text.m4a", "text.wav")) {
            String id = "bad-" + front.replaceAll("[^a-z0-9]", "-");
            Files.writeString(folder.resolve(id + ".md"), Recorded.article("audio: " + front + "\n", "正文。"));
        }
        for (String file : List.of("film.mp4", "text.mp3", "text.m4a", "text.wav", "sound.ogg")) {
            Files.writeString(folder.resolve(file), "这不是声音，是一段文字。");
        }
        Library.Report report = Recorded.into(house, folder);
        assertThat(report.added()).isZero();
        assertThat(report.faults()).hasSize(7).allMatch(fault -> fault.matches("bad-[^:]+\\.md:11: audio .+"));
        assertThat(report.faults().stream().filter(fault -> fault.contains("does not begin")))
                .hasSize(3);
    }

    private void correct(String item, JsonObject fields) {
        String editor = room.editor("0");
        int version = Newsroom.ok(room.correct(editor, item, "改一处")).getInteger("version");
        room.change(editor, item, fields);
        room.stepped(editor, item, "submit");
        room.passed(item, version);
    }

    private static JsonObject draft(String... groups) {
        return Newsroom.draft("写给谁的一篇 " + String.join(" ", groups)).put("groups", new JsonArray(List.of(groups)));
    }

    private static boolean live(String item) {
        return house.get("/v1/items/" + item, null).status() == 200;
    }

    private static JsonObject item(String item) {
        return house.get("/v1/items/" + item, null).json();
    }

    private static boolean isForChildren(String item) {
        return item(item).getBoolean("forChildren", false);
    }

    /** Those of which the front matter says so: the first group is that of children. */
    private static Set<String> written() {
        return house.sql("select id from item where groups[1] = 'child' and withdrawn_at is null").stream()
                .map(List::getFirst)
                .collect(Collectors.toSet());
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(one -> ((JsonObject) one).getString("id"))
                .toList();
    }

    private static List<String> hits(JsonObject found) {
        return found.getJsonArray("hits").stream()
                .map(hit -> ((JsonObject) hit).getJsonObject("item").getString("id"))
                .toList();
    }
}
