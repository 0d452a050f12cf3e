package kepu.ops;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.config.ConfigReader;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.store.Leases;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who does the work of a clock, on one node and on two. */
class JobsIT {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress address = TestPostgres.fresh();
    private final Database database =
            new Database(vertx, address, new ConfigReader().config().database());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** A node that counts its turns. */
    private final class Node {
        private final Leases leases;
        private final Jobs jobs;
        private final AtomicInteger turns = new AtomicInteger();
        private volatile Future<Void> work = Future.succeededFuture();

        private Node(String name, Duration least) {
            leases = new Leases(database, name);
            jobs = new Jobs(vertx, leases, least, meters).once(OFTEN, "shared", () -> {
                turns.incrementAndGet();
                return work;
            });
        }
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void aJobThatThrowsOrFailsComesBack() {
        AtomicInteger turns = new AtomicInteger();
        try (Jobs jobs = new Jobs(vertx, new Leases(database, "a"), LONG, meters)) {
            jobs.every(OFTEN, "troubled", () -> {
                if (turns.incrementAndGet() == 1) {
                    throw new IllegalStateException("thrown");
                }
                return turns.get() == 2 ? Future.failedFuture("failed") : Future.succeededFuture();
            });
            eventually("it comes back", () -> turns.get() > 3);
        }
        assertThat(meters.counter("kepu.jobs.failed", "job", "troubled").count())
                .isEqualTo(2);
    }

    @Test
    void aJobThatIsStillAtWorkIsNotStartedAgain() {
        Promise<Void> work = Promise.promise();
        AtomicInteger turns = new AtomicInteger();
        AtomicInteger beside = new AtomicInteger();
        try (Jobs jobs = new Jobs(vertx, new Leases(database, "a"), LONG, meters)) {
            jobs.every(OFTEN, "long", () -> {
                turns.incrementAndGet();
                return work.future();
            });
            jobs.every(OFTEN, "beside", () -> {
                beside.incrementAndGet();
                return Future.succeededFuture();
            });
            eventually("others go on", () -> beside.get() > 5);
            assertThat(turns).hasValue(1);
            work.complete();
            eventually("it comes back", () -> turns.get() > 1);
        }
    }

    @Test
    void workForAllIsDoneByOneNodeUntilItLeavesItToAnother() {
        Node one = new Node("one", LONG);
        eventually("it works", () -> one.turns.get() > 0);
        Node other = new Node("other", LONG);
        int before = one.turns.get();
        eventually("it goes on", () -> one.turns.get() > before + 10);
        assertThat(other.turns).hasValue(0);
        one.jobs.close();
        await(one.leases.release());
        eventually("the other works", () -> other.turns.get() > 3);
        other.jobs.close();
    }

    @Test
    void whenTheNodeDiesAnotherTakesOverAfterItsLease() {
        Node one = new Node("one", SHORT);
        eventually("it works", () -> one.turns.get() > 0);
        Node other = new Node("other", SHORT);
        one.jobs.close();
        eventually("the other works", () -> other.turns.get() > 0);
        other.jobs.close();
    }

    @Test
    void aLeaseIsKeptWhileItsWorkLasts() {
        Promise<Void> work = Promise.promise();
        Node one = new Node("one", Duration.ofSeconds(3));
        one.work = work.future();
        eventually("it works", () -> one.turns.get() > 0);
        Node other = new Node("other", Duration.ofSeconds(3));
        Set<String> untils = new HashSet<>();
        eventually("the lease is told again and again", () -> {
            untils.add(until());
            return untils.size() > 4;
        });
        assertThat(one.turns).hasValue(1);
        assertThat(other.turns).hasValue(0);
        one.jobs.close();
        work.complete();
        other.jobs.close();
    }

    private String until() {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select until from job_lease where job = 'shared'")) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(Future<Void> future) {
        try {
            future.await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
