package kepu.store;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import kepu.config.Config;
import kepu.testing.Folders;
import kepu.testing.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real standby that streams from a real primary: a copy of its folder, made while it stood still. */
class ReplicaIT {
    private static final int LAG_SECONDS = 60;
    private static final String ROWS = "select coalesce(sum(n), 0)::int from told";

    private static EmbeddedPostgres primary;
    private static EmbeddedPostgres standby;
    private static Vertx vertx;
    private static Database database;

    @BeforeAll
    static void start() throws IOException {
        Path home = Program.freshData();
        Path copy = Program.freshData();
        EmbeddedPostgres.start(home, settings(0)).close();
        Folders.copy(home.resolve("postgres"), copy.resolve("postgres"));
        primary = EmbeddedPostgres.start(home, settings(0));
        EmbeddedPostgres.Address at = primary.address();
        Path cluster = copy.resolve("postgres/cluster");
        Files.createFile(cluster.resolve("standby.signal"));
        Files.writeString(
                cluster.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=%s port=%d user=%s password=%s'%nhot_standby_feedback = on%n"
                        .formatted(at.host(), at.port(), at.user(), at.password()));
        standby = EmbeddedPostgres.start(copy, settings(0));
        vertx = Vertx.vertx();
        database = new Database(vertx, address(primary), config("", LAG_SECONDS));
    }

    @AfterAll
    static void end() {
        database.close();
        vertx.close().await();
        standby.close();
        primary.close();
    }

    @Test
    void aReplicaThatFollowsIsAskedAndOneThatIsGoneIsNot() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        await(database.query("create table told (n integer)"));
        await(database.query("insert into told values (41)"));
        try (Replica replica = replica(config(url(standby), LAG_SECONDS), meters)) {
            eventually("the standby follows", () -> {
                await(replica.tick());
                return meters.get("kepu.replica.lag.seconds").gauge().value() <= LAG_SECONDS && whoAnswers(replica);
            });
            await(database.query("insert into told values (1)"));
            eventually("what was written is read", () -> number(replica, ROWS) == 42);
            double before = meters.get("kepu.replica.elsewhere").counter().count();
            assertThat(number(replica, "with gone as (insert into told values (8) returning n) select n from gone"))
                    .as("what a replica cannot do, the primary does")
                    .isEqualTo(8);
            assertThat(meters.get("kepu.replica.elsewhere").counter().count()).isEqualTo(before + 1);
            assertThat(Replica.forReading(address(primary), config(url(standby), LAG_SECONDS)))
                    .isEqualTo(DatabaseAddress.of(url(standby)));

            standby.close();
            assertThat(number(replica, ROWS)).as("before anybody looked").isEqualTo(50);
            await(replica.tick());
            assertThat(number(replica, ROWS)).isEqualTo(50);
            assertThat(Replica.forReading(address(primary), config(url(standby), LAG_SECONDS)))
                    .isEqualTo(address(primary));
        }
    }

    @Test
    void aServerThatIsNoReplicaIsNotAsked() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Replica replica = replica(config(url(primary), LAG_SECONDS), meters)) {
            await(replica.tick());
            assertThat(number(replica, "select 7")).isEqualTo(7);
            assertThat(meters.get("kepu.replica.elsewhere").counter().count()).isEqualTo(1);
            assertThat(meters.get("kepu.replica.lag.seconds").gauge().value()).isNaN();
        }
    }

    private static boolean whoAnswers(Replica replica) {
        return await(replica.query("select pg_is_in_recovery()"))
                .iterator()
                .next()
                .getBoolean(0);
    }

    private static int number(Replica replica, String sql) {
        return await(replica.query(sql)).iterator().next().getInteger(0);
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static Replica replica(Config.Database config, SimpleMeterRegistry meters) {
        return Objects.requireNonNull(Replica.of(vertx, database, config, meters));
    }

    private static EmbeddedPostgres.Settings settings(int port) {
        return new EmbeddedPostgres.Settings(port, 30, 32, Duration.ofSeconds(60));
    }

    private static Config.Database config(String replica, int lagSeconds) {
        return new Config.Database("", 2, 100, 10_000, 0, 32, replica, lagSeconds);
    }

    private static String url(EmbeddedPostgres server) {
        return address(server).url();
    }

    private static DatabaseAddress address(EmbeddedPostgres server) {
        EmbeddedPostgres.Address at = server.address();
        return new DatabaseAddress(at.host(), at.port(), at.database(), at.user(), at.password());
    }
}
