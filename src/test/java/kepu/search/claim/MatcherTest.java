package kepu.search.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import kepu.search.sentence.SentenceVectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {
    private static final Matcher.Limits LIMITS = new Matcher.Limits(400, 32);
    private static final SentenceVectors VECTORS = SentenceVectors.shipped();
    private static final Meanings MEANINGS = Meanings.shipped(VECTORS);
    private static Matcher matcher;
    private static List<ClaimText> claims;

    @BeforeAll
    static void read() throws IOException {
        claims = Development.claims();
        matcher = matcher(claims, MEANINGS);
    }

    @AfterAll
    static void close() {
        VECTORS.close();
    }

    private static Matcher matcher(List<ClaimText> claims, Meanings meanings) {
        meanings.keep(meanings.missing(claims));
        return Matcher.of(claims, meanings);
    }

    @Test
    void verdictsAreSeldomWrongAndOftenGiven() throws IOException {
        ClaimEvaluation.Result result = new ClaimEvaluation(matcher, LIMITS).run(Development.queries());
        assertThat(result.precision()).as(result.line()).isGreaterThanOrEqualTo(0.95);
        assertThat(result.recall()).as(result.line()).isGreaterThanOrEqualTo(0.6);
    }

    @Test
    void claimsAreRecognisedWithoutParaphrasesToo() throws IOException {
        List<ClaimText> bare = claims.stream()
                .map(claim -> ClaimText.bare(claim.id(), claim.claim()))
                .toList();
        ClaimEvaluation.Result result = new ClaimEvaluation(matcher(bare, MEANINGS), LIMITS).run(Development.queries());
        assertThat(result.precision()).as(result.line()).isGreaterThanOrEqualTo(0.95);
        assertThat(result.recall()).as(result.line()).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void claimsOfAnotherKindAreRecognisedToo() throws IOException {
        ClaimEvaluation.Result result = new ClaimEvaluation(matcher(Development.otherClaims(), MEANINGS), LIMITS)
                .run(Development.otherQueries());
        assertThat(result.precision()).as(result.line()).isGreaterThanOrEqualTo(0.95);
        assertThat(result.recall()).as(result.line()).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void everyClaimIsRecognisedInItsOwnWords() {
        List<String> missed = claims.stream()
                .filter(claim -> !ids(claim.claim()).equals(List.of(claim.id())))
                .map(ClaimText::id)
                .toList();
        assertThat(missed).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void theVerdictIsTheSameThroughTheNoiseOfForwardedMessages() {
        long seed = 5109;
        Random random = new Random(seed);
        String text = "屋里起火要先打开所有门窗,让烟散掉火就小了";
        for (int round = 0; round < 20; round++) {
            StringBuilder noisy = new StringBuilder("🔥🔥【紧急通知】转发给家人\n");
            for (int i = 0; i < text.length(); i++) {
                noisy.append(text.charAt(i));
                switch (random.nextInt(8)) {
                    case 0 -> noisy.append(' ');
                    case 1 -> noisy.append('\n');
                    case 2 -> noisy.append("🙏");
                    case 3 -> noisy.append('\u200b');
                    default -> {}
                }
            }
            noisy.append("\n第 2 页\n详情点击 https://example.com/a?b=1 联系 13800138000 赶紧转发到所有群！");
            assertThat(ids(noisy.toString())).as("seed %d: %s", seed, noisy).containsExactly("fire-open-windows");
        }
    }

    @Test
    void traditionalAndFullWidthTextIsTheSame() {
        assertThat(ids("燙傷了馬上抹牙膏、醬油,能止疼還不留疤")).containsExactly("health-burn-toothpaste");
        assertThat(ids("５Ｇ信号辐射太强，会致癌")).containsExactly("digital-5g-cancer");
    }

    @Test
    void severalClaimsInOneMessageAreToldApart() {
        assertThat(ids("""
                        家里有老人的一定要看完：
                        1、烫伤了马上抹牙膏、酱油，能止疼还不留疤。
                        2、鱼刺卡住喉咙，喝醋能把刺软化。
                        3、今天天气不错，大家晚上都来跳广场舞。
                        4、打雷时打手机会把雷引到人身上。
                        """))
                .containsExactlyInAnyOrder(
                        "health-burn-toothpaste", "health-fishbone-vinegar", "weather-lightning-phone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "发烧不要捂汗，要散热多喝水",
                "微波炉加热塑料盒会不会有有害物质",
                "油锅起火要马上盖上锅盖关火",
                "着火时千万不要坐电梯，要走楼梯",
                "癌症不会传染，可以和病人一起吃饭",
                "鱼刺卡住了不要喝醋，去医院取出来",
                "村里下周三组织免费体检，请大家带好身份证",
                "好的，收到",
                "哈哈哈哈哈哈",
                "今年小麦收购价是多少"
            })
    void whatIsRightOrOnlyLooksAlikeGetsNoVerdict(String text) {
        assertThat(matcher.match(Plain.of(text), LIMITS)).isEmpty();
    }

    @Test
    void nothingIsSaidOfNothing() {
        for (String text : List.of(
                "", " ", "\u0000\u0001", "🔥🔥🔥", "<script>alert(1)</script>", "13800138000", "a".repeat(50_000))) {
            assertThat(matcher.match(Plain.of(text), LIMITS)).isEmpty();
        }
        assertThat(matcher(List.of(), MEANINGS).match(Plain.of("烫伤抹牙膏"), LIMITS))
                .isEmpty();
    }

    @Test
    void aClaimIsRecognisedInWordsThatShareNoneOfItsCharacters() {
        List<ClaimText> one = List.of(ClaimText.bare("fever", "发烧捂汗好得快"));
        String text = "体温高了多盖几床被子逼一逼就退";
        assertThat(matcher(one, Meanings.none()).match(Plain.of(text), LIMITS)).isEmpty();
        assertThat(matcher(one, MEANINGS).scored(Plain.single(text)))
                .singleElement()
                .satisfies(scored -> assertThat(scored.odds()).isGreaterThan(odds(one, "今年小麦收购价还不错")));
    }

    private static double odds(List<ClaimText> claims, String text) {
        return matcher(claims, MEANINGS).scored(Plain.single(text)).stream()
                .mapToDouble(Matcher.Scored::odds)
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    @Test
    void withoutVectorsClaimsAreStillRecognised() throws IOException {
        ClaimEvaluation.Result result =
                new ClaimEvaluation(Matcher.of(claims, Meanings.none()), LIMITS).run(Development.queries());
        assertThat(result.precision()).as(result.line()).isGreaterThanOrEqualTo(0.95);
        assertThat(result.recall()).as(result.line()).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void ofALongTextWhatLooksMostLikeAClaimIsComparedByItsMeaning() {
        String text = "今天村里开会说了很多事情，大家都去听听。\n".repeat(3)
                + java.util.stream.IntStream.range(0, 60)
                        .mapToObj(at -> "第%d组的人明天去修路。".formatted(at))
                        .collect(java.util.stream.Collectors.joining("\n"))
                + "\n烫伤了马上抹牙膏、酱油，能止疼还不留疤。\n大家晚安。";
        long before = MEANINGS.leftOut();
        assertThat(matcher.match(Plain.of(text), new Matcher.Limits(400, 4)))
                .extracting(Matcher.Match::claim)
                .containsExactly("health-burn-toothpaste");
        assertThat(MEANINGS.leftOut()).isGreaterThan(before);
    }

    @Test
    void aTextUnlikeAClaimTellsItApart() {
        String form = "烫伤了抹牙膏好得快";
        ClaimText without = new ClaimText("burn", form, List.of("烫到抹点牙膏就不疼了"), List.of("烫伤", "牙膏"), List.of());
        ClaimText with = new ClaimText(
                "burn", form, without.paraphrases(), without.keywords(), List.of("烫伤了抹什么牌子的药膏", "烫伤了用凉水冲好得快"));
        String text = "烫伤用凉水冲一冲好得快";
        assertThat(odds(List.of(with), text)).isLessThan(odds(List.of(without), text));
    }

    private static List<String> ids(String text) {
        return matcher.match(Plain.of(text), LIMITS).stream()
                .map(Matcher.Match::claim)
                .toList();
    }
}
