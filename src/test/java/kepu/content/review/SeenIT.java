package kepu.content.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who saw an item, in numbers, and what is said to them when it was wrong. */
class SeenIT {
    @RegisterExtension
    static final House house = new House().with("push.approvalReach", 20);

    private final Newsroom room = new Newsroom(house);

    @Test
    void whoOpenedOrReadItIsCountedOnceAndNeverNamedAlsoAfterTheWithdrawal() {
        String item = room.published(Newsroom.draft("很多人看过的文章"));
        String many = house.village();
        String few = house.village();
        List<String> readers = residents(many, 6);
        readers.forEach(reader -> open(reader, item));
        open(readers.getFirst(), item);
        residents(few, 2).forEach(reader -> open(reader, item));
        Desk desk = Desk.of(house, Role.OPERATOR, "5109");
        String publication = desk.publications(Desk.region(many), item).getFirst();
        for (String reader : List.of(readers.getFirst(), house.resident(many))) {
            house.post(
                    "/v1/inbox/read",
                    new JsonObject().put("publications", new JsonArray(List.of(publication))),
                    reader);
        }

        String reviewer = room.reviewer("0");
        assertThat(seen(reviewer, item, "").getInteger("residents")).isEqualTo(9);
        withdraw(item);
        JsonObject town = seen(reviewer, item, "?region=" + many.substring(0, 9));
        assertThat(town.getInteger("residents")).isGreaterThanOrEqualTo(7);
        JsonObject county = seen(house.staff(Role.OPERATOR, "510903"), item, "");
        assertThat(county.getInteger("residents")).isEqualTo(9);
        JsonObject alone = seen(reviewer, item, "?region=" + few);
        assertThat(alone.getValue("residents")).as("two people").isNull();
        assertThat(alone.getJsonArray("byRegion")).isEmpty();
        Refusal.of(house.get(path(item) + "?region=51", house.staff(Role.OPERATOR, "510903")), 403, "outside-scope");
        Refusal.of(house.get(path("nothing"), reviewer), 404, "item-missing");
    }

    @Test
    void thoseWhoOpenedWhatWasWithdrawnAreTold() {
        String item = room.published(Newsroom.draft("写错了的文章"));
        String village = house.village();
        List<String> readers = residents(village, 3);
        readers.forEach(reader -> open(reader, item));
        String other = house.resident(village);
        withdraw(item);
        String operator = house.staff(Role.OPERATOR, "5109");
        JsonObject notice = new JsonObject().put("text", "文章里的剂量写错了，请不要照着吃。");
        House.Answer sent = notice(operator, item, notice, "n1");
        assertThat(sent.status()).as(sent.text()).isEqualTo(201);
        assertThat(sent.json().getString("state")).isEqualTo("running");
        assertThat(sent.json().getJsonArray("items")).isEmpty();
        assertThat(notice(operator, item, notice, "n1").json().getString("id"))
                .as("a retry tells nobody twice")
                .isEqualTo(sent.json().getString("id"));
        for (String reader : readers) {
            JsonArray inbox = house.get("/v1/inbox", reader).json().getJsonArray("publications");
            assertThat(inbox).hasSize(1);
            assertThat(inbox.getJsonObject(0).getString("title")).isEqualTo("更正：写错了的文章");
            assertThat(inbox.getJsonObject(0).getString("message")).contains("剂量写错了");
            assertThat(inbox.getJsonObject(0).getString("priority")).isEqualTo("important");
        }
        assertThat(house.get("/v1/inbox", other).json().getJsonArray("publications"))
                .isEmpty();
    }

    @Test
    void aNoticeCanBringWhatIsRightAndTwoNoticesAreNoDuplicates() {
        String item = room.published(Newsroom.draft("写错了的文章"));
        String right = room.published(Newsroom.draft("写对了的文章"));
        String reader = house.resident(house.village());
        open(reader, item);
        String operator = house.staff(Role.OPERATOR, "5109");
        notice(
                operator,
                item,
                new JsonObject().put("title", "请看这一篇").put("text", "写对了的在这里。").put("item", right),
                null);
        notice(operator, item, new JsonObject().put("text", "再说明一次。"), null);
        notice(operator, item, new JsonObject().put("text", "最后说明一次。"), null);
        JsonArray inbox = house.get("/v1/inbox", reader).json().getJsonArray("publications");
        assertThat(inbox).hasSize(3);
        assertThat(inbox.getJsonObject(2).getJsonObject("item").getString("id")).isEqualTo(right);
        Refusal.of(
                notice(operator, item, new JsonObject().put("text", "没有这一篇").put("item", "nothing"), null),
                404,
                "item-missing");
        Refusal.of(notice(operator, "nothing", new JsonObject().put("text", "没有这一篇"), null), 404, "item-missing");
    }

    private static List<String> residents(String village, int count) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add(house.resident(village));
        }
        return tokens;
    }

    private static void open(String token, String item) {
        JsonObject event = new JsonObject()
                .put("id", "e" + System.nanoTime())
                .put("type", "open")
                .put("item", item)
                .put("at", Instant.now().toString());
        House.Answer answer =
                house.post("/v1/events", new JsonObject().put("events", new JsonArray(List.of(event))), token);
        assertThat(answer.json().getInteger("accepted")).as(answer.text()).isEqualTo(1);
    }

    private void withdraw(String item) {
        assertThat(house.post(
                                Newsroom.ITEMS + "/" + item + "/withdraw",
                                new JsonObject().put("reason", "剂量写错了"),
                                house.staff(Role.ADMINISTRATOR, "0"))
                        .status())
                .isEqualTo(204);
    }

    private static House.Answer notice(String token, String item, JsonObject notice, @Nullable String key) {
        var request = house.request(Newsroom.ITEMS + "/" + item + "/notice", token);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return house.send(request.POST(java.net.http.HttpRequest.BodyPublishers.ofString(notice.encode())));
    }

    private static String path(String item) {
        return Newsroom.ITEMS + "/" + item + "/seen";
    }

    private static JsonObject seen(String token, String item, String query) {
        return Newsroom.ok(house.get(path(item) + query, token));
    }
}
