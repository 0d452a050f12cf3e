package kepu.push;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import kepu.people.Role;
import kepu.store.DatabaseAddress;
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
    void aWarmInboxAsksNoDatabaseAndShowsWhatIsPublishedMeanwhile() throws SQLException {
        List<String> made = operator.publications(Desk.region(village), items.get(0), items.get(1));
        read(made.get(0));
        JsonObject before = house.get("/v1/inbox", resident).json();
        assertThat(before.getInteger("unread")).isEqualTo(1);
        // a reading that a change overtakes is not kept: the receipt comes back through the log of changes
        eventually("it is warm", () -> {
            double known = house.metric("kepu_inbox_reads_total");
            house.get("/v1/inbox", resident);
            return house.metric("kepu_inbox_reads_total") == known;
        });
        List<String> more = operator.publications(Desk.region(village), items.get(2));
        double reads = house.metric("kepu_inbox_reads_total");
        DatabaseAddress database = house.address();
        try (Connection locking =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("lock table receipt, personal_publication in access exclusive mode");
            JsonObject warm = house.get("/v1/inbox", resident).json();
            assertThat(ids(warm)).containsExactly(more.get(0), made.get(1), made.get(0));
            assertThat(warm.getInteger("unread")).isEqualTo(2);
            locking.rollback();
        }
        assertThat(house.metric("kepu_inbox_reads_total")).isEqualTo(reads);
    }

    @Test
    void whatIsReadIsReadAtTheNextLook() {
        List<String> made = operator.publications(Desk.region(village), items.toArray(String[]::new));
        for (int i = 0; i < made.size(); i++) {
            assertThat(house.get("/v1/inbox", resident).json().getInteger("unread"))
                    .isEqualTo(made.size() - i);
            read(made.get(i));
        }
        assertThat(house.get("/v1/inbox", resident).json().getInteger("unread")).isZero();
    }

    @Test
    void erasureForgetsWhatIsInMemory() {
        operator.publications(Desk.region(village), items.get(0));
        double others = house.metric("kepu_inbox_bytes");
        house.get("/v1/inbox", resident);
        eventually("it is in memory", () -> house.metric("kepu_inbox_bytes") > others);
        double before = house.metric("kepu_inbox_bytes");
        assertThat(house.send("DELETE", "/v1/me", null, resident).status()).isEqualTo(204);
        eventually("it is forgotten", () -> house.metric("kepu_inbox_bytes") < before);
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        for (String cursor : List.of("x", "MTIz", "!!")) {
            assertThat(house.get("/v1/inbox?cursor=" + cursor, resident).problem())
                    .as(cursor)
                    .isEqualTo("cursor-invalid");
        }
    }

    private void read(String publication) {
        JsonObject receipt = new JsonObject().put("publications", new JsonArray().add(publication));
        assertThat(house.post("/v1/inbox/read", receipt, resident).json().getInteger("recorded"))
                .isEqualTo(1);
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
