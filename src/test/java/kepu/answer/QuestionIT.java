package kepu.answer;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.Refusal;
import kepu.testing.ShiftedClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A question on its way: to a passage of a vetted item, or to people and back. */
class QuestionIT {
    private static final ShiftedClock clock = new ShiftedClock();

    @RegisterExtension
    static final House house = new House()
            .by(clock)
            .with("people.tokenMinutes", 1_440)
            .with("questions.dueHours", 4)
            .with("questions.urgentDueHours", 1)
            .with("questions.leaseMinutes", 30)
            .with("questions.openPerResident", 3)
            .with("questions.guestsPerMinute", 100_000);

    private static final String KNOWN = "睡觉的屋里放炭盆会不会一氧化碳中毒";
    private static final String ANSWERING = "weather-coldwave-charcoal-co";

    private static String editor = "";
    private static String reviewer = "";

    private String village = "";
    private String resident = "";

    @BeforeAll
    static void readTheLibrary() {
        editor = house.staff(Role.EDITOR, "510903");
        reviewer = house.staff(Role.REVIEWER, "5109");
        long items = house.count("select count(*) from item where withdrawn_at is null");
        eventually("all items are read", () -> house.metric("kepu_questions_items") == items);
    }

    @BeforeEach
    void somebodyAsks() {
        village = house.village();
        resident = house.resident(village);
    }

    @Test
    void aQuestionThatTheLibraryKnowsIsAnsweredWordForWordWithItsSource() {
        House.Answer asked = ask(KNOWN, resident);
        assertThat(asked.status()).as(asked.text()).isEqualTo(200);
        JsonObject outcome = asked.json();
        assertThat(outcome.getValue("question")).isNull();
        JsonObject answer = outcome.getJsonObject("answer");
        JsonObject passage = answer.getJsonArray("passages").getJsonObject(0);
        assertThat(passage.getString("item")).isEqualTo(ANSWERING);
        assertThat(answer.getString("answeredBy"))
                .isEqualTo(passage.getString("source"))
                .isEqualTo("中国疾病预防控制中心");
        assertThat(answer.getDouble("confidence")).isBetween(0.5, 1.0);
        String body = house.get("/v1/items/" + ANSWERING, null)
                .json()
                .getString("body")
                .replaceAll("<[^>]+>", "");
        String plain = Pattern.compile("&#x([0-9a-f]+);")
                .matcher(body)
                .replaceAll(entity -> Character.toString(Integer.parseInt(entity.group(1), 16)));
        passage.getString("text")
                .lines()
                .map(line -> line.replaceFirst("^[0-9]+\\. ", ""))
                .forEach(line -> assertThat(plain).contains(line));
        assertThat(house.count("select count(*) from question where village = ?", Long.parseLong(village)))
                .isZero();
    }

    @Test
    void whatTheLibraryDoesNotKnowGoesToPeopleAndIsNotAnsweredByGuessing() {
        House.Answer asked = ask("宅基地和邻居的界线扯不清找谁，我电话13912345678", resident);
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        assertThat(asked.json().getValue("answer")).isNull();
        JsonObject question = asked.json().getJsonObject("question");
        assertThat(question.getString("state")).isEqualTo("routed");
        assertThat(question.getString("text")).contains("〔号码〕").doesNotContain("139");
        assertThat(question.getString("with")).isEqualTo("船山区");
        assertThat(mine().getJsonObject(0).getString("id")).isEqualTo(question.getString("id"));
        assertThat(mine(house.resident(village))).isEmpty();
        assertThat(house.count(
                        "select count(*) from question where text like '%13912345678%' or plain like '%13912345678%'"))
                .isZero();
    }

    @Test
    void aWithdrawnItemDoesNotAnswerAnyMore() {
        String text = "月亮为啥有时候圆有时候只有一个弯钩";
        assertThat(passages(ask(text, resident))).first().isEqualTo("child-moon-shape");
        House.Answer gone = house.post(
                "/v1/library/items/child-moon-shape/withdraw",
                new JsonObject().put("reason", "数据有误"),
                house.staff(Role.REVIEWER, "0"));
        assertThat(gone.status()).as(gone.text()).isEqualTo(204);
        assertThat(passages(ask(text, resident))).doesNotContain("child-moon-shape");
    }

