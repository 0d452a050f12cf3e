package kepu.store;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kepu.config.ConfigReader;
import kepu.testing.Redis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every bus through Redis does, whatever the version and whether it is a cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisBusContract extends BusContract {
    static final int WAITING = 50;
    static final int MESSAGE_BYTES = 200;

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private List<Redis> servers;
    private RedisServers lettuce;

    /** Starts the servers; the first ones are those that carry hints. */
    abstract List<Redis> servers();

    /** With {@code redis.url} and what belongs to it. */
    abstract ConfigReader addressed(List<Redis> servers);

    /** Those whose death is the death of everything. */
    List<Redis> carriers() {
        return servers;
    }

    /** Publishes as somebody does who is none of the nodes. */
    abstract void stranger(String channel, String message);

    @BeforeAll
    void start() {
        servers = servers();
        lettuce = RedisServers.of(config()).orElseThrow();
    }

    @AfterAll
    void stop() throws Exception {
        lettuce.close();
        vertx.close().await(60, TimeUnit.SECONDS);
        servers.forEach(Redis::close);
    }

    @Override
    Bus bus() {
        return RedisBus.of(vertx, Optional.of(lettuce), new SimpleMeterRegistry());
    }

    private kepu.config.Redis config() {
        return addressed(servers)
                .set("redis.commandMillis", 500)
                .set("redis.beatMillis", 50)
                .set("redis.silenceMillis", 1_000)
                .set("redis.longestBackoffSeconds", 1)
                .set("redis.waiting", WAITING)
                .set("redis.messageBytes", MESSAGE_BYTES)
                .config()
                .redis();
    }

    private Bus measured() {
        meters.clear();
        Bus bus = RedisBus.of(vertx, Optional.of(lettuce), meters);
        bus.subscribe("news", hint -> {
            if (hint.startsWith("0123456789abcdef")) {
                throw new AssertionError(hint);
            }
        });
        bus.start();
        return bus;
    }

    private void connected(int state) {
        eventually(
                "connected " + state,
                () -> meters.get("kepu.bus.connected").gauge().value() == state);
    }

    @Test
    void hintsFlowAgainWhenTheServersWereKilledAndStarted() {
        try (Bus bus = measured()) {
            connected(1);
            carriers().forEach(Redis::kill);
            connected(0);
            double before = dropped();
            bus.publish("news", "nobody hears this");
            assertThat(dropped()).isEqualTo(before + 1);
            restarted();
            connected(1);
            a.reaches(b);
            b.reaches(a);
        }
    }

    @Test
    void aHungServerBlocksNobodyAndIsFoundOut() {
        try (Bus bus = measured()) {
            connected(1);
            carriers().forEach(Redis::pause);
            CompletableFuture<Void> told = new CompletableFuture<>();
            vertx.runOnContext(now -> {
                for (int i = 0; i < 100 * WAITING; i++) {
                    bus.publish("news", "hint " + i);
                }
                told.complete(null);
            });
            soon("the event loop goes on", told);
            assertThat(dropped()).as("only so many wait").isGreaterThanOrEqualTo(90 * WAITING);
            connected(0);
            carriers().forEach(Redis::resume);
            connected(1);
            a.reaches(b);
        } finally {
            carriers().forEach(Redis::resume);
        }
    }

    @Test
    void aBusThatBeginsBeforeItsServersConnectsWhenTheyCome() {
        carriers().forEach(Redis::kill);
        try (Bus bus = measured()) {
            bus.publish("news", "nobody hears this");
            assertThat(dropped()).isPositive();
            restarted();
            connected(1);
        }
    }

    @Test
    void whatIsNoHintIsIgnoredAndCounted() {
        try (Bus bus = measured()) {
            connected(1);
            String channel = "{kepu:}news";
            List<String> strange = List.of(
                    "",
                    "hint",
                    "0123456789ABCDEF hint",
                    "0123456789abcdef",
                    "0123456789abcdef " + "x".repeat(MESSAGE_BYTES + 64),
                    "x".repeat(1 << 20));
            strange.forEach(message -> stranger(channel, message));
            eventually("all are counted", () -> ignored() >= strange.size());
            a.reaches(b);
            assertThat(a.heard()).allMatch(hint -> hint.startsWith("hint "));
            assertThatThrownBy(() -> bus.publish("news", "x".repeat(MESSAGE_BYTES + 1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aHintOfAnotherInstallationIsNotHeard() {
        stranger("{other:}news", "0123456789abcdef of another installation");
        a.reaches(b);
        assertThat(b.heard()).doesNotContain("of another installation");
    }

    /** Starts the servers again; a cluster has to be made anew. */
    void restarted() {
        carriers().forEach(Redis::start);
    }

    List<Redis> running() {
        return servers;
    }

    private double dropped() {
        return meters.get("kepu.bus.dropped").counter().count();
    }

    private double ignored() {
        return meters.get("kepu.bus.ignored").counter().count();
    }
}
