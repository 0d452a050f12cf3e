package kepu.rumour;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import kepu.testing.ShiftedClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What nobody knows is counted without who asked, watched for what rises, and handled by staff. */
class UnknownClaimIT {
    private static final String TEXT = "喝生南瓜藤汁能把糖尿病的并发症全部逼出来";
    private static final ShiftedClock clock = new ShiftedClock();

    @RegisterExtension
    static final House house =
            new House().by(clock).with("people.tokenMinutes", 1_440).with("rumours.unknownTexts", 40);

    private String editor;

    @BeforeEach
    void begin() {
        house.sql("delete from claim_unknown");
        editor = house.staff(Role.EDITOR, "5109");
    }

    @Test
    void nearlyTheSameTextsAreOneAndOthersAreNot() {
        ask(TEXT);
        ask("🔥" + TEXT + "！！快转发给家人");
        ask("听说" + TEXT);
        ask("把旧轮胎埋在果树下面可以防冻防虫十几年");
        JsonArray unknown = unknown("open");
        assertThat(unknown).hasSize(2);
        assertThat(unknown.getJsonObject(0).getLong("total")).isEqualTo(3);
        assertThat(unknown.getJsonObject(0).getLong("today")).isEqualTo(3);
        assertThat(unknown.getJsonObject(1).getLong("total")).isEqualTo(1);
    }

    @Test
    void nothingIsStoredThatNamesSomebody() {
        ask("联系人：王小二 打13800138000买南瓜藤秘方，身份证510903198001011234，加微信 wxid_abc123，详见 https://bad.example.com/u?id=9");
        String stored = house.sql(
                        "select u.*, d.* from claim_unknown u left join claim_unknown_day d on d.unknown = u.id")
                .toString();
        assertThat(stored)
                .contains("南瓜藤秘方")
                .doesNotContain("王小二", "13800138000", "510903198001011234", "wxid", "bad.example");
        assertThat(house.sql(
                        "select column_name from information_schema.columns where table_name like 'claim_unknown%'"))
                .as("who asked has no column")
                .noneMatch(row ->
                        row.getFirst().contains("resident") || row.getFirst().contains("address"));
    }

    @Test
    void onlySoManyDifferentTextsAreKept() {
        double before = house.counted("kepu_claims_refused_total{limit=\"unknown\"}");
        for (int at = 0; at < 45; at++) {
            ask("偏方第" + "甲乙丙丁戊己庚辛壬癸".charAt(at % 10) + "号" + "子丑寅卯辰".charAt(at / 10) + "方"
                    + ODD.substring(at * 8, at * 8 + 8) + ODD.substring(at * 5, at * 5 + 9));
        }
        assertThat(house.count("select count(*) from claim_unknown")).isLessThanOrEqualTo(40);
        assertThat(house.counted("kepu_claims_refused_total{limit=\"unknown\"}"))
                .isGreaterThan(before);
    }

    @Test
    void whatIsAskedFarMoreThanItsPastLetsExpectRaisesOneAlarm() {
        String operator = house.staff(Role.OPERATOR, "5109");
        for (int day = 0; day < 3; day++) {
            clock.forward(Duration.ofDays(1));
            editor = house.staff(Role.EDITOR, "5109");
            ask("把旧轮胎埋在果树下面可以防冻防虫十几年");
        }
        watch();
        assertThat(alarms(editor)).isEmpty();
        double before = house.counted("kepu_claims_alarms_total");
        for (int at = 0; at < 15; at++) {
            ask(TEXT);
        }
        ask("把旧轮胎埋在果树下面可以防冻防虫十几年");
        watch();
        watch();
        JsonArray alarms = alarms(editor);
        assertThat(alarms).hasSize(1);
        JsonObject alarm = alarms.getJsonObject(0);
        assertThat(alarm.getInteger("count")).isEqualTo(15);
        assertThat(alarm.getDouble("expected")).isLessThan(2);
        assertThat(alarm.getDouble("surprise")).isGreaterThanOrEqualTo(6);
        assertThat(alarm.getJsonObject("unknown").getString("text")).contains("南瓜藤");
        assertThat(house.counted("kepu_claims_alarms_total")).isEqualTo(before + 1);
        assertThat(unknown("open").getJsonObject(0).getString("text"))
                .as("the rising first")
                .contains("南瓜藤");
        assertThat(operator).isNotNull();
    }

