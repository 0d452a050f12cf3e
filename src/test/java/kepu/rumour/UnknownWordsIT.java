package kepu.rumour;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which words are counted as a claim that nobody knows, however short they are and wherever they stand, and that staff hear of what rises. */
class UnknownWordsIT {
    @RegisterExtension
    static final House house = new House();

    private String editor;

    @BeforeEach
    void begin() {
        house.sql("delete from claim_unknown");
        editor = house.staff(Role.EDITOR, "5109");
    }

    @ParameterizedTest
    @ValueSource(strings = {"转基因食品有毒", "小苏打水治癌症", "牙膏治烫伤", "地震前狗会叫", "5G信号传播病毒"})
    void aShortClaimIsAnsweredOrCountedAndNeverLost(String text) {
        long unanswered = Stream.of(text, text + "是真的吗？", "听说" + text + "！")
                .map(UnknownWordsIT::ask)
                .filter(answer -> answer.getJsonArray("verdicts").isEmpty())
                .peek(answer -> assertThat(answer.getJsonArray("unknown")).hasSize(1))
                .count();
        assertThat(unknown().stream()
                        .map(JsonObject.class::cast)
                        .map(one -> one.getString("text") + " " + one.getLong("total")))
                .containsExactlyElementsOf(
                        unanswered == 0 ? List.of() : List.of(text.toLowerCase(Locale.ROOT) + " " + unanswered));
    }

    @Test
    void shortTextsAreOneOnlyWhenTheyAreTheSame() {
        ask("5G基站传播瘟病");
        ask("5G基站传播瘟病吗？");
        ask("5G基站传播瘟疫");
        assertThat(unknown().stream().map(one -> ((JsonObject) one).getLong("total")))
                .containsExactlyInAnyOrder(2L, 1L);
    }

    @Test
    void greetingsAndTextsThatAreTooShortAreNotCounted() {
        for (String text : List.of("各位家人早上好！", "大家晚上好，辛苦了", "牙膏烫伤", "收到，谢谢老师")) {
            assertThat(ask(text).getJsonArray("unknown")).as(text).isEmpty();
        }
        assertThat(unknown()).isEmpty();
    }

    @Test
    void whatStandsBesideAKnownClaimIsCountedAndNotQuotedWithIt() {
        JsonObject answer = ask("家人们注意。微波炉加热食物会致癌。穿红袜子能把痛风赶走");
        assertThat(answer.getJsonArray("verdicts")).as(answer.encode()).hasSize(1);
        assertThat(answer.getJsonArray("verdicts").getJsonObject(0).getString("statement"))
                .contains("微波炉")
                .doesNotContain("红袜子");
        assertThat(answer.getJsonArray("unknown")).containsExactly("穿红袜子能把痛风赶走");
        assertThat(unknown().getJsonObject(0).getString("text")).isEqualTo("穿红袜子能把痛风赶走");
    }

    @Test
    void staffAreToldOfAnAlarmOnTheirLinesAndResidentsAreNot() throws Exception {
        String village = house.village();
        try (LiveStream staff = LiveStream.open(house, house.staff(Role.OPERATOR, "5109"), null);
                LiveStream resident = LiveStream.open(house, house.resident(village), null)) {
            staff.next("hello");
            resident.next("hello");
            for (int at = 0; at < 15; at++) {
                ask("把生锈的铁钉泡酒喝能补血治贫血");
            }
            house.app().rumours().watch().await(60, TimeUnit.SECONDS);
            JsonObject told = staff.next("claim-rising").data();
            JsonObject alarm = house.get("/v1/claims/alarms", editor)
                    .json()
                    .getJsonArray("alarms")
                    .getJsonObject(0);
            assertThat(told.getString("id")).isEqualTo(alarm.getString("id"));
            assertThat(told.getString("unknown"))
                    .isEqualTo(alarm.getJsonObject("unknown").getString("id"));
            assertThat(told.getInteger("count")).isEqualTo(15);
            assertThat(told.encode()).as("not all staff may read the words").doesNotContain("铁钉");
            Desk.of(house, Role.OPERATOR, "5109")
                    .published(Desk.region(village), house.items(1).getFirst());
            resident.next("publication");
        }
    }

    private static JsonObject ask(String text) {
        House.Answer answer = house.post("/v1/claims/check", new JsonObject().put("text", text), null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private JsonArray unknown() {
        return house.get("/v1/claims/unknown", editor).json().getJsonArray("unknown");
    }
}
