package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages of inboxes, and what is read. */
class InboxIT {
    @RegisterExtension
    static final House house = new House();

    private String village;
    private String resident;
    private Desk operator;
    private List<String> items;

    @BeforeEach
    void people() {
        village = house.village();
        resident = house.resident(village);
        operator = Desk.of(house, Role.OPERATOR, "5109");
        items = house.items(10);
    }

    @Test
    void pagesGoOnWhereTheyEndedWhileNewOnesArrive() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            made.addAll(operator.publications(region(i), items.get(i)));
        }
        List<String> paged = new ArrayList<>();
        String next = null;
        do {
            JsonObject page = house.get("/v1/inbox?size=3" + (next == null ? "" : "&cursor=" + next), resident)
                    .json();
            paged.addAll(ids(page));
            next = page.getString("next");
            operator.published(region(paged.size()), items.get(paged.size() % 10));
        } while (next != null && paged.size() < 100);
        assertThat(paged).isEqualTo(made.reversed());
    }

    @Test
    void aPageGoesOnThoughItsLastEntryIsWithdrawn() {
        List<JsonObject> campaigns = new ArrayList<>();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            campaigns.add(operator.published(Desk.region(village), items.get(i)));
            made.add(campaigns.get(i).getJsonArray("publications").getString(0));
        }
        JsonObject first = house.get("/v1/inbox?size=3", resident).json();
        assertThat(ids(first)).isEqualTo(made.subList(3, 6).reversed());
        operator.withdrawn(campaigns.get(3).getString("id"));
        JsonObject second = house.get("/v1/inbox?size=3&cursor=" + first.getString("next"), resident)
                .json();
        assertThat(ids(second)).isEqualTo(made.subList(0, 3).reversed());
        assertThat(second.containsKey("next")).isFalse();
    }

    @Test
    void unreadIsCountedAmongAllPagesAndStaysReadAfterARestart() throws Exception {
        List<String> made = operator.publications(Desk.region(village), items.toArray(String[]::new));
        house.post("/v1/inbox/read", new JsonObject().put("publications", new JsonArray(made.subList(0, 4))), resident);
        JsonObject before = house.get("/v1/inbox?size=2", resident).json();
        assertThat(before.getInteger("unread")).isEqualTo(6);
        house.restart();
        JsonObject after = house.get("/v1/inbox?size=2", resident).json();
        assertThat(after.getInteger("unread")).isEqualTo(6);
        assertThat(ids(after)).isEqualTo(ids(before));
        assertThat(house.get("/v1/inbox?size=100", resident).json().getJsonArray("publications").stream()
                        .map(JsonObject.class::cast)
                        .filter(entry -> entry.getBoolean("read"))
                        .map(entry -> entry.getString("id")))
                .containsExactlyElementsOf(made.subList(0, 4).reversed());
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        for (String cursor : List.of("x", "MTIz", "!!")) {
            assertThat(house.get("/v1/inbox?cursor=" + cursor, resident).problem())
                    .as(cursor)
                    .isEqualTo("cursor-invalid");
        }
    }

    /** Now the village, now what it lies in. */
    private JsonObject region(int number) {
        return Desk.region(List.of(village, "510903", "5109").get(number % 3));
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("publications").stream()
                .map(entry -> ((JsonObject) entry).getString("id"))
                .toList();
    }
}
