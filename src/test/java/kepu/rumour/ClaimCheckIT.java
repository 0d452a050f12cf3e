package kepu.rumour;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people paste is checked against the claims. */
class ClaimCheckIT {
    @RegisterExtension
    static final House house = new House();

    @Test
    void aRumourGetsItsVerdictWithTheWordsThatMakeIt() {
        JsonObject verdict = only(check("烫伤了马上抹牙膏，能止疼还不留疤"));
        assertThat(verdict.getString("id")).isEqualTo("health-burn-toothpaste");
        assertThat(verdict.getString("claim")).isEqualTo("烫伤了马上抹牙膏、酱油，能止疼还不留疤");
        assertThat(verdict.getString("rating")).isEqualTo("false");
        assertThat(verdict.getString("ratingName")).isEqualTo("不实");
        assertThat(verdict.getString("summary")).isNotBlank().hasSizeLessThanOrEqualTo(120);
        assertThat(verdict.getDouble("score")).isBetween(0.5, 1.0);
        assertThat(verdict.getString("statement")).contains("牙膏");
        assertThat(verdict.containsKey("item")).isTrue();
    }

    @Test
    void aTrueSayingIsSaidToBeTrue() {
        assertThat(only(check("一岁以内的娃娃不能喂蜂蜜，会中毒")).getString("rating")).isEqualTo("true");
    }

    @Test
    void aForwardedMessageWithNoiseAndSeveralClaimsGetsThemAll() {
        JsonObject answer = check("""
                ‼️【紧 急 扩 散】‼️ 转给家里老人 🙏🙏
                一、鱼刺卡住喉
                咙，喝醋能把刺软化。
                - 2 -
                二、打雷时打手机会把雷引到
                人身上，
                三、枕头底下放把剪刀，娃娃夜里就不哭了。
                详情加微信 abc12345 或打 13800138000 https://spam.example.com/x
                赶快转发到所有群，不转不是中国人！
                """);
        assertThat(ids(answer)).containsExactlyInAnyOrder("health-fishbone-vinegar", "weather-lightning-phone");
        assertThat(answer.getJsonArray("unknown").encode())
                .contains("剪刀")
                .doesNotContain("13800138000", "abc12345", "spam");
    }

    @Test
    void whatNobodyKnowsGetsNoVerdictAndIsCounted() {
        JsonObject answer = check("吃了南瓜籽炒的蚂蚁能把肾结石化掉");
        assertThat(answer.getJsonArray("verdicts")).isEmpty();
        assertThat(answer.getJsonArray("unknown")).hasSize(1);
        assertThat(house.count("select count(*) from claim_unknown where text like '%南瓜籽%'"))
                .isEqualTo(1);
    }

    @Test
    void greetingsAreNeitherAnsweredNorCounted() {
        long before = house.count("select count(*) from claim_unknown");
        for (String text : List.of("好的", "收到！", "🙏🙏🙏", "?", "13800138000", "<b></b>", "\u200b")) {
            JsonObject answer = check(text);
            assertThat(answer.getJsonArray("verdicts")).as(text).isEmpty();
            assertThat(answer.getJsonArray("unknown")).as(text).isEmpty();
        }
        assertThat(house.count("select count(*) from claim_unknown")).isEqualTo(before);
    }

    @Test
    void hostileTextsAreRefusedClearlyOrDoNoHarm() {
        int most = house.config().rumours().textChars();
        Refusal.of(post(new JsonObject().put("text", "毒".repeat(most + 1))), 400, "text-too-long");
        Refusal.of(post(new JsonObject().put("text", "毒".repeat(400_000))), 413);
        Refusal.of(post(new JsonObject().put("text", "a\u0000b")), 400, "text-invalid");
        Refusal.of(post(new JsonObject().put("text", "")), 400);
        Refusal.of(post(new JsonObject()), 400);
        Refusal.of(post(new JsonObject().put("text", "毒").put("more", 1)), 400);
        for (String piece : List.of("毒", "<", "1 ", "，", "https://", "不", "\n", "😀", "會", "a.")) {
            House.Answer answer = post(new JsonObject().put("text", piece.repeat(most / piece.length())));
            assertThat(answer.status()).as(piece).isEqualTo(200);
        }
        JsonObject script = check("<script>alert('烫伤了马上抹牙膏、酱油，能止疼还不留疤')</script>");
        assertThat(script.encode()).doesNotContain("<script");
    }

    @Test
    void aVerdictIsReadWholeWithItsClaimReview() {
        JsonObject whole = house.get("/v1/claims/health-burn-toothpaste", null).json();
        assertThat(whole.getString("body")).contains("<h2>").doesNotContain("<script");
        assertThat(whole.getString("source")).isNotBlank();
        JsonObject review = whole.getJsonObject("claimReview");
        assertThat(review.getString("@context")).isEqualTo("https://schema.org");
        assertThat(review.getString("@type")).isEqualTo("ClaimReview");
        assertThat(review.getString("claimReviewed")).isEqualTo(whole.getString("claim"));
        assertThat(review.getString("url")).endsWith("/c/health-burn-toothpaste");
        assertThat(review.getString("datePublished")).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
        JsonObject rating = review.getJsonObject("reviewRating");
        assertThat(rating.getInteger("ratingValue")).isEqualTo(1);
        assertThat(rating.getInteger("bestRating")).isEqualTo(5);
        assertThat(rating.getString("alternateName")).isEqualTo("不实");
        Refusal.of(house.get("/v1/claims/no-such-claim", null), 404, "claim-missing");
    }