    @Test
    void theAnswerComesToWhoAskedOnTheLineAndInTheInbox() {
        String id = routed("我家鹅苗刚出壳喂什么好");
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            JsonObject answered = answered(id, editor, "前三天喂泡软的碎米和切细的青菜。", ANSWERING);
            assertThat(answered.getString("state")).isEqualTo("answered");
            JsonObject told = line.next("publication").data();
            assertThat(told.getString("title")).isEqualTo("您的问题有人回答了");
            assertThat(told.getString("message")).contains("鹅苗").contains("碎米");
            assertThat(told.getString("sender")).isEqualTo("船山区科普");
        }
        JsonObject own = mine().getJsonObject(0);
        assertThat(own.getString("state")).isEqualTo("answered");
        assertThat(own.getJsonObject("answer").getString("text")).contains("碎米");
        assertThat(own.getJsonObject("answer")
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("id"))
                .isEqualTo(ANSWERING);
        assertThat(inbox(resident)).hasSize(1);
        assertThat(house.count("select count(*) from audit where action = 'question.answer' and object = ?", id))
                .isEqualTo(1);
    }

    @Test
    void anAnswerIsToldOnceAlsoWhenItIsGivenTwiceAndAfterARestart() throws Exception {
        String id = routed("黄鳝怎么人工繁殖");
        claimed(id, editor);
        JsonObject body = new JsonObject().put("text", "请问县水产站，电话见村公示栏。");
        for (int i = 0; i < 2; i++) {
            House.Answer answer = house.post("/v1/questions/" + id + "/answer", body, editor);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
        Refusal.of(
                house.post("/v1/questions/" + id + "/answer", body.copy().put("text", "另一个回答"), editor),
                409,
                "question-ended");
        assertThat(inbox(resident)).hasSize(1);
        house.restart();
        long items = house.count("select count(*) from item where withdrawn_at is null");
        eventually("all items are read again", () -> house.metric("kepu_questions_items") == items);
        eventually("it ticks", () -> inbox(resident).size() == 1);
    }

    @Test
    void aReturnedQuestionSaysWhyToWhoAsked() {
        String id = routed("离婚孩子判给哪个");
        claimed(id, editor);
        House.Answer returned = house.post(
                "/v1/questions/" + id + "/return",
                new JsonObject().put("note", "请打12348法律服务热线。").put("to", "asker"),
                editor);
        assertThat(returned.status()).as(returned.text()).isEqualTo(200);
        eventually("it is told", () -> inbox(resident).size() == 1);
        JsonObject own = mine().getJsonObject(0);
        assertThat(own.getString("state")).isEqualTo("returned");
        assertThat(own.getJsonObject("returned").getString("text")).contains("12348");
        assertThat(own.containsKey("answer")).isFalse();
    }

    @Test
    void whatIsGivenBackWaitsForColleaguesOrTheRegionAbove() {
        String id = routed("织围巾怎么起针");
        claimed(id, editor);
        JsonObject back =
                stepped(id, "return", new JsonObject().put("note", "不会").put("topic", "crops"), editor);
        assertThat(back.getString("state")).isEqualTo("routed");
        assertThat(back.getString("topic")).isEqualTo("crops");
        claimed(id, editor);
        JsonObject above =
                stepped(id, "return", new JsonObject().put("note", "请市里看").put("to", "above"), editor);
        assertThat(above.getString("region")).isEqualTo("5109");
        JsonArray steps = whole(id, reviewer).getJsonArray("steps");
        assertThat(steps.stream().map(step -> ((JsonObject) step).getString("step")))
                .containsExactly("ask", "claim", "return", "claim", "return");
    }

    @Test
    void oneOfTwoWhoTakeAQuestionAtOnceHasIt() {
        String id = routed("唱歌高音上不去咋练");
        String other = house.staff(Role.EDITOR, "510903");
        List<Integer> statuses = AtOnce.results(List.of(
                () -> claim(id, editor).status(),
                () -> claim(id, other).status(),
                () -> claim(id, reviewer).status()));
        assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409);
        List<String> tokens = List.of(editor, other, reviewer);
        String winner = tokens.get(statuses.indexOf(200));
        String loser = tokens.get(statuses.indexOf(409));
        Refusal.of(answer(id, "多练气。", loser), 409, "question-taken");
        assertThat(answer(id, "多练气。", winner).status()).isEqualTo(200);
    }

    @Test
    void aClaimEndsWithItsLease() {
        String id = routed("桑蚕不吃桑叶了咋整");
        claimed(id, editor);
        Refusal.of(claim(id, reviewer), 409, "question-taken");
        clock.forward(Duration.ofMinutes(31));
        assertThat(claim(id, reviewer).status()).isEqualTo(200);
        Refusal.of(answer(id, "先消毒。", editor), 409, "question-taken");
    }

    @Test
    void whoHasNotTakenAQuestionDoesNotAnswerIt() {
        Refusal.of(answer(routed("英语单词怎么背得快"), "看塘。", editor), 409, "question-unclaimed");
    }

    @Test
    void whatNobodyAnswersInTimeGoesUpALevelAndIsCountedWhileItIsOverdue() {
        String id = routed("身份证丢了去哪里补办");
        String city = whole(id, reviewer).getString("region");
        assertThat(city).isEqualTo("510903");
        clock.forward(Duration.ofHours(5));
        eventually(
                "it goes to the city",
                () -> whole(id, reviewer).getString("region").equals("5109"));
        clock.forward(Duration.ofHours(5));
        eventually(
                "it goes to the country, for nobody is between",
                () -> whole(id, reviewer).getString("region").equals("0"));
        clock.forward(Duration.ofHours(5));
        eventually("it stays overdue", () -> whole(id, reviewer).getBoolean("overdue"));
        eventually("the metric says so", () -> house.metric("kepu_questions_overdue") >= 1);
        JsonObject overdue = list("?due=overdue&region=" + village, reviewer);
        assertThat(overdue.getInteger("overdue")).isEqualTo(1);
        assertThat(ids(overdue)).containsExactly(id);
        assertThat(whole(id, reviewer).getJsonArray("steps").stream()
                        .map(step -> ((JsonObject) step).getString("step")))
                .containsExactly("ask", "escalate", "escalate");
    }

    @Test
    void rightsEndAtTheScope() {
        String id = routed("打印机卡纸了咋弄");
        String elsewhere = house.staff(Role.EDITOR, "3204");
        Refusal.of(house.get("/v1/questions/" + id, elsewhere), 404, "question-missing");
        Refusal.of(claim(id, elsewhere), 404, "question-missing");
        Refusal.of(house.get("/v1/questions?region=" + village, elsewhere), 403, "outside-scope");
        assertThat(ids(list("?size=100", elsewhere))).doesNotContain(id);
        assertThat(ids(list("?region=" + village, editor))).containsExactly(id);
        String neighbour = house.staff(Role.DISSEMINATOR, house.village());
        Refusal.of(house.get("/v1/questions/" + id, neighbour), 404, "question-missing");
        String own = house.staff(Role.DISSEMINATOR, village);
        assertThat(ids(list("", own))).containsExactly(id);
        Refusal.of(claim(id, own), 403, "role-forbidden");
    }

    @Test
    void questionsThatAskTheSameAreShownTogetherAndOneAnswerServesThem() {
        String first = routed("广场舞小苹果第三段怎么跳");
        String neighbour = house.resident(village);
        String second = routed("广场舞小苹果的第三段怎么跳呢", neighbour);
        assertThat(similar(first)).containsExactly(second);
        assertThat(similar(second)).containsExactly(first);
        claimed(first, editor);
        House.Answer answer = house.post(
                "/v1/questions/" + first + "/answer",
                new JsonObject().put("text", "看光盘，温水泡脚。").put("also", List.of(second)),
                editor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        eventually(
                "both know",
                () -> inbox(resident).size() == 1 && inbox(neighbour).size() == 1);
        assertThat(mine(neighbour).getJsonObject(0).getJsonObject("answer").getString("text"))
                .contains("温水");
        assertThat(whole(first, editor).getJsonArray("merged")).hasSize(1);
        Refusal.of(claim(second, editor), 409, "question-merged");
    }

    @Test
    void whatIsMergedIntoAnAnsweredQuestionIsAnsweredAtOnce() {
        String first = routed("象棋开局先走哪个棋子好");
        answered(first, editor, "先走炮。");
        String neighbour = house.resident(village);
        String second = routed("下象棋开局走哪个棋子好", neighbour);
        JsonObject merged = stepped(second, "merge", new JsonObject().put("into", first), editor);
        assertThat(merged.getString("state")).isEqualTo("answered");
        eventually("they know", () -> inbox(neighbour).size() == 1);
        Refusal.of(house.post("/v1/questions/" + second + "/merge", new JsonObject().put("into", first), editor), 409);
        Refusal.of(house.post("/v1/questions/" + first + "/merge", new JsonObject().put("into", first), editor), 400);
    }

    @Test
    void aRetryGivesTheSameQuestion() {
        String key = UUID.randomUUID().toString();
        String text = "冰箱不制冷了是不是缺氟";
        String first = id(ask(text, resident, key));
        assertThat(id(ask(text, resident, key))).isEqualTo(first);
        Refusal.of(ask("洗衣机甩干跳得厉害", resident, key), 409, "idempotency-mismatch");
        assertThat(id(ask(text + "？", resident, null)))
                .as("the same words while it waits")
                .isEqualTo(first);
        List<String> ids = AtOnce.results(4, () -> id(ask("毛笔字起笔怎么藏锋", resident, "k1")));
        assertThat(ids.stream().distinct()).hasSize(1);
        assertThat(mine()).hasSize(2);
    }

    @Test
    void oneResidentHasOnlySoManyQuestionsWaiting() {
        for (String text : List.of("结婚证怎么办要带什么", "高铁票怎么退最划算", "打印机卡纸怎么弄出来")) {
            routed(text);
        }
        Refusal.of(ask("唱歌高音上不去怎么练", resident), 429, "questions-open");
        assertThat(house.metric("kepu_questions_refused_total{limit=\"open\"}")).isGreaterThanOrEqualTo(1);
    }

    @Test
    void aGuestIsAnsweredAndOfTheirQuestionNothingIsKept() {
        assertThat(passages(ask(KNOWN, null))).first().isEqualTo(ANSWERING);
        long before = house.count("select count(*) from question");
        JsonObject outcome = ask("织毛衣怎么收针", null).json();
        assertThat(outcome.getValue("answer")).isNull();
        assertThat(outcome.getValue("question")).isNull();
        assertThat(outcome.getString("handOver")).isEqualTo("sign-in");
        assertThat(house.count("select count(*) from question")).isEqualTo(before);
    }

    @Test
    void aDisseminatorAsksForTheVillageAndSeesTheAnswer() {
        String disseminator = house.staff(Role.DISSEMINATOR, village);
        String id = routed("公积金可以取出来装修吗", disseminator);
        answered(id, editor, "到镇便民服务中心申请。");
        JsonObject seen = whole(id, disseminator);
        assertThat(seen.getJsonObject("answer").getString("text")).contains("便民");
        assertThat(seen.getString("village")).isEqualTo(village);
    }

    @ParameterizedTest
    @ValueSource(strings = {"娃娃误服农药了", "胸痛得厉害怎么办", "屋里烤火头晕是煤气中毒吗", "我想自杀"})
    void whoIsInDangerSeesTheNumbersAboveEverything(String text) {
        JsonObject outcome = ask(text, resident).json();
        JsonObject urgent = outcome.getJsonObject("urgent");
        assertThat(urgent.getString("advice")).isNotBlank();
        assertThat(urgent.getJsonArray("hotlines").stream().map(hotline -> ((JsonObject) hotline).getString("number")))
                .contains("120");
        JsonObject question = outcome.getJsonObject("question");
        if (question != null) {
            assertThat(question.getBoolean("urgent")).isTrue();
            assertThat(ids(list("?region=" + village, editor))).first().isEqualTo(question.getString("id"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' or 1=1; drop table question; --",
                "<script>alert(1)</script>怎么办",
                "field:* AND (怎么 OR ~~) [a TO z] \\ ^ \"",
                "😀😀怎么办",
                "%_%_ like 问",
                "？？？？啥"
            })
    void hostileTextIsAQuestionLikeAnyOther(String text) {
        House.Answer answer = ask(text, resident);
        assertThat(answer.status()).as(answer.text()).isIn(200, 201, 400);
        assertThat(house.count("select count(*) from question")).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "？", "!!!!", "\u200b\u200b"})
    void whatIsNoQuestionIsRefused(String text) {
        Refusal.of(ask(text, resident), 400);
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        Refusal.of(ask("问".repeat(501), resident), 400).at("/text");
        assertThat(ask("问".repeat(500), resident).status()).isIn(200, 201);
    }

    @Test
    void anAnswerBecomesAnItemOfThreePeopleOnce() {
        String id = routed("兔子一窝下几只");
        JsonObject wish = new JsonObject()
                .put("summary", "一窝六到八只，三个月上下出栏。")
                .put("groups", List.of("farmer"))
                .put("topic", "livestock")
                .put("source", "船山区农业农村局")
                .put("authority", "provincial");
        Refusal.of(house.post("/v1/questions/" + id + "/item", wish, editor), 409, "question-unanswered");
        answered(id, editor, "兔子一窝一般下六到八只，养三个月出栏。");
        House.Answer made = house.post("/v1/questions/" + id + "/item", wish, editor);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String item = made.json().getString("item");
        assertThat(house.post("/v1/questions/" + id + "/item", wish, house.staff(Role.EDITOR, "5109"))
                        .json()
                        .getString("item"))
                .isEqualTo(item);
        assertThat(house.sql("select content ->> 'title' from item_version where item = ?", item))
                .containsExactly(List.of("兔子一窝下几只"));
        assertThat(whole(id, editor).getString("item")).isEqualTo(item);
        Refusal.of(house.get("/v1/items/" + item, null), 404);
        assertThat(passages(ask("兔子一窝下几只", resident))).doesNotContain(item);
        published(item);
        String neighbour = house.resident(village);
        eventually(
                "the same question is answered by it",
                () -> passages(ask("兔子一窝下几只", neighbour)).contains(item));
    }

    /** Three reviewers let it pass. */
    private static void published(String item) {
        String path = "/v1/library/items/" + item;
        assertThat(house.post(path + "/submit", null, editor).status()).isEqualTo(200);
        for (String stage : List.of("first", "second", "final")) {
            JsonObject opinion =
                    new JsonObject().put("version", 1).put("stage", stage).put("opinion", "pass");
            House.Answer said = house.post(
                    path + "/reviews",
                    stage.equals("final") ? opinion.put("checks", List.of("accuracy", "language")) : opinion,
                    house.staff(Role.REVIEWER, "510903"));
            assertThat(said.status()).as(said.text()).isEqualTo(200);
        }
        assertThat(house.get("/v1/items/" + item, null).status()).isEqualTo(200);
    }

    @Test
    void whatSomebodyAskedGoesWithThemAndTheOthersKeepTheirAnswer() {
        String first = routed("我的吉他弦断了一根咋整");
        String neighbour = house.resident(village);
        String third = house.resident(village);
        String second = routed("吉他弦断了一根怎么弄", neighbour);
        String last = routed("吉他断弦一根", third);
        answered(first, editor, "换弦，手先止血。", List.of(second, last));
        JsonArray exported = house.get("/v1/me/export", resident).json().getJsonArray("questions");
        assertThat(exported).hasSize(1);
        assertThat(exported.getJsonObject(0).getString("answer")).contains("止血");
        assertThat(house.send("DELETE", "/v1/me", null, resident).status()).isEqualTo(204);
        assertThat(house.count("select count(*) from question where id = ?", first))
                .isZero();
        assertThat(house.count("select count(*) from question_step where question = ?", first))
                .isZero();
        for (String other : List.of(neighbour, third)) {
            assertThat(mine(other).getJsonObject(0).getJsonObject("answer").getString("text"))
                    .contains("止血");
        }
        assertThat(house.count("select count(*) from question where merged_into = ?", second))
                .isEqualTo(1);
    }

    @Test
    void aListIsTurnedPageByPageAndNarrowed() {
        String first = routed("织毛衣收针的时候怎么收");
        String second = routed("诸葛亮是哪里人呢");
        String third = routed("回锅肉怎么炒好吃");
        JsonObject page = list("?size=2&region=" + village, editor);
        assertThat(ids(page)).containsExactly(first, second);
        assertThat(page.getInteger("open")).isEqualTo(3);
        JsonObject rest = list("?size=2&region=" + village + "&cursor=" + page.getString("next"), editor);
        assertThat(ids(rest)).containsExactly(third);
        assertThat(rest.containsKey("next")).isFalse();
        claimed(first, editor);
        assertThat(ids(list("?state=claimed&region=" + village, editor))).containsExactly(first);
        assertThat(ids(list("?state=routed&region=" + village, editor))).containsExactly(second, third);
        Refusal.of(house.get("/v1/questions?cursor=xx", editor), 400, "cursor-invalid");
        JsonObject own = house.get("/v1/me/questions?size=2", resident).json();
        assertThat(ids(own)).containsExactly(third, second);
        assertThat(ids(house.get("/v1/me/questions?size=2&cursor=" + own.getString("next"), resident)
                        .json()))
                .containsExactly(first);
    }

    private House.Answer ask(String text, @Nullable String token) {
        return ask(text, token, null);
    }

    private static House.Answer ask(String text, @Nullable String token, @Nullable String key) {
        HttpRequest.Builder request = house.request("/v1/questions", token)
                .POST(HttpRequest.BodyPublishers.ofString(
                        new JsonObject().put("text", text).encode()));
        return house.send(key == null ? request : request.header("Idempotency-Key", key));
    }

    private String routed(String text) {
        return routed(text, resident);
    }

    private String routed(String text, String token) {
        House.Answer answer = ask(text, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return id(answer);
    }

    private static String id(House.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getJsonObject("question").getString("id");
    }

    private static List<String> passages(House.Answer answer) {
        JsonObject said = answer.json().getJsonObject("answer");
        return said == null
                ? List.of()
                : said.getJsonArray("passages").stream()
                        .map(passage -> ((JsonObject) passage).getString("item"))
                        .toList();
    }

    private static House.Answer claim(String id, String token) {
        return house.post("/v1/questions/" + id + "/claim", null, token);
    }

    private static void claimed(String id, String token) {
        House.Answer answer = claim(id, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().getString("state")).isEqualTo("claimed");
    }

    private static House.Answer answer(String id, String text, String token) {
        return house.post("/v1/questions/" + id + "/answer", new JsonObject().put("text", text), token);
    }

    private static JsonObject answered(String id, String token, String text, String... items) {
        claimed(id, token);
        return stepped(id, "answer", new JsonObject().put("text", text).put("items", List.of(items)), token);
    }

    private static void answered(String id, String token, String text, List<String> also) {
        claimed(id, token);
        stepped(id, "answer", new JsonObject().put("text", text).put("also", also), token);
    }

    private static JsonObject stepped(String id, String step, JsonObject body, String token) {
        House.Answer answer = house.post("/v1/questions/" + id + "/" + step, body, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonObject whole(String id, String token) {
        House.Answer answer = house.get("/v1/questions/" + id, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonObject list(String query, String token) {
        House.Answer answer = house.get("/v1/questions" + query, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> ids(JsonObject list) {
        return list.getJsonArray("questions").stream()
                .map(question -> ((JsonObject) question).getString("id"))
                .toList();
    }

    private List<String> similar(String id) {
        return list("?region=" + village, editor).getJsonArray("questions").stream()
                .map(JsonObject.class::cast)
                .filter(question -> question.getString("id").equals(id))
                .flatMap(question -> question.getJsonArray("similar").stream())
                .map(String.class::cast)
                .toList();
    }

    private JsonArray mine() {
        return mine(resident);
    }

    private static JsonArray mine(String token) {
        return house.get("/v1/me/questions", token).json().getJsonArray("questions");
    }

    private static List<Object> inbox(String token) {
        return house.get("/v1/inbox", token).json().getJsonArray("publications").stream()
                .toList();
    }
}
