package kepu.order;

import static kepu.order.OrderCalls.WISH;
import static kepu.order.OrderCalls.ids;
import static kepu.order.OrderCalls.ok;
import static kepu.order.OrderCalls.path;
import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import kepu.base.Beijing;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An order on its way: from a resident to staff, to who does it, and back to be rated. */
class OrderIT {
    @RegisterExtension
    static final House house = new House();

    private static final OrderCalls orders = new OrderCalls(house);

    private static String operator = "";

    private String village = "";
    private String resident = "";
    private String disseminator = "";

    @BeforeAll
    static void somebodyIsAbove() {
        operator = house.staff(Role.OPERATOR, "510903");
    }

    @BeforeEach
    void aVillageWithItsDisseminator() {
        village = house.village();
        resident = house.resident(village);
        disseminator = house.staff(Role.DISSEMINATOR, village);
    }

    @Test
    void anOrderIsDispatchedTakenFinishedAndRatedAndEachStepIsKept() {
        LocalDate day = Beijing.day(Instant.now()).plusDays(3);
        JsonObject wish =
                new JsonObject().put("text", WISH).put("topic", "fraud").put("wishedOn", day.toString());
        JsonObject placed = ok(house.post("/v1/orders", wish, resident), 201);
        String id = placed.getString("id");
        assertThat(placed.getString("state")).isEqualTo("ordered");
        assertThat(placed.getString("wishedOn")).isEqualTo(day.toString());
        JsonObject list = orders.list("", disseminator);
        assertThat(ids(list)).containsExactly(id);
        assertThat(list.getInteger("open")).isEqualTo(1);
        assertThat(list.getInteger("untaken")).isEqualTo(1);

        JsonObject dispatched = orders.step(id, "dispatch", new JsonObject().put("unit", "区反诈宣讲队"), disseminator);
        assertThat(dispatched.getString("state")).isEqualTo("dispatched");
        JsonObject taken = orders.step(id, "take", new JsonObject().put("note", "周六上午九点，村委会二楼"), operator);
        assertThat(taken.getString("state")).isEqualTo("taken");
        assertThat(taken.getBoolean("mine")).isTrue();
        assertThat(orders.list("", disseminator).getInteger("untaken")).isZero();
        JsonObject finished = orders.step(id, "finish", new JsonObject(), operator);
        assertThat(finished.getString("state")).isEqualTo("finished");
        assertThat(orders.list("", disseminator).getInteger("open")).isZero();

        JsonObject rated = ok(
                house.post(
                        path(id, "rating"),
                        new JsonObject().put("rating", "good").put("words", "讲得清楚"),
                        resident),
                200);
        assertThat(rated.getString("state")).isEqualTo("rated");
        assertThat(rated.getString("rating")).isEqualTo("good");
        JsonObject whole = orders.whole(id, disseminator);
        assertThat(whole.getString("ratingWords")).isEqualTo("讲得清楚");
        List<JsonObject> steps =
                whole.getJsonArray("steps").stream().map(JsonObject.class::cast).toList();
        assertThat(steps)
                .extracting(step -> step.getString("step"))
                .containsExactly("order", "dispatch", "take", "finish", "rate");
        assertThat(steps).extracting(step -> step.getString("by")).containsExactly(null, "测试传播员", "测试运营", "测试运营", null);
        assertThat(steps.get(1).getString("note")).isEqualTo("区反诈宣讲队");
        JsonObject own = ok(house.get("/v1/me/orders/" + id, resident), 200);
        assertThat(own.getJsonArray("steps")).isEqualTo(whole.getJsonArray("steps"));
        assertThat(own.getString("state")).isEqualTo("rated");
        assertThat(house.sql("select action from audit where object = ? order by seq", id))
                .containsExactly(List.of("order.dispatch"), List.of("order.take"), List.of("order.finish"));
        assertThat(ids(orders.list("?state=ended", disseminator))).containsExactly(id);
    }