    @Test
    void anAnsweredOneIsAWayToSayTheClaimFromThenOn() {
        String text = "娃儿脚杆烫起泡，老辈人喊糊一层牙膏皮里头的膏膏";
        JsonObject first = ask(text);
        assertThat(first.getJsonArray("verdicts")).isEmpty();
        String id = unknown("open").getJsonObject(0).getString("id");
        House.Answer answer = house.post(
                "/v1/claims/unknown/" + id + "/answer",
                new JsonObject().put("claim", "health-burn-toothpaste"),
                editor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().getString("state")).isEqualTo("answered");
        eventually("it is known", () -> !ask(text).getJsonArray("verdicts").isEmpty());
        assertThat(ask(text).getJsonArray("verdicts").getJsonObject(0).getString("id"))
                .isEqualTo("health-burn-toothpaste");
        assertThat(unknown("answered")).hasSize(1);
        assertThat(house.count("select count(*) from audit where action = 'claim.answered' and object = ?", id))
                .isEqualTo(1);
        Refusal.of(house.post("/v1/claims/unknown/" + id + "/dismiss", null, editor), 409, "unknown-handled");
    }

    @Test
    void oneCanBeSetAsideAndIsNoLongerOpen() {
        ask(TEXT);
        String id = unknown("open").getJsonObject(0).getString("id");
        assertThat(house.post("/v1/claims/unknown/" + id + "/dismiss", null, editor)
                        .json()
                        .getString("state"))
                .isEqualTo("dismissed");
        ask(TEXT);
        assertThat(unknown("open")).isEmpty();
        assertThat(unknown("dismissed").getJsonObject(0).getLong("total")).isEqualTo(2);
        Refusal.of(house.post("/v1/claims/unknown/999999/dismiss", null, editor), 404, "unknown-missing");
        Refusal.of(
                house.post("/v1/claims/unknown/" + id + "/answer", new JsonObject().put("claim", "no-such"), editor),
                404,
                "claim-missing");
    }

    @Test
    void whatNobodyAskedForLongIsForgotten() throws Exception {
        ask(TEXT);
        clock.forward(Duration.ofDays(house.config().rumours().unknownDays() - 1L));
        house.app().rumours().sweep().await(60, TimeUnit.SECONDS);
        assertThat(house.count("select count(*) from claim_unknown")).isEqualTo(1);
        clock.forward(Duration.ofDays(2));
        house.app().rumours().sweep().await(60, TimeUnit.SECONDS);
        assertThat(house.count("select count(*) from claim_unknown")).isZero();
        assertThat(house.count("select count(*) from claim_unknown_day")).isZero();
    }

    /** Characters enough for texts that have nothing in common. */
    private static final String ODD =
            "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐吊民伐罪周发殷汤坐朝问道垂拱平章爱育黎首臣伏戎羌遐迩一体率宾归王鸣凤在竹白驹食场化被草木赖及万方盖此身发四大五常恭惟鞠养岂敢毁伤女慕贞洁男效才良知过必改得能莫忘罔谈彼短靡恃己长信使可覆器欲难量墨悲丝染诗赞羔羊景行维贤克念作圣德建名立形端表正空谷传声虚堂习听祸因恶积福缘善庆尺璧非宝寸阴是竞资父事君曰严与敬孝当竭力忠则尽命临深履薄夙兴温凊似兰斯馨如松之盛川流不息渊澄取映容止若思言辞安定笃初诚美慎终宜令荣业所基籍甚无竟学优登仕摄职从政存以甘棠去而益咏乐殊贵贱礼别尊卑上和下睦夫唱妇随外受傅训入奉母仪诸姑伯叔犹子比儿孔怀兄弟同气连枝交友投分切磨箴规仁慈隐恻造次弗离节义廉退颠沛匪亏";

    private static JsonObject ask(String text) {
        House.Answer answer = house.post("/v1/claims/check", new JsonObject().put("text", text), null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private JsonArray unknown(String state) {
        return house.get("/v1/claims/unknown?state=" + state, editor).json().getJsonArray("unknown");
    }

    private static JsonArray alarms(String token) {
        return house.get("/v1/claims/alarms", token).json().getJsonArray("alarms");
    }

    private static void watch() {
        try {
            house.app().rumours().watch().await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
