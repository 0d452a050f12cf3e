package kepu.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import kepu.people.Role;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.Refusal;
import kepu.testing.ShiftedClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages about the same thing, in order and out of it, and their time. */
class BulletinChainIT {
    private static final String VILLAGE = "510903100208";
    private static final ShiftedClock CLOCK = new ShiftedClock();

    @RegisterExtension
    static final House house = new House().by(CLOCK);

    private String operator;

    @BeforeEach
    void nothingStands() {
        operator = house.staff(Role.OPERATOR, "5109");
        standing().forEach(id -> post(house.post("/v1/bulletins/" + id + "/cancel", null, operator), 201));
        assertThat(standing()).isEmpty();
    }

    @Test
    void theSameMessageAgainIsTheSameBulletin() {
        Cap alert = alert("暴雨");
        String id = post(alert.post(house, operator), 201).getString("id");
        assertThat(post(alert.post(house, operator), 200).getString("id")).isEqualTo(id);
        Cap elsewhere = alert.infos(Cap.info("zh-CN", "改过的", VILLAGE));
        assertThat(post(elsewhere.post(house, operator), 200).getString("id")).isEqualTo(id);
        assertThat(standing()).containsExactly(id);
        Refusal.of(alert.post(house, house.staff(Role.OPERATOR, "52")), 403, "outside-scope");
    }

    @Test
    void anUpdateTakesThePlaceOfWhatItUpdates() {
        Cap alert = alert("暴雨");
        String first = post(alert.post(house, operator), 201).getString("id");
        try (LiveStream line = LiveStream.open(house, house.resident(VILLAGE), null)) {
            line.next("hello");
            line.next("bulletin");
            String second = post(Cap.update(alert, "暴雨转小", VILLAGE).post(house, operator), 201)
                    .getString("id");
            assertThat(line.next("bulletin").id())
                    .as("there is no moment without one")
                    .isEqualTo(second);
            var cancel = line.next("bulletin-cancel");
            assertThat(cancel.id()).isEqualTo(first);
            assertThat(cancel.data().getString("endedBy")).isEqualTo(second);
            assertThat(standing()).containsExactly(second);
        }
    }

    @Test
    void aCancelThatComesBeforeItsAlertWins() {
        Cap alert = alert("暴雨");
        Cap cancel = Cap.cancel(alert);
        assertThat(post(cancel.post(house, operator), 201).getString("state")).isEqualTo("recorded");
        JsonObject late = post(alert.post(house, operator), 201);
        assertThat(late.getString("state")).isEqualTo("ended");
        assertThat(standing()).isEmpty();
    }

