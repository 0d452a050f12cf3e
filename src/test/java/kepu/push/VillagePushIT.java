package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One tap. */
class VillagePushIT {
    private static final String VILLAGE = "510903100208";
    private static final String NEIGHBOUR = "510903100210";

    @RegisterExtension
    static final House house = new House();

    private static List<String> items;
    private static String disseminator;
    private static String first;
    private static String second;
    private static String neighbour;

    @BeforeAll
    static void people() {
        items = house.items(20);
        disseminator = house.staff(Role.DISSEMINATOR, VILLAGE);
        first = house.resident(VILLAGE);
        second = house.resident(VILLAGE);
        neighbour = house.resident(NEIGHBOUR);
    }

    @Test
    void oneTapReachesTheVillageAndNobodyElse() {
        House.Answer answer = tap(items.get(0), "今晚有雨，请看", disseminator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        JsonObject pushed = answer.json();
        assertThat(pushed.getInteger("reach")).isEqualTo(2);
        assertThat(pushed.getBoolean("repeated")).isFalse();
        String publication = pushed.getString("publication");
        for (String resident : List.of(first, second)) {
            JsonObject entry = house.get("/v1/inbox", resident).json().getJsonArray("publications").stream()
                    .map(JsonObject.class::cast)
                    .filter(one -> one.getString("id").equals(publication))
                    .findAny()
                    .orElseThrow();
            assertThat(entry.getString("message")).isEqualTo("今晚有雨，请看");
            assertThat(entry.getJsonObject("item").getString("id")).isEqualTo(items.get(0));
            assertThat(entry.getBoolean("read")).isFalse();
            assertThat(entry.getString("sender")).containsPattern("\\p{IsHan}");
        }
        assertThat(Desk.inbox(house, neighbour)).doesNotContain(publication);
    }

    @Test
    void aSecondTapAnswersWithTheFirstPush() {
        JsonObject tapped = tap(items.get(1), null, disseminator).json();
        House.Answer again = tap(items.get(1), "再说一遍", disseminator);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json().getBoolean("repeated")).isTrue();
        assertThat(again.json().getString("publication")).isEqualTo(tapped.getString("publication"));
        assertThat(again.json().getString("campaign")).isEqualTo(tapped.getString("campaign"));
        assertThat(publicationsOf(items.get(1))).isEqualTo(1);
    }

    @Test
    void aColleagueOfTheSameVillageRepeatsItToo() {
        String publication = tap(items.get(2), null, disseminator).json().getString("publication");
        JsonObject again =
                tap(items.get(2), null, house.staff(Role.DISSEMINATOR, VILLAGE)).json();
        assertThat(again.getBoolean("repeated")).isTrue();
        assertThat(again.getString("publication")).isEqualTo(publication);
    }

    @Test
    void anotherVillageMakesItsOwnPush() {
        JsonObject here = tap(items.get(3), null, disseminator).json();
        JsonObject there = tap(items.get(3), null, house.staff(Role.DISSEMINATOR, NEIGHBOUR))
                .json();
        assertThat(there.getBoolean("repeated")).isFalse();
        assertThat(there.getInteger("reach")).isEqualTo(1);
        assertThat(Desk.inbox(house, neighbour))
                .contains(there.getString("publication"))
                .doesNotContain(here.getString("publication"));
        assertThat(Desk.inbox(house, first)).doesNotContain(there.getString("publication"));
    }

    @Test
    void manyTapsAtOnceAreOnePush() {
        List<JsonObject> answers =
                AtOnce.results(16, () -> tap(items.get(4), null, disseminator).json());
        assertThat(answers)
                .extracting(answer -> answer.getString("publication"))
                .doesNotContainNull()
                .containsOnly(answers.getFirst().getString("publication"));
        assertThat(answers).filteredOn(answer -> !answer.getBoolean("repeated")).hasSize(1);
        assertThat(publicationsOf(items.get(4))).isEqualTo(1);
    }

    @Test
    void theAnswerCountsTheConnectedResidentsOfTheVillageEachOnce() {
        try (LiveStream one = LiveStream.open(house, first, null);
                LiveStream same = LiveStream.open(house, first, null);
                LiveStream outside = LiveStream.open(house, neighbour, null);
                LiveStream staff = LiveStream.open(house, disseminator, null)) {
            List.of(one, same, outside, staff).forEach(line -> line.next("hello"));
            JsonObject pushed = tap(items.get(5), null, disseminator).json();
            assertThat(pushed.getInteger("connected")).isEqualTo(1);
            for (LiveStream line : List.of(one, same, staff)) {
                assertThat(line.next("publication").id()).isEqualTo(pushed.getString("publication"));
            }
            JsonObject today = house.get("/v1/village/today", disseminator).json();
            assertThat(today.getInteger("connected")).isEqualTo(1);
            assertThat(outside.told()).isEmpty();
        }
    }

