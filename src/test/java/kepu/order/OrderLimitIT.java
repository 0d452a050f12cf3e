package kepu.order;

import static kepu.order.OrderCalls.WISH;
import static kepu.order.OrderCalls.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import kepu.base.Beijing;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be ordered and how much; and that the same is ordered once. */
class OrderLimitIT {
    @RegisterExtension
    static final House house = new House()
            .with("orders.chars", 40)
            .with("orders.wishDays", 30)
            .with("orders.openPerResident", 2)
            .with("orders.dailyPerResident", 4);

    private static final OrderCalls orders = new OrderCalls(house);

    private String village = "";
    private String resident = "";
    private String disseminator = "";

    @BeforeEach
    void aVillageWithItsDisseminator() {
        village = house.village();
        resident = house.resident(village);
        disseminator = house.staff(Role.DISSEMINATOR, village);
    }

    @Test
    void aRetryGivesTheSameOrder() {
        String key = UUID.randomUUID().toString();
        List<String> ids = AtOnce.results(4, () -> orders.placed(WISH, resident, key));
        assertThat(ids.stream().distinct()).hasSize(1);
        assertThat(orders.placed(WISH, resident))
                .as("the same words while they wait")
                .isEqualTo(ids.getFirst());
        Refusal.of(orders.place("讲讲别的", resident, key), 409, "idempotency-mismatch");
        assertThat(orders.mine(resident)).hasSize(1);
        assertThat(orders.placed(WISH, house.resident(village), key))
                .as("another's key is another's")
                .isNotEqualTo(ids.getFirst());
    }

    @Test
    void oneResidentHasOnlySoManyOrdersOpenAndPlacesOnlySoManyInADay() {
        String first = orders.placed("讲讲防溺水", resident);
        String second = orders.placed("讲讲用电安全", resident);
        double open = house.metric("kepu_orders_refused_total{limit=\"open\"}");
        double daily = house.metric("kepu_orders_refused_total{limit=\"daily\"}");
        Refusal.of(orders.place("讲讲防火", resident, null), 429, "orders-open");
        assertThat(house.metric("kepu_orders_refused_total{limit=\"open\"}")).isEqualTo(open + 1);
        orders.withdrawn(resident, first, second);
        orders.withdrawn(resident, orders.placed("讲讲防火", resident), orders.placed("讲讲燃气", resident));
        Refusal.of(orders.place("讲讲地震", resident, null), 429, "orders-daily");
        assertThat(house.metric("kepu_orders_refused_total{limit=\"daily\"}")).isEqualTo(daily + 1);
        house.sql(
                "update service_order set ordered_at = ordered_at - interval '25 hours' where village = ?",
                Long.parseLong(village));
        orders.placed("讲讲地震", resident);
    }

    @Test
    void whatIsTooLongOrForAnImpossibleDayIsRefusedAndSaysWhy() {
        double before = house.metric("kepu_orders_refused_total{limit=\"chars\"}");
        Refusal.of(orders.place("讲".repeat(41), resident, null), 400, "order-too-long")
                .at("/text");
        assertThat(house.metric("kepu_orders_refused_total{limit=\"chars\"}")).isEqualTo(before + 1);
        LocalDate today = Beijing.day(Instant.now());
        for (LocalDate day : List.of(today.minusDays(1), today.plusDays(31))) {
            JsonObject wish = new JsonObject().put("text", WISH).put("wishedOn", day.toString());
            Refusal.of(house.post("/v1/orders", wish, resident), 400, "order-day")
                    .at("/wishedOn");
        }
        JsonObject never = new JsonObject().put("text", WISH).put("wishedOn", "2026-02-30");
        Refusal.of(house.post("/v1/orders", never, resident), 400).at("/wishedOn");
        assertThat(orders.mine(resident)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "？", "!!!!", "\u200b\u200b"})
    void whatIsNoOrderIsRefused(String text) {
        Refusal.of(orders.place(text, resident, null), 400);
    }

    @Test
    void whatNamesAPersonIsNotKept() {
        String id = orders.placed("来讲讲养蚕，我电话13912345678", resident);
        assertThat(orders.whole(id, disseminator).getString("text"))
                .contains("〔号码〕")
                .doesNotContain("139");
        assertThat(house.count("select count(*) from service_order where text like '%13912345678%'"))
                .isZero();
    }

    @Test
    void listsAreTurnedPageByPage() {
        String first = orders.placed("讲讲防溺水", resident);
        String second = orders.placed("讲讲用电安全", resident);
        String third = orders.placed("讲讲防火", house.resident(village));
        JsonObject page = orders.list("?size=2", disseminator);
        assertThat(ids(page)).as("who waited longest first").containsExactly(first, second);
        assertThat(page.getInteger("open")).isEqualTo(3);
        JsonObject rest = orders.list("?size=2&cursor=" + page.getString("next"), disseminator);
        assertThat(ids(rest)).containsExactly(third);
        assertThat(rest.containsKey("next")).isFalse();
        Refusal.of(house.get("/v1/orders?cursor=xx", disseminator), 400, "cursor-invalid");
        orders.withdrawn(resident, first, second);
        JsonObject ended = orders.list("?state=ended&size=1", disseminator);
        assertThat(ids(ended)).containsExactly(second);
        assertThat(ids(orders.list("?state=ended&size=1&cursor=" + ended.getString("next"), disseminator)))
                .containsExactly(first);
        JsonObject own = house.get("/v1/me/orders?size=1", resident).json();
        assertThat(ids(own)).containsExactly(second);
        assertThat(ids(house.get("/v1/me/orders?size=1&cursor=" + own.getString("next"), resident)
                        .json()))
                .containsExactly(first);
    }
}
