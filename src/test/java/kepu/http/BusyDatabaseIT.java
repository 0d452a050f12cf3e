package kepu.http;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database that answers nobody in time, and few places to wait for it. */
class BusyDatabaseIT {
    private static final int CALLERS = 60;

    @RegisterExtension
    static final House house = new House()
            .with("database.poolSize", 1)
            .with("database.maxWaiting", 30)
            .with("database.statementMillis", 1_000);

    @Test
    void whoWaitsTooLongIsToldToComeLater() throws Exception {
        String disseminator = house.staff(Role.DISSEMINATOR, "510903100208");
        try (Connection connection = DriverManager.getConnection(
                        house.address().jdbcUrl(),
                        house.address().user(),
                        house.address().password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table resident in access exclusive mode");
            List<House.Answer> answers =
                    AtOnce.results(CALLERS, () -> house.get("/v1/village/unreached", disseminator));
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
            });
            connection.rollback();
        }
        eventually(
                "it answers again",
                () -> house.get("/v1/village/unreached", disseminator).status() == 200);
    }
}