    @Test
    void onlyADisseminatorOfAVillageTaps() {
        long before = publicationsOf(items.get(6));
        assertThat(tap(items.get(6), null, null).status()).isEqualTo(401);
        assertThat(tap(items.get(6), null, first).status()).isEqualTo(403);
        assertThat(tap(items.get(6), null, house.staff(Role.OPERATOR, VILLAGE)).status())
                .isEqualTo(403);
        assertThat(tap(items.get(6), null, house.staff(Role.ADMINISTRATOR, "0")).status())
                .isEqualTo(403);
        assertThat(tap(items.get(6), null, house.staff(Role.DISSEMINATOR, "510903100"))
                        .status())
                .isEqualTo(403);
        assertThat(publicationsOf(items.get(6))).isEqualTo(before);
    }

    @Test
    void whatIsNotThereOrWithdrawnCannotBePushed() {
        assertThat(tap("no-such-item", null, disseminator).problem()).isEqualTo("item-missing");
        String withdrawn = items.get(7);
        assertThat(withdraw(withdrawn).status()).isEqualTo(204);
        assertThat(tap(withdrawn, null, disseminator).status()).isEqualTo(404);
        assertThat(publicationsOf(withdrawn)).isZero();
    }

    @Test
    void withdrawingAnItemTakesItsPushesBack() {
        try (LiveStream line = LiveStream.open(house, second, null)) {
            line.next("hello");
            String publication = tap(items.get(8), null, disseminator).json().getString("publication");
            assertThat(line.next("publication").id()).isEqualTo(publication);
            assertThat(withdraw(items.get(8)).status()).isEqualTo(204);
            assertThat(line.next("cancel").id()).isEqualTo(publication);
            assertThat(Desk.inbox(house, second)).doesNotContain(publication);
        }
    }

    @Test
    void aDisseminatorTakesBackTheirOwnVillagesPushOnly() {
        JsonObject pushed = tap(items.get(9), null, disseminator).json();
        String withdraw = "/v1/campaigns/" + pushed.getString("campaign") + "/withdraw";
        JsonObject why = new JsonObject().put("note", "发错了");
        assertThat(house.post(withdraw, why, house.staff(Role.DISSEMINATOR, NEIGHBOUR))
                        .status())
                .isEqualTo(404);
        assertThat(house.post(withdraw, why, first).status()).isEqualTo(403);
        assertThat(house.post(withdraw, why, disseminator).json().getString("state"))
                .isEqualTo("withdrawn");
        assertThat(Desk.inbox(house, first)).doesNotContain(pushed.getString("publication"));
    }

    @Test
    void theDayShowsWhatWasPushed() {
        String village = "510903100219";
        String other = house.staff(Role.DISSEMINATOR, village);
        house.resident(village);
        String suited = todaysItems(other).getFirst().getString("id");
        assertThat(tap(suited, null, other).status()).isEqualTo(201);
        assertThat(todaysItems(other))
                .allSatisfy(item -> assertThat(item.getBoolean("pushedToday"))
                        .as(item.encode())
                        .isEqualTo(item.getString("id").equals(suited)));
        JsonObject today = house.get("/v1/village/today", other).json();
        assertThat(today.getJsonObject("village").getString("code")).isEqualTo(village);
        assertThat(today.getInteger("residents")).isEqualTo(1);
    }

    @Test
    void aMessageHasAtMostTwoHundredCharacters() {
        assertThat(tap(items.get(10), "字".repeat(201), disseminator).text()).contains("\"/message\"");
        assertThat(tap(items.get(10), "🌧".repeat(200), disseminator).status()).isEqualTo(201);
    }

    private static List<JsonObject> todaysItems(String token) {
        return house.get("/v1/village/today", token).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static House.Answer withdraw(String item) {
        return house.post(
                "/v1/library/items/" + item + "/withdraw",
                new JsonObject().put("reason", "数据有误"),
                house.staff(Role.REVIEWER, "0"));
    }

    private static long publicationsOf(String item) {
        return house.count("select count(*) from publication where item = ?", item);
    }

    private static House.Answer tap(String item, @Nullable String message, @Nullable String token) {
        JsonObject body = new JsonObject().put("item", item);
        return house.post("/v1/village/push", message == null ? body : body.put("message", message), token);
    }
}
