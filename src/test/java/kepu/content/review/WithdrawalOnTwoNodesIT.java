package kepu.content.review;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.Redis;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is published or withdrawn on one node is so on the other, everywhere; the test prints how long each took and judges by none of it. */
class WithdrawalOnTwoNodesIT {
    private static final int ROUNDS = 20;

    @Order(0)
    @RegisterExtension
    static final Redis REDIS = Redis.start(Redis.Version.SIX);

    @Order(1)
    @RegisterExtension
    static final House here = node();

    @Order(2)
    @RegisterExtension
    static final House there = node().on(here::address);

    private static House node() {
        return House.node()
                .with("redis.url", "redis://" + REDIS.address())
                .with("redis.beatMillis", 100)
                .with("redis.silenceMillis", 2_000);
    }

    @BeforeAll
    static void connect() {
        eventually("here is connected", () -> here.metric("kepu_bus_connected") == 1);
        eventually("there is connected", () -> there.metric("kepu_bus_connected") == 1);
    }

    @Test
    void whatPassesTheLastReviewHereCanBeReadThere() {
        Newsroom room = new Newsroom(here);
        String item = room.published(Newsroom.draft("两个节点都看得到的文章"));
        eventually("it is there", () -> status(there, item, null) == 200);
        String editor = room.editor("0");
        Newsroom.ok(room.correct(editor, item, "改了一句"));
        room.change(editor, item, new JsonObject().put("text", "改好了的正文。"));
        room.stepped(editor, item, "submit");
        room.passed(item, 2);
        eventually(
                "it is corrected there",
                () -> there.get("/v1/items/" + item, null)
                        .json()
                        .getString("body")
                        .contains("改好了的正文"));
    }

    @Test
    void whatIsWithdrawnHereIsGoneThereFromFeedItemSimilarInboxLinesAndPublicFeeds() {
        String village = here.village();
        String reader = here.resident(village);
        // feeds leave out what was pushed lately, so somebody else looks at theirs
        String neighbour = here.resident(here.village());
        String reviewer = here.staff(Role.REVIEWER, "0");
        Desk desk = new Desk(here, here.staff(Role.OPERATOR, "5109"));
        List<String> items = feed(there, neighbour).subList(0, ROUNDS);
        List<Long> gone = new ArrayList<>();
        List<Long> told = new ArrayList<>();
        try (LiveStream line = LiveStream.open(there, reader, null)) {
            line.next("hello");
            for (String item : items) {
                String publication =
                        desk.publications(Desk.region(village), item).getFirst();
                assertThat(line.next("publication").id()).isEqualTo(publication);
                String alike = similar(there, item);
                BooleanSupplier shown = () -> feed(there, neighbour).contains(item)
                        || status(there, item, reader) == 200
                        || Desk.inbox(there, reader).contains(publication)
                        || syndicated(there, village).contains(item)
                        || !alike.isEmpty() && similar(there, alike).contains(item);
                assertThat(feed(there, neighbour)).contains(item);
                assertThat(Desk.inbox(there, reader)).contains(publication);
                assertThat(syndicated(there, village)).contains(item);

                long began = System.nanoTime();
                withdraw(reviewer, item);
                assertThat(feed(here, neighbour)).as("at once here").doesNotContain(item);
                line.next("cancel");
                told.add(millis(began));
                eventually("it is gone", () -> !shown.getAsBoolean());
                gone.add(millis(began));
                Refusal.of(there.get("/v1/items/" + item, reader), 404, "item-withdrawn");
            }
        }
        print("from the withdrawal here to the cancel on the line there", told);
        print("until it is gone there from feed, item, inbox, public feed and similar ones", gone);
    }

    @Test
    void aCampaignThatWaitsWithAWithdrawnItemBringsItToNobody() {
        String village = here.village();
        String reader = here.resident(village);
        Newsroom room = new Newsroom(here);
        String wrong = room.published(Newsroom.draft("等着推送的错文章", village));
        String right = room.published(Newsroom.draft("等着推送的好文章", village));
        eventually("both are there", () -> status(there, wrong, null) == 200 && status(there, right, null) == 200);
        Desk desk = new Desk(there, there.staff(Role.OPERATOR, "5109"));
        String campaign = desk.drafted(Desk.region(village), wrong, right).getString("id");
        withdraw(here.staff(Role.REVIEWER, "0"), wrong);
        JsonObject running = desk.stepped(campaign, "submit");
        assertThat(running.getString("state")).isEqualTo("running");
        assertThat(running.getJsonArray("publications")).hasSize(1);
        eventually("the other came", () -> Desk.inbox(here, reader).size() == 1);
        assertThat(here.get("/v1/inbox", reader).text()).contains(right).doesNotContain(wrong);
        assertThat(here.count("select count(*) from publication where item = ?", wrong))
                .isZero();
    }

    @Test
    void theVideoOfWhatIsWithdrawnHereIsNotServedThere() {
        String video = here.sql("select id from item where kind = 'video' and media is not null order by id")
                .getFirst()
                .getFirst();
        JsonObject item = here.get("/v1/items/" + video, null).json();
        String media = item.getString("media");
        for (House node : List.of(here, there)) {
            assertThat(media(node, media)).isEqualTo(200);
            assertThat(media(node, item.getString("cover"))).isEqualTo(200);
        }
        withdraw(here.staff(Role.REVIEWER, "0"), video);
        eventually("it is not served here", () -> media(here, media) == 404);
        eventually("its item is gone there", () -> status(there, video, null) == 404);
        eventually("nor its poster there", () -> media(there, item.getString("cover")) == 404);
    }

    private static int media(House house, String path) {
        return house.send("HEAD", path, null, null).status();
    }

    private static void withdraw(String reviewer, String item) {
        House.Answer answer =
                here.post("/v1/library/items/" + item + "/withdraw", new JsonObject().put("reason", "数据有误"), reviewer);
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    }

    private static int status(House house, String item, @Nullable String token) {
        return house.get("/v1/items/" + item, token).status();
    }

    /** All pages of it. */
    private static List<String> feed(House house, String token) {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = house.get("/v1/feed?size=50" + cursor, token).json();
            all.addAll(ids(page.getJsonArray("items")));
            cursor = page.containsKey("next") ? "&cursor=" + page.getString("next") : "";
        } while (!cursor.isEmpty());
        return all;
    }

    /** The items most like one. */
    private static String similar(House house, String item) {
        House.Answer answer = house.get("/v1/items/" + item + "/similar?size=1", null);
        return answer.status() == 200 ? String.join(",", ids(answer.json().getJsonArray("items"))) : "";
    }

    private static String syndicated(House house, String village) {
        return house.get("/v1/feeds/" + village + ".json", null).text();
    }

    private static List<String> ids(JsonArray items) {
        return items.stream().map(item -> ((JsonObject) item).getString("id")).toList();
    }

    private static long millis(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static void print(String what, List<Long> millis) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        System.out.printf(
                "%s: %d rounds, median %d ms, most %d ms%n",
                what, sorted.size(), sorted.get(sorted.size() / 2), sorted.getLast());
    }
}