    @Test
    void inWhateverOrderMessagesComeTheLastSentDecides() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            Cap alert = alert("一");
            Cap update = Cap.update(alert, "二", VILLAGE);
            Cap again = Cap.update(update, "三", VILLAGE).referring(alert.key() + " " + update.key());
            List<Cap> chain = new ArrayList<>(List.of(alert, update, again));
            boolean cancelled = random.nextBoolean();
            if (cancelled) {
                chain.add(Cap.cancel(again).referring(alert.key()));
            }
            Collections.shuffle(chain, random);
            List<String> ids = new ArrayList<>();
            chain.forEach(
                    message -> ids.add(post(message.post(house, operator), 201).getString("id")));
            assertThat(standing())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(cancelled ? List.of() : List.of(ids.get(chain.indexOf(again))));
            standing().forEach(id -> post(house.post("/v1/bulletins/" + id + "/cancel", null, operator), 201));
        }
    }

    @Test
    void anExerciseCannotEndWhatIsReal() {
        Cap alert = alert("暴雨");
        String id = post(alert.post(house, operator), 201).getString("id");
        Refusal.of(Cap.cancel(alert).with("Exercise", "Public").post(house, operator), 409, "bulletin-mixed");
        Refusal.of(Cap.cancel(alert).with("Actual", "Private").post(house, operator), 409, "bulletin-mixed");
        assertThat(standing()).containsExactly(id);
    }

    @Test
    void nobodyEndsWhatGoesBeyondTheirScope() {
        Cap alert = Cap.alert("全市", "5109");
        String id = post(alert.post(house, operator), 201).getString("id");
        String county = house.staff(Role.OPERATOR, "510903");
        Refusal.of(Cap.cancel(alert).post(house, county), 403, "outside-scope");
        Refusal.of(Cap.update(alert, "没事了", VILLAGE).post(house, county), 403, "outside-scope");
        Cap unseen = Cap.alert("还没来", "5109");
        post(Cap.cancel(unseen).post(house, county), 201);
        String late = post(unseen.post(house, operator), 201).getString("id");
        assertThat(standing())
                .as("a cancel of the unseen by somebody without the right")
                .contains(id, late);
    }

    @Test
    void acksAndErrorsAreRecordedAndChangeNothing() {
        Cap alert = alert("暴雨");
        String id = post(alert.post(house, operator), 201).getString("id");
        for (String kind : List.of("Ack", "Error")) {
            Cap word = Cap.of(kind, alert.key());
            assertThat(post(word.post(house, operator), 201).getString("state")).isEqualTo("recorded");
            assertThat(house.count("select count(*) from bulletin where identifier = ?", word.identifier()))
                    .isEqualTo(1);
        }
        assertThat(standing()).containsExactly(id);
    }

    @Test
    void whatDoesNotSayHowLongLivesADay() {
        JsonObject posted = post(alert("暴雨").post(house, operator), 201);
        JsonObject segment = posted.getJsonArray("segments").getJsonObject(0);
        assertThat(Duration.between(
                        java.time.OffsetDateTime.parse(posted.getString("sentAt")),
                        java.time.OffsetDateTime.parse(segment.getString("expiresAt"))))
                .isEqualTo(Duration.ofDays(1));
        String endless = "<expires>2999-01-01T00:00:00+08:00</expires>";
        JsonObject cut = post(timed(endless).post(house, operator), 201);
        assertThat(Duration.between(
                        java.time.OffsetDateTime.parse(cut.getString("sentAt")),
                        java.time.OffsetDateTime.parse(
                                cut.getJsonArray("segments").getJsonObject(0).getString("expiresAt"))))
                .isEqualTo(Duration.ofDays(30));
    }

    @Test
    void itBeginsAndEndsByItself() {
        Instant now = CLOCK.instant();
        Cap timed = timed("<effective>" + CapMessage.time(now.plusSeconds(3_600)) + "</effective><expires>"
                + CapMessage.time(now.plusSeconds(7_200)) + "</expires>");
        try (LiveStream line = LiveStream.open(house, house.resident(VILLAGE), null)) {
            line.next("hello");
            JsonObject posted = post(timed.post(house, operator), 201);
            assertThat(posted.getString("state")).isEqualTo("waiting");
            assertThat(standing()).isEmpty();
            CLOCK.forward(Duration.ofMinutes(61));
            assertThat(line.next("bulletin").id()).isEqualTo(posted.getString("id"));
            assertThat(standing()).containsExactly(posted.getString("id"));
            CLOCK.forward(Duration.ofMinutes(61));
            var over = line.next("bulletin-cancel");
            assertThat(over.data().getString("why")).isEqualTo("expired");
            assertThat(standing()).isEmpty();
        }
        Eventually.eventually(
                "nothing is counted as live",
                () -> house.send(java.net.http.HttpRequest.newBuilder(house.management("/metrics"))
                                .GET())
                        .text()
                        .contains("kepu_bulletins_live 0.0"));
    }

    @Test
    void aMessageFromTheFutureIsRefused() {
        Cap future = alert("暴雨").at(CLOCK.instant().plusSeconds(3_600));
        Refusal.of(future.post(house, operator), 400, "bulletin-future");
    }

    private Cap timed(String times) {
        return alert("").infos(Cap.info("zh-CN", "有时限", "Minor", Cap.area("区划代码", VILLAGE), times));
    }

    private static Cap alert(String headline) {
        Cap alert = Cap.alert(headline, VILLAGE);
        return alert.at(Instant.ofEpochSecond(CLOCK.instant().getEpochSecond() - 60));
    }

    private static JsonObject post(House.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }

    private static List<String> standing() {
        return house.get("/v1/feed?region=" + VILLAGE, null).json().getJsonArray("bulletins").stream()
                .map(shown -> ((JsonObject) shown).getString("id"))
                .toList();
    }
}
