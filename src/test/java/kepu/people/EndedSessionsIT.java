package kepu.people;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes on one database: what ends a session ends its tokens and lines on both. */
class EndedSessionsIT {
    private static final String VILLAGE = "510903100208";
    private static final String PASSWORD = "a password of a test";

    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    @Order(1)
    @RegisterExtension
    static final House here = House.node();

    @Order(2)
    @RegisterExtension
    static final House there = House.node().on(here::address);

    @Test
    void aLogoutEndsTheTokenAndItsLinesOnTheOtherNodeToo() {
        String token = here.resident(VILLAGE);
        try (LiveStream line = LiveStream.open(there, token, null)) {
            line.next("hello");
            assertThat(here.send("DELETE", "/v1/sessions", null, token).status())
                    .isEqualTo(204);
            soon("the line ends", line.ended());
        }
        eventually("the token ends", () -> status(there, "/v1/inbox", token) == 401);
        Refusal.of(there.get("/v1/inbox", token), 401, "session-ended");
    }

    @Test
    void aClosedAccountIsShutOutOfEverythingEverywhere() throws SQLException, IOException {
        String account = account();
        String token = login(account).json().getString("token");
        assertThat(status(here, "/v1/campaigns", token)).isEqualTo(200);
        assertThat(status(there, "/v1/campaigns", token)).isEqualTo(200);
        try (LiveStream line = LiveStream.open(there, token, null)) {
            line.next("hello");
            close(account);
            soon("the line ends", line.ended());
        }
        eventually("the token ends here", () -> status(here, "/v1/campaigns", token) == 401);
        eventually("the token ends there", () -> status(there, "/v1/campaigns", token) == 401);
    }

    @Test
    void aRenewedPasswordEndsWhatTheOldOneOpenedEverywhere() throws SQLException, IOException {
        String account = account();
        JsonObject session = login(account).json();
        String token = session.getString("token");
        assertThat(status(here, "/v1/campaigns", token)).isEqualTo(200);
        assertThat(status(there, "/v1/campaigns", token)).isEqualTo(200);
        String renewed;
        try (LiveStream line = LiveStream.open(there, token, null)) {
            line.next("hello");
            renewed = renew(account);
            soon("the line ends", line.ended());
        }
        eventually("the token ends here", () -> status(here, "/v1/campaigns", token) == 401);
        eventually("the token ends there", () -> status(there, "/v1/campaigns", token) == 401);
        JsonObject refresh = new JsonObject().put("refresh", session.getString("refresh"));
        Refusal.of(here.post("/v1/sessions/refresh", refresh, null), 401, "refresh-invalid");
        Refusal.of(login(account), 401, "password-wrong");
        String fresh = login(account, renewed).json().getString("token");
        assertThat(status(there, "/v1/campaigns", fresh)).isEqualTo(200);
    }

    @Test
    void anAccountThatIsSetAnewEndsWhatItHadOpen() throws SQLException, IOException {
        String account = account();
        String token = login(account).json().getString("token");
        assertThat(status(there, "/v1/campaigns", token)).isEqualTo(200);
        set(account, "another password of a test");
        eventually("the token ends", () -> status(there, "/v1/campaigns", token) == 401);
    }

    @Test
    void whoErasedThemselfIsShutOutOnTheOtherNodeToo() {
        String token = here.resident(VILLAGE);
        assertThat(status(there, "/v1/inbox", token)).isEqualTo(200);
        assertThat(here.send("DELETE", "/v1/me", null, token).status()).isEqualTo(204);
        eventually("the token ends", () -> status(there, "/v1/inbox", token) == 401);
    }

    @Test
    void aRestartForgetsNoLogout() throws Exception {
        String token = here.resident(VILLAGE);
        assertThat(here.send("DELETE", "/v1/sessions", null, token).status()).isEqualTo(204);
        there.restart();
        Refusal.of(there.get("/v1/inbox", token), 401, "session-ended");
    }

    @Test
    void aLoginThatMeetsTheClosingOfItsAccountIsRefused() throws SQLException, IOException {
        assertRefusedMeanwhile("active = false", "account-closed");
    }

    @Test
    void aLoginThatMeetsTheRenewingOfItsPasswordIsRefused() throws SQLException, IOException {
        assertRefusedMeanwhile("password_hash = 'another'", "password-wrong");
    }

    private static void assertRefusedMeanwhile(String change, String problem) throws SQLException, IOException {
        String account = account();
        try (Connection closing = DriverManager.getConnection(
                        here.address().jdbcUrl(),
                        here.address().user(),
                        here.address().password());
                Statement statement = closing.createStatement()) {
            closing.setAutoCommit(false);
            statement.execute("update staff set " + change + " where account = '" + account + "'");
            CompletableFuture<House.Answer> login = CompletableFuture.supplyAsync(() -> login(account));
            eventually(
                    "the login waits for the account",
                    () -> here.count("select count(*) from pg_stat_activity where datname = current_database()"
                                    + " and wait_event_type = 'Lock' and query like 'insert into session%'")
                            == 1);
            closing.commit();
            Refusal.of(soon("an answer", login), 401, problem);
        }
        assertThat(here.count(
                        "select count(*) from session s join staff on staff.id = s.staff where account = ?", account))
                .isZero();
    }

    private static int status(House house, String path, String token) {
        return house.get(path, token).status();
    }

    private static House.Answer login(String account) {
        return login(account, PASSWORD);
    }

    private static House.Answer login(String account, String password) {
        return here.post(
                "/v1/sessions", new JsonObject().put("account", account).put("password", password), null);
    }

    private static String account() throws SQLException, IOException {
        String account = "closing" + ACCOUNTS.incrementAndGet();
        set(account, PASSWORD);
        return account;
    }

    private static void set(String account, String password) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(here.address())) {
            Accounts.set(bulk, account, "测试", Role.OPERATOR, RegionCode.of("5109"), password);
        }
    }

    private static String renew(String account) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(here.address())) {
            return Accounts.renew(bulk, account);
        }
    }

    private static void close(String account) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(here.address())) {
            Accounts.close(bulk, account);
        }
    }
}
