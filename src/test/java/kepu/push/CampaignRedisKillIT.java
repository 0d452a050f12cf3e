package kepu.push;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kepu.people.Secrets;
import kepu.testing.House;
import kepu.testing.Redis;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** kill -9 of Redis while campaigns go out on two nodes: hints are lost, and nobody misses anything, gets it twice or loses their line. */
@Timeout(900)
class CampaignRedisKillIT {
    private static final int KILLS = 6;
    private static final int CAMPAIGNS_EACH = 4;

    @Order(0)
    @RegisterExtension
    static final Redis REDIS = Redis.start(Redis.Version.SEVEN);

    @Order(1)
    @RegisterExtension
    static final House here = node();

    @Order(2)
    @RegisterExtension
    static final House there = node().on(here::address);

    private static House node() {
        House house = House.node()
                .with("redis.url", "redis://" + REDIS.address())
                .with("redis.beatMillis", 100)
                .with("redis.silenceMillis", 2_000)
                .with("redis.longestBackoffSeconds", 1);
        Turmoil.settings().forEach(house::with);
        return house;
    }

    @Test
    void everybodyHasEverythingOnceThoughRedisIsKilled() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CampaignRedisKillIT seed " + seed);
        List<Supplier<URI>> nodes = Stream.of(here, there)
                .<Supplier<URI>>map(node -> () -> URI.create(node.app().url()))
                .toList();
        Secrets secrets = here.secrets();
        connected(1);
        try (Turmoil turmoil = new Turmoil(nodes, here.address(), secrets, seed)) {
            for (int kill = 0; kill < KILLS; kill++) {
                CompletableFuture<Void> publishing = turmoil.publishing(CAMPAIGNS_EACH);
                turmoil.reachTheMiddle(CAMPAIGNS_EACH);
                REDIS.kill();
                if (kill % 2 == 0) {
                    soon("all are published, seed " + seed, publishing);
                    publishWithout(turmoil, seed);
                }
                REDIS.start();
                soon("all are published, seed " + seed, publishing);
                connected(1);
            }
            turmoil.settle();
            assertThat(turmoil.linesOfAPhone()).as("no line broke").isEqualTo(1);
            turmoil.assertEverybodyHasEverythingOnce();
            System.out.printf("%.0f hints could not be given%n", dropped());
        }
    }

    private static void publishWithout(Turmoil turmoil, long seed) {
        connected(0);
        double before = dropped();
        soon("published without Redis, seed " + seed, turmoil.publishing(1));
        assertThat(dropped()).as("hints that could not be given").isGreaterThan(before);
    }

    private static void connected(int state) {
        for (House node : List.of(here, there)) {
            eventually("connected " + state, () -> node.metric("kepu_bus_connected") == state);
        }
    }

    private static double dropped() {
        return here.metric("kepu_bus_dropped_total") + there.metric("kepu_bus_dropped_total");
    }
}
