package kepu.push;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.Refusal;
import kepu.testing.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The line to the database breaks when a step is committed and before the node hears of it: the step was taken, and everybody sees that. */
class CommitWithoutAnswerIT {
    private static final Wire wire = new Wire();

    @RegisterExtension
    static final House house = new House().on(wire);

    private String village;
    private String resident;
    private Desk operator;
    private List<String> items;

    @BeforeEach
    void people() {
        village = house.village();
        resident = house.resident(village);
        operator = Desk.of(house, Role.OPERATOR, "5109");
        items = house.items(2);
    }

    @AfterAll
    static void end() {
        wire.close();
    }

    @Test
    void whatIsPublishedIsInTheInboxAndOnTheLineOnce() {
        JsonObject draft = Desk.draft(Desk.region(village), items.getFirst()).put("title", "cut-when-published");
        String id = operator.create(draft).json().getString("id");
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            String before = line.next("hello").data().getString("offset");
            wire.cutAfterCommitOf("cut-when-published");
            Refusal.of(operator.step(id, "submit"), 503, "database-away");
            assertThat(wire.isCut()).isTrue();
            String shown = line.next("publication").id();
            assertThat(Desk.inbox(house, resident)).containsExactly(shown);
            assertThat(operator.find(id).getString("state")).isEqualTo("running");
            assertThat(Desk.texts(operator.find(id).getJsonArray("publications")))
                    .containsExactly(shown);
            String next =
                    operator.publications(Desk.region(village), items.getLast()).getFirst();
            assertThat(line.next("publication").id()).isEqualTo(next);
            try (LiveStream again = LiveStream.open(house, resident, before)) {
                again.next("hello");
                assertThat(again.next("publication").id()).isEqualTo(shown);
                assertThat(again.next("publication").id()).isEqualTo(next);
            }
        }
    }

    @Test
    void whatIsWithdrawnIsGone() {
        JsonObject running = operator.published(Desk.region(village), items.getFirst());
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            wire.cutAfterCommitOf("cut-when-withdrawn");
            Refusal.of(operator.noted(running.getString("id"), "withdraw", "cut-when-withdrawn"), 503, "database-away");
            assertThat(line.next("cancel").id())
                    .isEqualTo(running.getJsonArray("publications").getString(0));
            assertThat(Desk.inbox(house, resident)).isEmpty();
        }
    }

    @Test
    void whatIsPausedIsHeldAndGoesOn() {
        JsonObject running = operator.published(Desk.region(village), items.getFirst());
        String id = running.getString("id");
        assertThat(isInFeed(running)).isTrue();
        wire.cutAfterCommitOf(id);
        Refusal.of(operator.step(id, "pause"), 503, "database-away");
        eventually("it is held", () -> !isInFeed(running));
        operator.stepped(id, "resume");
        assertThat(isInFeed(running)).isTrue();
    }

    @Test
    void aTapThatIsTriedAgainIsTheSameOne() {
        String disseminator = house.staff(Role.DISSEMINATOR, village);
        JsonObject tap = new JsonObject().put("item", items.getFirst()).put("message", "cut-when-tapped");
        wire.cutAfterCommitOf("cut-when-tapped");
        Refusal.of(house.post("/v1/village/push", tap, disseminator), 503, "database-away");
        String publication =
                house.post("/v1/village/push", tap, disseminator).json().getString("publication");
        eventually("it is there", () -> Desk.inbox(house, resident).equals(List.of(publication)));
    }

    /** What the public is shown of the village. */
    private String feed() {
        return house.get("/v1/feeds/" + village + ".json", null).text();
    }

    private boolean isInFeed(JsonObject running) {
        return feed().contains("#" + running.getJsonArray("publications").getString(0) + "\"");
    }
}