    @Test
    void aVerdictIsAPageThatCanBePassedOn() {
        JsonObject whole = house.get("/v1/claims/health-burn-toothpaste", null).json();
        House.Answer page = house.get("/c/health-burn-toothpaste", null);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.text())
                .contains("<h1>" + whole.getString("claim") + "</h1>")
                .contains("这个说法不对。")
                .contains(whole.getString("body"))
                .contains("来源：" + whole.getString("source") + "，" + whole.getString("publishedOn"))
                .contains("href=\"/#/claims/health-burn-toothpaste\"");
        Matcher data = Pattern.compile("<script type=\"application/ld\\+json\">(.*?)</script>")
                .matcher(page.text());
        assertThat(data.find()).isTrue();
        JsonObject review = new JsonObject(data.group(1));
        assertThat(review.getString("@type")).isEqualTo("ClaimReview");
        String address = house.uri("/c/health-burn-toothpaste").toString();
        assertThat(review.getString("url")).isEqualTo(address);
        assertThat(page.text()).contains("<link rel=\"canonical\" href=\"" + address + "\">");
        assertThat(house.get("/sitemap.xml", null).text())
                .contains("<loc>" + address + "</loc><lastmod>" + whole.getString("publishedOn") + "</lastmod>");
        assertThat(house.send(house.request("/c/health-burn-toothpaste", null)
                                .header(
                                        "if-none-match",
                                        page.headers().firstValue("etag").orElseThrow())
                                .GET())
                        .status())
                .isEqualTo(304);
        Refusal.of(house.get("/c/no-such-claim", null), 404, "claim-missing");
    }

    @Test
    void whatIsUnprovenHasNoNumber() {
        JsonObject review = house.get("/v1/claims/disaster-animals-before-quake", null)
                .json()
                .getJsonObject("claimReview");
        assertThat(review.getJsonObject("reviewRating").containsKey("ratingValue"))
                .isFalse();
    }

    @Test
    void theListPagesThroughAllOnceAndByTopic() {
        Set<String> seen = new HashSet<>();
        String next = "";
        int pages = 0;
        do {
            JsonObject page = house.get("/v1/claims?size=50" + next, null).json();
            page.getJsonArray("claims")
                    .forEach(claim -> assertThat(seen.add(((JsonObject) claim).getString("id")))
                            .isTrue());
            next = page.containsKey("next") ? "&cursor=" + page.getString("next") : null;
            pages++;
        } while (next != null);
        assertThat(seen).hasSize((int) house.count("select count(*) from claim"));
        assertThat(pages).isGreaterThan(1);
        JsonArray fire =
                house.get("/v1/claims?topic=fire&size=100", null).json().getJsonArray("claims");
        assertThat(fire)
                .isNotEmpty()
                .allMatch(claim -> ((JsonObject) claim).getString("topic").equals("fire"));
        Refusal.of(house.get("/v1/claims?topic=cooking", null), 400);
        Refusal.of(house.get("/v1/claims?cursor=%21", null), 400);
    }

    @Test
    void aWithdrawnItemIsNoLongerTold() {
        String id = "fire-elevator-escape";
        String item = house.get("/v1/claims/" + id, null).json().getString("item");
        assertThat(item).isNotNull();
        String operator = house.staff(Role.OPERATOR, "0");
        assertThat(house.post(
                                "/v1/library/items/" + item + "/withdraw",
                                new JsonObject().put("reason", "数据有误"),
                                operator)
                        .status())
                .isEqualTo(204);
        assertThat(house.get("/v1/claims/" + id, null).json().getString("item")).isNotEqualTo(item);
    }

    @Test
    void whichClaimsAResidentWasToldIsTheirsToReadAndGoesWithThem() {
        String resident = house.resident(house.village());
        check("鱼刺卡住喉咙，喝醋能把刺软化", resident);
        check("鱼刺卡住喉咙，喝醋能把刺软化", resident);
        JsonArray own = house.get("/v1/me/export", resident).json().getJsonArray("claimChecks");
        assertThat(own).hasSize(1);
        assertThat(own.getJsonObject(0).getString("id")).isEqualTo("health-fishbone-vinegar");
        assertThat(own.getJsonObject(0).fieldNames()).containsExactlyInAnyOrder("id", "claim", "day");
        assertThat(house.send("DELETE", "/v1/me", null, resident).status()).isEqualTo(204);
        eventually(
                "the check is gone",
                () -> house.count("select count(*) from claim_check k where not exists"
                                + " (select from resident r where r.id = k.resident)")
                        == 0);
    }

    private static JsonObject check(String text) {
        return check(text, null);
    }

    private static JsonObject check(String text, @Nullable String token) {
        House.Answer answer = house.post("/v1/claims/check", new JsonObject().put("text", text), token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static House.Answer post(JsonObject body) {
        return house.post("/v1/claims/check", body, null);
    }

    private static JsonObject only(JsonObject answer) {
        assertThat(answer.getJsonArray("verdicts")).as(answer.encode()).hasSize(1);
        return answer.getJsonArray("verdicts").getJsonObject(0);
    }

    private static List<String> ids(JsonObject answer) {
        return answer.getJsonArray("verdicts").stream()
                .map(verdict -> ((JsonObject) verdict).getString("id"))
                .toList();
    }
}