    @Test
    void theResidentIsToldOnceOnTheLineAndInTheInbox() {
        String id = orders.placed(WISH, resident);
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            orders.step(id, "take", new JsonObject().put("note", "周六上午九点"), disseminator);
            orders.step(id, "take", new JsonObject().put("note", "周六上午九点"), disseminator);
            JsonObject told = line.next("publication").data();
            assertThat(told.getString("title")).isEqualTo("您点的单有人接了");
            assertThat(told.getString("message"))
                    .contains("诈骗电话")
                    .contains("测试传播员")
                    .contains("周六上午九点");
        }
        orders.step(id, "return", new JsonObject().put("note", "老师病了，下月再来"), disseminator);
        eventually("both are in the inbox", () -> inbox(resident).size() == 2);
        JsonObject own = orders.mine(resident).getJsonObject(0);
        assertThat(own.getString("state")).isEqualTo("returned");
        assertThat(own.getString("note")).contains("下月");
        assertThat(house.count("select count(*) from service_order where untold and id = ?", id))
                .isZero();
    }

    @Test
    void ofManyWhoTakeAnOrderAtOnceOneHasIt() {
        String id = orders.placed(WISH, resident);
        List<String> tokens = List.of(disseminator, house.staff(Role.DISSEMINATOR, village), operator);
        List<House.Answer> answers = AtOnce.results(tokens.stream()
                .map(token -> (java.util.concurrent.Callable<House.Answer>)
                        () -> house.post(path(id, "take"), new JsonObject(), token))
                .toList());
        assertThat(answers).extracting(House.Answer::status).containsExactlyInAnyOrder(200, 409, 409);
        answers.stream()
                .filter(answer -> answer.status() == 409)
                .forEach(answer -> Refusal.of(answer, 409, "order-taken"));
        assertThat(house.count("select count(*) from service_order_step where service_order = ? and step = 'take'", id))
                .isEqualTo(1);
    }

    @Test
    void aTakenOrderIsMovedOnByWhoTookItOrByAnOperator() {
        String id = orders.placed(WISH, resident);
        Refusal.of(house.post(path(id, "finish"), new JsonObject(), disseminator), 409, "order-untaken");
        orders.step(id, "take", new JsonObject(), disseminator);
        String colleague = house.staff(Role.DISSEMINATOR, village);
        for (String deed : List.of("take", "finish")) {
            Refusal.of(house.post(path(id, deed), new JsonObject(), colleague), 409, "order-taken");
        }
        Refusal.of(house.post(path(id, "return"), new JsonObject().put("note", "不会讲"), colleague), 409, "order-taken");
        JsonObject handedOn = orders.step(id, "dispatch", new JsonObject().put("unit", "镇卫生院"), operator);
        assertThat(handedOn.getValue("taker")).isNull();
        orders.step(id, "take", new JsonObject(), colleague);
        orders.step(id, "finish", new JsonObject(), colleague);
        Refusal.of(house.post(path(id, "finish"), new JsonObject(), disseminator), 409, "order-ended");
    }

    @Test
    void theSameDeedAgainChangesNothing() {
        String id = orders.placed(WISH, resident);
        for (int i = 0; i < 2; i++) {
            orders.step(id, "take", new JsonObject(), disseminator);
            orders.step(id, "take", new JsonObject().put("note", "周日"), disseminator);
            assertThat(orders.step(id, "take", new JsonObject(), disseminator).getString("note"))
                    .isEqualTo("周日");
        }
        for (int i = 0; i < 2; i++) {
            orders.step(id, "finish", new JsonObject(), disseminator);
        }
        JsonObject rating = new JsonObject().put("rating", "fair");
        for (int i = 0; i < 2; i++) {
            ok(house.post(path(id, "rating"), rating, resident), 200);
        }
        Refusal.of(house.post(path(id, "rating"), rating.copy().put("rating", "poor"), resident), 409, "order-rated");
        assertThat(house.count("select count(*) from service_order_step where service_order = ?", id))
                .isEqualTo(5);
    }

    @Test
    void rightsEndAtTheScopeAndAtOnesOwnOrders() {
        String id = orders.placed(WISH, resident);
        for (String stranger :
                List.of(house.staff(Role.DISSEMINATOR, house.village()), house.staff(Role.OPERATOR, "3204"))) {
            Refusal.of(house.get("/v1/orders/" + id, stranger), 404, "order-missing");
            Refusal.of(house.post(path(id, "take"), new JsonObject(), stranger), 404, "order-missing");
            Refusal.of(house.post(path(id, "finish"), new JsonObject(), stranger), 404, "order-missing");
            Refusal.of(
                    house.post(path(id, "return"), new JsonObject().put("note", "不归我管"), stranger),
                    404,
                    "order-missing");
            Refusal.of(
                    house.post(path(id, "dispatch"), new JsonObject().put("unit", "别处"), stranger),
                    404,
                    "order-missing");
            Refusal.of(house.get("/v1/orders?region=" + village, stranger), 403, "outside-scope");
            assertThat(ids(orders.list("?size=100", stranger))).doesNotContain(id);
        }
        String neighbour = house.resident(village);
        Refusal.of(house.post(path(id, "withdraw"), null, neighbour), 404, "order-missing");
        Refusal.of(
                house.post(path(id, "rating"), new JsonObject().put("rating", "poor"), neighbour),
                404,
                "order-missing");
        Refusal.of(house.get("/v1/me/orders/" + id, neighbour), 404, "order-missing");
        assertThat(orders.mine(neighbour)).isEmpty();
        assertThat(house.get("/v1/orders/" + id, disseminator).text()).doesNotContain("resident");
        assertThat(orders.whole(id, operator).getString("state")).isEqualTo("ordered");
    }

    @Test
    void whoOrderedTakesItBackUntilItIsDone() {
        String id = orders.placed(WISH, resident);
        orders.step(id, "take", new JsonObject(), disseminator);
        for (int i = 0; i < 2; i++) {
            assertThat(ok(house.post(path(id, "withdraw"), null, resident), 200).getString("state"))
                    .isEqualTo("withdrawn");
        }
        Refusal.of(house.post(path(id, "finish"), new JsonObject(), disseminator), 409, "order-ended");
        Refusal.of(
                house.post(path(id, "rating"), new JsonObject().put("rating", "good"), resident), 409, "order-ended");
        String other = orders.placed("讲讲高血压怎么管", resident);
        Refusal.of(
                house.post(path(other, "rating"), new JsonObject().put("rating", "good"), resident),
                409,
                "order-unfinished");
        orders.step(other, "take", new JsonObject(), disseminator);
        orders.step(other, "finish", new JsonObject(), disseminator);
        Refusal.of(house.post(path(other, "withdraw"), null, resident), 409, "order-ended");
    }

    @Test
    void whoGoesTakesTheirOrdersWithThemAndTheirExportHasThem() {
        String id = orders.placed(WISH, resident);
        orders.step(id, "take", new JsonObject().put("note", "周六"), disseminator);
        JsonObject exported = house.get("/v1/me/export", resident)
                .json()
                .getJsonArray("orders")
                .getJsonObject(0);
        assertThat(exported.getString("text")).isEqualTo(WISH);
        assertThat(exported.getJsonArray("steps")).hasSize(2);
        assertThat(house.send("DELETE", "/v1/me", null, resident).status()).isEqualTo(204);
        assertThat(house.count("select count(*) from service_order where id = ?", id))
                .isZero();
        assertThat(house.count("select count(*) from service_order_step where service_order = ?", id))
                .isZero();
        Refusal.of(house.post(path(id, "finish"), new JsonObject(), disseminator), 404, "order-missing");
    }

    @Test
    void aResidentIsToldWhoServesTheirVillageByNameAlone() {
        JsonObject known = ok(house.get("/v1/me/disseminator", resident), 200);
        assertThat(known.getJsonArray("disseminators")).containsExactly(new JsonObject().put("name", "测试传播员"));
        assertThat(known.getJsonObject("village").getString("code")).isEqualTo(village);
        assertThat(known.getString("does")).isNotBlank();
        assertThat(known.getValue("instead")).isNull();
        house.sql("update staff set active = false where account = ?", house.account(disseminator));
        JsonObject instead = ok(house.get("/v1/me/disseminator", resident), 200);
        assertThat(instead.getJsonArray("disseminators")).isEmpty();
        assertThat(instead.getJsonObject("instead").getString("code")).isEqualTo("510903");
    }

    private static List<Object> inbox(String token) {
        return house.get("/v1/inbox", token).json().getJsonArray("publications").stream()
                .toList();
    }
}
