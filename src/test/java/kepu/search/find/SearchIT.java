package kepu.search.find;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchIT {
    private static final String VILLAGE = "510903100208";
    private static final String STROKE = "health-stroke-recognition";
    private static final String DRONE = "machinery-plant-protection-drone";
    private static final String LOCAL = "energy-suining-lithium-salts";

    @RegisterExtension
    static final House house = new House();

    @BeforeEach
    void waitUntilItemsCanBeFound() {
        eventually("there is an index", () -> house.get(search("血压"), null).status() == 200);
    }

    @ParameterizedTest
    @CsvSource({
        "脑梗," + STROKE,
        "腦中風," + STROKE,
        "打药机," + DRONE,
        "ｗｕｒｅｎｊｉ 植保," + DRONE,
        "血压怎么量,health-blood-pressure-at-home",
    })
    void whatPeopleSayFindsWhatTheItemSays(String query, String item) {
        assertThat(ids(found(search(query), null)).subList(0, 3)).contains(item);
    }

    @Test
    void aHitIsACardWithItsTitleAndItsBestPassageMarked() {
        JsonObject hit = found(search("脑卒中"), null).getJsonArray("hits").getJsonObject(0);
        assertThat(hit.getJsonObject("item").fieldNames())
                .contains("id", "kind", "title", "summary", "topic", "source", "publishedAt");
        assertThat(hit.getString("title") + hit.getString("passage")).contains("<em>");
        assertThat((hit.getString("title") + hit.getString("passage")).replaceAll("</?em>", ""))
                .doesNotContain("<")
                .doesNotContain(">");
    }

    @Test
    void filtersNarrowAndFacetsCountWhatIsLeft() {
        JsonObject all = found(search("安全"), null);
        JsonObject kinds = all.getJsonObject("facets").getJsonObject("kind");
        assertThat(kinds.stream().mapToInt(kind -> (Integer) kind.getValue()).sum())
                .isEqualTo(all.getInteger("total"));
        JsonObject videos = found(search("安全") + "&kind=video", null);
        assertThat(videos.getInteger("total")).isPositive();
        assertThat(videos.getJsonObject("facets").getJsonObject("kind").fieldNames())
                .containsExactly("video");
        for (String filter : List.of("topic=fire", "group=elder", "season=summer")) {
            JsonObject narrowed = found(search("安全") + "&" + filter, null);
            String[] parts = filter.split("=");
            assertThat(narrowed.getInteger("total")).as(filter).isPositive().isLessThan(all.getInteger("total"));
            assertThat(narrowed.getJsonObject("facets").getJsonObject(parts[0]).getInteger(parts[1]))
                    .as(filter)
                    .isEqualTo(narrowed.getInteger("total"));
        }
    }

    @Test
    void aRegionsOwnItemsAreFoundThereOnly() {
        String query = search("遂宁锂盐");
        assertThat(ids(found(query + "&region=5109", null))).contains(LOCAL);
        assertThat(ids(found(query, null))).contains(LOCAL);
        assertThat(ids(found(query + "&region=3204", null))).doesNotContain(LOCAL);
        assertThat(ids(found(query, house.resident(VILLAGE)))).contains(LOCAL);
        assertThat(ids(found(query, house.staff(Role.OPERATOR, "3204")))).doesNotContain(LOCAL);
        Refusal.of(house.get(query + "&region=9999", null), 404, "region-missing");
    }

    @Test
    void itemsMadeForAPlaceAreCountedByProvinceAndFoundAlone() {
        JsonObject all = found(search("遂宁锂盐"), null);
        int counted = all.getJsonObject("facets").getJsonObject("region").getInteger("51");
        assertThat(counted).isPositive().isLessThan(all.getInteger("total"));
        assertThat(all.getJsonObject("regionNames").getString("51")).isEqualTo("四川省");
        JsonObject local = found(search("遂宁锂盐") + "&place=51", null);
        assertThat(ids(local)).contains(LOCAL);
        assertThat(local.getInteger("total")).isEqualTo(counted);
        assertThat(found(search("遂宁锂盐") + "&place=11", null).getInteger("total"))
                .isZero();
        assertThat(found(search("遂宁锂盐") + "&place=0", null).getInteger("total")).isEqualTo(all.getInteger("total"));
        Refusal.of(house.get(search("遂宁锂盐") + "&place=9999", null), 404, "region-missing");
    }

    @Test
    void wordsOfWhatIsNotForTheRegionAreNotOfferedThere() {
        eventually("suggestions are there", () -> !suggested("锂辉").isEmpty());
        assertThat(suggested("锂辉", "&region=5109", null)).isNotEmpty();
        assertThat(suggested("锂辉", "&region=3204", null)).isEmpty();
        assertThat(suggested("锂辉", "", house.resident(VILLAGE))).isNotEmpty();
        assertThat(suggested("锂辉", "", house.staff(Role.OPERATOR, "3204"))).isEmpty();
    }

    @Test
    void pagesFollowEachOtherWithoutAnItemTwice() {
        List<String> seen = new ArrayList<>();
        JsonObject page = found(search("安全") + "&size=7", null);
        int total = page.getInteger("total");
        seen.addAll(ids(page));
        while (page.containsKey("next")) {
            page = found(search("安全") + "&size=7&cursor=" + page.getString("next"), null);
            seen.addAll(ids(page));
        }
        assertThat(seen).hasSize(total);
        assertThat(new HashSet<>(seen)).hasSize(total);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "MTIz", "MSAyIDM"})
    void aCursorOfSomethingElseIsRefused(String cursor) {
        Refusal.of(house.get(search("安全") + "&cursor=" + cursor, null), 400, "cursor-invalid");
    }

    @Test
    void aCursorTurnsThePagesOfItsOwnQueryOnly() {
        String cursor = found(search("安全") + "&size=2", null).getString("next");
        Refusal.of(house.get(search("用电") + "&size=2&cursor=" + cursor, null), 400, "cursor-invalid");
    }

    @Test
    void aSlipIsMendedAndTheWordOffered() {
        waitUntilWordsAreLearned();
        JsonObject found = found(search("高血鸭"), null);
        assertThat(found.getString("didYouMean")).isEqualTo("高血压");
        assertThat(ids(found)).contains("health-blood-pressure-at-home");
        assertThat(found(search("高血压"), null).containsKey("didYouMean")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "雷雨天避险",
                "怎么预防高血压",
                "手机支付安全",
                "小孩发烧怎么办",
                "怎样识别电信诈骗",
                "养鸡怎么防病",
                "药品过期了怎么处理",
                "缺血性脑卒中",
                "冬季泡脚",
                "老人防摔倒",
                "地震来了往哪跑",
                "小麦赤霉病防治",
                "孩子防溺水",
                "电动车充电起火",
                "狗咬了要打针吗",
                "高血压吃什么好",
                "秋天腹泻",
                "农药怎么存放",
                "糖尿病人饮食",
                "家里停电怎么办",
                "玉米什么时候种",
                "刷单是骗局吗"
            })
    void whatIsSpeltRightIsLeftAsItIs(String query) {
        waitUntilWordsAreLearned();
        assertThat(found(search(query), null).getString("didYouMean")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "高血牙,高血压",
        "高雪压,高血压",
        "糖料病,糖尿病",
        "感昌,感冒",
        "感昌怎么办,感冒怎么办",
        "ganmao,感冒",
        "gan mao,感冒",
        "gao xue ya,高血压",
        "ganmaole,感冒了",
        "gan mao zenme ban,感冒怎么办"
    })
    void slipsAndPinyinAreReadAsWhatWasMeant(String query, String meant) {
        waitUntilWordsAreLearned();
        JsonObject found = found(search(query), null);
        assertThat(found.getString("didYouMean")).isEqualTo(meant);
        assertThat(ids(found)).first().isIn(ids(found(search(meant), null)));
    }

    @ParameterizedTest
    @CsvSource({"脑梗," + STROKE + ",<em>中风</em>", "煤气,fire-kitchen-oil-gas,<em>燃气</em>"})
    void whatMatchedByAnotherNameIsMarked(String query, String item, String marked) {
        JsonObject hit = found(search(query), null).getJsonArray("hits").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getJsonObject("item").getString("id").equals(item))
                .findFirst()
                .orElseThrow();
        assertThat(hit.getString("title") + hit.getString("passage")).contains(marked);
    }

    @Test
    void whatNoItemSpeaksOfFindsNothingAndIsNotOffered() {
        waitUntilWordsAreLearned();
        assertThat(ids(found(search("新冠"), null))).isEmpty();
        assertThat(suggested("新冠")).isEmpty();
    }

    @Test
    void aPublishedItemIsFoundAndAWithdrawnOneIsNotAtOnce() {
        publish("search-new-item", "灯蛾毛虫螫了皮肤怎么办", "用胶带把毒毛粘掉，别揉。", "{}");
        eventually(
                "the new item is found", () -> ids(found(search("灯蛾毛虫"), null)).contains("search-new-item"));
        String reviewer = house.staff(Role.REVIEWER, "0");
        House.Answer withdrawn = house.post(
                "/v1/library/items/search-new-item/withdraw", new JsonObject().put("reason", "测试"), reviewer);
        assertThat(withdrawn.status()).isLessThan(300);
        assertThat(ids(found(search("灯蛾毛虫"), null))).doesNotContain("search-new-item");
        assertThat(suggested("灯蛾")).as("nor is its title offered").isEmpty();
    }

    @Test
    void aTextThatChangedIsFoundByWhatItSaysNow() {
        publish("search-changed-item", "磷化铝熏蒸粮仓要当心", "旧的正文。", "{}");
        eventually("it is found", () -> ids(found(search("磷化铝"), null)).contains("search-changed-item"));
        house.sql("update item set body = '<p>人畜离开，门窗挂牌，鬼针草。</p>', chars = 15 where id = 'search-changed-item'");
        eventually("by its new words", () -> ids(found(search("鬼针草"), null)).contains("search-changed-item"));
    }

    @Test
    void whoLetsThemselvesBeKnownFindsWhatIsMadeForThemHigher() {
        publish("search-tilt-a", "蓖麻籽不能当零食甲", "蓖麻籽有毒，吃了会中毒。", "{youth}");
        publish("search-tilt-b", "蓖麻籽不能当零食乙", "蓖麻籽有毒，吃了会中毒。", "{farmer}");
        String query = search("蓖麻籽");
        eventually(
                "both are found", () -> ids(found(query, null)).containsAll(List.of("search-tilt-a", "search-tilt-b")));
        JsonObject farmer = new JsonObject().put("groups", List.of("farmer"));
        JsonObject youth = new JsonObject().put("groups", List.of("youth"));
        String one = house.resident(house.village(), farmer);
        String other = house.resident(house.village(), youth);
        assertThat(ids(found(query, one))).first().isEqualTo("search-tilt-b");
        assertThat(ids(found(query, other))).first().isEqualTo("search-tilt-a");
        house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", false), one);
        house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", false), other);
        assertThat(ids(found(query, one))).isEqualTo(ids(found(query, other))).isEqualTo(ids(found(query, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind=book",
                "season=monsoon",
                "topic=nothing",
                "group=everybody",
                "size=0",
                "size=51",
                "size=x",
                "order=new"
            })
    void unknownFiltersAreRefusedByName(String filter) {
        Refusal.of(house.get(search("安全") + "&" + filter, null), 400).at("?" + filter.split("=")[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title:*",
                "+血压 -高",
                "(血压 AND",
                "\"",
                "*",
                "?",
                "\\",
                "/.*/",
                "血压^99",
                "{!x}",
                "${jndi:ldap://x}",
                "<script>alert(1)</script>",
                "'; drop table item; --",
                "🙏🏽🙏🏽",
                "\u0007\u001b[31m血压",
                "\u202e血压\ufeff",
                "%",
                "&",
                "..",
                "null",
                "的",
                "𠮷"
            })
    void hostileQueriesAreJustQueries(String query) {
        JsonObject found = found(search(query), null);
        assertThat(found.getJsonArray("hits").encode()).doesNotContain("<script");
    }

    @Test
    void aQueryHasALimit() {
        Refusal.of(house.get(search("血".repeat(101)), null), 400, "query-too-long")
                .naming("100");
        Refusal.of(house.get(search("x".repeat(10_000)), null), 414);
        Refusal.of(house.get(search("   "), null), 400, "query-empty");
        Refusal.of(house.get("/v1/search?q=", null), 400);
        Refusal.of(house.get("/v1/search", null), 400);
        assertThat(house.metric("kepu_search_refused_total{limit=\"query\"}")).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"血y,血压", "xueya,血压", "xy,血压"})
    void aHalfTypedWordIsCompleted(String typed, String word) {
        eventually("suggestions are there", () -> !suggested("血").isEmpty());
        assertThat(suggested(typed)).anyMatch(text -> text.contains(word));
        assertThat(suggested(typed).size()).isLessThanOrEqualTo(10);
    }

    @Test
    void theIndexIsMadeAnewWhileItServes() throws Exception {
        Path folder = house.config().data().resolve("search");
        String before = generation(folder);
        String operator = house.staff(Role.OPERATOR, "0");
        assertThat(house.post("/v1/search/rebuild", null, operator).status()).isEqualTo(202);
        eventually("a new generation serves", () -> {
            assertThat(ids(found(search("脑梗"), null))).contains(STROKE);
            return !generation(folder).equals(before);
        });
        assertThat(ids(found(search("脑梗"), null))).contains(STROKE);
        Refusal.of(house.post("/v1/search/rebuild", null, house.staff(Role.OPERATOR, "5109")), 403, "outside-scope");
    }

    private static void waitUntilWordsAreLearned() {
        eventually("words are learned", () -> found(search("高血鸭"), null).containsKey("didYouMean"));
    }

    private static String generation(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString())
                    .sorted()
                    .toList()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void publish(String id, String title, String body, String groups) {
        house.sql(
                "insert into item (id, kind, title, summary, topic, groups, keywords, source, authority, licence, language, body,"
                        + " chars, published_at, digest) values (?, 'article', ?, '', 'health', ?::text[], '{}', '测试', 'national',"
                        + " 'CC-BY-4.0', 'zh-CN', ?, 10, '2026-01-01', '')",
                id,
                title,
                groups,
                "<p>" + body + "</p>");
    }

    private static List<String> suggested(String typed) {
        return suggested(typed, "", null);
    }

    private static List<String> suggested(String typed, String rest, @Nullable String token) {
        House.Answer answer = house.get("/v1/suggest?q=" + encoded(typed) + rest, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getJsonArray("suggestions").stream()
                .map(String::valueOf)
                .toList();
    }

    private static JsonObject found(String path, @Nullable String token) {
        House.Answer answer = house.get(path, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> ids(JsonObject found) {
        return found.getJsonArray("hits").stream()
                .map(hit -> ((JsonObject) hit).getJsonObject("item").getString("id"))
                .toList();
    }

    private static String search(String query) {
        return "/v1/search?q=" + encoded(query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
