package kepu.push;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kepu.testing.House;
import kepu.testing.Program;
import kepu.testing.Redis;
import kepu.testing.RedisCluster;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Three nodes on one PostgreSQL and a Redis Cluster of three masters, behind a balancer, while feeds are read, events told and campaigns go
 * out: kill -9 of a node, then of the master that carries the hints. What was acknowledged is there once, every node knows the same, and
 * nobody but who had a call on the killed node saw an error.
 */
@Timeout(900)
class ThreeNodesIT {
    private static final int CAMPAIGNS_EACH = 3;
    private static final int WRITERS = 4;
    private static final int READERS = 3;
    private static final int KILLED = 2;
    private static final String VILLAGE = "510903100211";

    @Order(0)
    @RegisterExtension
    static final RedisCluster REDIS = RedisCluster.start(Redis.Version.SEVEN);

    @Order(1)
    @RegisterExtension
    static final House first = node();

    @Order(2)
    @RegisterExtension
    static final House second = node().on(first::address);

    private static House node() {
        House house = House.node();
        settings().forEach(house::with);
        return house;
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(Turmoil.settings());
        settings.put("redis.url", "redis://" + REDIS.addresses());
        settings.put("redis.cluster", true);
        settings.put("redis.beatMillis", 100);
        settings.put("redis.silenceMillis", 2_000);
        settings.put("redis.longestBackoffSeconds", 1);
        settings.put("rumours.sentenceVectors", false);
        return settings;
    }

    @Test
    void nothingIsLostOrDoubledThoughANodeAndAMasterAreKilled() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("ThreeNodesIT seed " + seed);
        Path data = Program.freshData();
        Map<String, Object> settings = settings();
        settings.put("people.secret", House.SECRET);
        try (Program third = Program.serve(data, first.address(), settings)) {
            connected(1);
            List<URI> nodes = List.of(uri(first), uri(second), third.uri(""));
            URI[] behind = {nodes.get(KILLED)};
            List<Supplier<URI>> balanced = List.of(() -> nodes.get(0), () -> nodes.get(1), () -> behind[0]);
            try (Turmoil turmoil = new Turmoil(balanced, first.address(), first.secrets(), seed)) {
                Load load = load(nodes, seed);
                CompletableFuture<Void> publishing = turmoil.publishing(CAMPAIGNS_EACH);
                turmoil.reachTheMiddle(CAMPAIGNS_EACH);
                goesOn(load);
                third.kill();
                behind[0] = nodes.getFirst();
                soon("all are published, seed " + seed, publishing);
                goesOn(load);

                publishing = turmoil.publishing(CAMPAIGNS_EACH);
                turmoil.reachTheMiddle(CAMPAIGNS_EACH);
                REDIS.owner("{" + first.config().redis().prefix() + "}").kill();
                soon("all are published, seed " + seed, publishing);
                connected(0);
                goesOn(load);
                load.end();
                turmoil.settle();

                assertErrors(load);
                assertStored(load, seed);
                everyNodeLearnedAll();
                turmoil.assertEverybodyHasEverythingOnce(
                        new Reckoning.Beside(load.acknowledged().size(), load.opened()));
            }
        }
    }

    private static Load load(List<URI> nodes, long seed) {
        Load load = new Load(nodes, first.items(40));
        for (int i = 0; i < WRITERS; i++) {
            load.tells(first.resident(VILLAGE), seed + i);
        }
        for (int i = 0; i < READERS; i++) {
            load.reads(second.resident(VILLAGE));
        }
        return load;
    }

    /** Returns when more was told and read than there was at the call. */
    private static void goesOn(Load load) {
        int told = load.acknowledged().size();
        int pages = load.pages();
        eventually(
                "people go on",
                () -> load.isBroken() || load.acknowledged().size() > told + 500 && load.pages() > pages + 50);
    }

    private static void assertErrors(Load load) {
        assertThat(load.errors(0)).as("errors of the first node").isZero();
        assertThat(load.errors(1)).as("errors of the second node").isZero();
        assertThat(load.errors(KILLED)).as("errors of the killed node").isBetween(1, load.size());
    }

    private static void assertStored(Load load, long seed) {
        Set<String> stored = new HashSet<>();
        first.sql("select id from event where id like 'l%'").forEach(row -> stored.add(row.getFirst()));
        assertThat(stored).as("seed %d", seed).isEqualTo(load.acknowledged());
        System.out.printf(
                "%,d events and %,d pages, %d calls without an answer%n",
                stored.size(), load.pages(), load.errors(KILLED));
    }

    /** Its own and those of others, the killed node's too: as many as there are. */
    private static void everyNodeLearnedAll() {
        for (House node : List.of(first, second)) {
            eventually(
                    "it learned all",
                    () -> node.metric("kepu_events_stored_total") + node.metric("kepu_events_learned_total")
                            == node.count("select count(*) from event"));
            assertThat(node.metric("kepu_events_lots_lost_total")).isZero();
        }
    }

    private static void connected(int state) {
        Stream.of(first, second)
                .forEach(node -> eventually("connected " + state, () -> node.metric("kepu_bus_connected") == state));
    }

    private static URI uri(House node) {
        return URI.create(node.app().url());
    }
}
