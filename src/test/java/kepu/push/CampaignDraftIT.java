package kepu.push;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.Desk;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Drafts: their faults, and retries by Idempotency-Key. */
class CampaignDraftIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    private static Desk operator;
    private static List<String> items;

    @BeforeAll
    static void people() {
        operator = Desk.of(house, Role.OPERATOR, "5109");
        items = house.items(2);
    }

    @Test
    void aDraftWithFaultsIsRefusedAndNothingIsStored() {
        long before = house.count("select count(*) from campaign");
        JsonObject region = Desk.region(VILLAGE);
        String item = items.getFirst();
        assertThat(operator.create(Desk.draft(region, "no-such-item")).problem())
                .isEqualTo("item-missing");
        assertThat(operator.create(Desk.draft(Desk.region("510999"), item)).problem())
                .isEqualTo("region-missing");
        assertThat(operator.create(Desk.draft(region, item, item)).text()).contains("\"/items\"");
        assertThat(operator.create(Desk.draft(region)).text()).contains("\"/items\"");
        assertThat(operator.create(Desk.draft(region, item).put("title", "")).text())
                .contains("\"/title\"");
        assertThat(operator.create(Desk.draft(region, item).put("title", "字".repeat(61)))
                        .text())
                .contains("\"/title\"");
        assertThat(operator.create(Desk.draft(region, item).put("message", "字".repeat(201)))
                        .text())
                .contains("\"/message\"");
        assertThat(operator.create(Desk.draft(region, item).put("startAt", "明天"))
                        .text())
                .contains("\"/startAt\"");
        assertThat(operator.create(Desk.draft(region, item).put("expiresAt", "2020-01-01T00:00:00+08:00"))
                        .text())
                .contains("\"/expiresAt\"");
        assertThat(operator.create(Desk.draft(region, item).put("urgency", 1)).status())
                .isEqualTo(400);
        assertThat(house.count("select count(*) from campaign")).isEqualTo(before);
    }

    @Test
    void aTitleMayBeSixtyCharactersOfAnyPlane() {
        JsonObject draft = Desk.draft(Desk.region(VILLAGE), items.getFirst()).put("title", "🌾".repeat(60));
        House.Answer answer = operator.create(draft);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().getString("title")).isEqualTo("🌾".repeat(60));
    }

    @Test
    void aRetryGivesTheSameCampaign() {
        JsonObject first = operator.create(full(), "first").json();
        House.Answer again = operator.create(full(), "first");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first);
        assertThat(first.getJsonArray("steps")).hasSize(1);
    }

    @Test
    void aRetryOfADraftWithoutTimesIsARetry() {
        JsonObject draft = Desk.draft(Desk.region(VILLAGE), items.getFirst());
        String first = operator.create(draft, "plain").json().getString("id");
        assertThat(operator.create(draft, "plain").json().getString("id")).isEqualTo(first);
    }

    /** The database keeps microseconds; what was to begin then has begun when the retry comes. */
    @Test
    void aRetryAfterAStartThatWasTooExactIsARetry() {
        Instant start =
                Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MICROS).plusNanos(789);
        JsonObject draft = Desk.draft(Desk.region(VILLAGE), items.getFirst()).put("startAt", start.toString());
        String first = operator.create(draft, "exact").json().getString("id");
        eventually("the start is over", () -> Instant.now().isAfter(start));
        House.Answer again = operator.create(draft, "exact");
        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(again.json().getString("id")).isEqualTo(first);
    }

    @Test
    void theSameKeyForAnotherDraftIsAConflict() {
        assertThat(operator.create(full(), "key").status()).isEqualTo(201);
        List<UnaryOperator<JsonObject>> changes = List.of(
                draft -> draft.put("title", "另一个标题"),
                draft -> draft.put("message", "另一句话"),
                draft -> draft.put("items", List.of(items.get(1))),
                draft -> draft.put("audience", Desk.region("510903")),
                draft -> draft.put("startAt", "2100-01-02T00:00:00+08:00"),
                draft -> draft.put("expiresAt", "2100-02-02T00:00:00+08:00"));
        for (UnaryOperator<JsonObject> change : changes) {
            JsonObject other = change.apply(full());
            House.Answer answer = operator.create(other, "key");
            assertThat(answer.status()).as(other.encode()).isEqualTo(409);
            assertThat(answer.problem()).isEqualTo("idempotency-mismatch");
        }
    }

    @Test
    void aKeyIsThatOfOnePerson() {
        Desk colleague = Desk.of(house, Role.OPERATOR, "5109");
        String mine = operator.create(full(), "shared").json().getString("id");
        House.Answer theirs = colleague.create(full().put("title", "同事的"), "shared");
        assertThat(theirs.status()).isEqualTo(201);
        assertThat(theirs.json().getString("id")).isNotEqualTo(mine);
    }

    @Test
    void manyRetriesAtOnceGiveOneCampaign() {
        assertThat(AtOnce.results(
                                12,
                                () -> operator.create(full(), "at-once").json().getString("id"))
                        .stream()
                        .distinct())
                .hasSize(1)
                .allSatisfy(id -> assertThat(house.count("select count(*) from campaign_step where campaign = ?", id))
                        .isEqualTo(1));
    }

    @Test
    void aKeyThatIsTooLongIsRefused() {
        assertThat(operator.create(full(), "k".repeat(81)).status()).isEqualTo(400);
        assertThat(operator.create(full(), "k".repeat(80)).status()).isEqualTo(201);
    }

    private static JsonObject full() {
        return Desk.draft(Desk.region(VILLAGE), items.getFirst())
                .put("message", "请看")
                .put("startAt", "2100-01-01T00:00:00+08:00")
                .put("expiresAt", "2100-02-01T00:00:00+08:00");
    }
}
