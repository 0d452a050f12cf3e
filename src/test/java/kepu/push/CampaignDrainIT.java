package kepu.push;

import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import kepu.people.Secrets;
import kepu.store.DatabaseAddress;
import kepu.testing.House;
import kepu.testing.Program;
import kepu.testing.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes that are ended in order while campaigns go out: everybody is asked to come back, each at a time of their own, and misses nothing. */
@Timeout(900)
class CampaignDrainIT {
    /** The exit code of a program that it ended. */
    private static final int SIGTERM = 128 + 15;

    private static final int RESTARTS = 2;
    private static final int CAMPAIGNS_EACH = 4;
    /** Twice the phones, so that the times are halved when all are on one node. */
    private static final int CONNECTIONS = 88;

    private static final int RETURN_SECONDS = 4;
    private static final long WINDOW_MILLIS = RETURN_SECONDS * 1_000 / 2;

    @Order(1)
    @RegisterExtension
    static final House here = node();

    @Order(2)
    @RegisterExtension
    static final House there = node().on(here::address);

    private static House node() {
        House house = House.node();
        settings().forEach(house::with);
        return house;
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = Turmoil.settings();
        settings.put("push.connections", CONNECTIONS);
        settings.put("push.drainSeconds", 2);
        settings.put("push.returnSeconds", RETURN_SECONDS);
        return settings;
    }

    @Test
    void nodesThatAreRestartedOneAfterTheOtherHandTheirReadersOver() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CampaignDrainIT nodes, seed " + seed);
        AtomicReference<@Nullable House> ending = new AtomicReference<>();
        List<Supplier<URI>> balancer =
                List.of(() -> other(ending.get(), here, there), () -> other(ending.get(), there, here));
        Secrets secrets = here.secrets();
        try (Turmoil turmoil = new Turmoil(balancer, here.address(), secrets, seed)) {
            for (House node : List.of(here, there, here, there)) {
                CompletableFuture<Void> publishing = turmoil.publishing(CAMPAIGNS_EACH);
                turmoil.reachTheMiddle(CAMPAIGNS_EACH);
                ending.set(node);
                node.restart();
                ending.set(null);
                soon("all are published, seed " + seed, publishing);
            }
            turmoil.settle();
            assertWaits(turmoil.waits());
            turmoil.assertEverybodyHasEverythingOnce();
        }
    }

    @Test
    void sigtermAsksEverybodyToComeBackAndEndsTheProgram() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CampaignDrainIT SIGTERM, seed " + seed);
        Path data = Program.freshData();
        DatabaseAddress address = TestPostgres.fresh();
        Program.library(data, address);
        Program[] node = {Program.serve(data, address, settings())};
        try (Turmoil turmoil = new Turmoil(() -> node[0].uri(""), address, Secrets.of("", data), seed)) {
            for (int restart = 1; restart <= RESTARTS; restart++) {
                CompletableFuture<Void> publishing = turmoil.publishing(CAMPAIGNS_EACH);
                turmoil.reachTheMiddle(CAMPAIGNS_EACH);
                assertThat(node[0].terminate()).as("ended by SIGTERM").isEqualTo(SIGTERM);
                node[0] = Program.serve(data, address, settings());
                soon("all are published, seed " + seed, publishing);
                turmoil.everybodyIsOn(restart + 1);
            }
            turmoil.settle();
            assertThat(turmoil.waits())
                    .as("each was asked each time")
                    .allSatisfy(waits -> assertThat(waits).hasSize(RESTARTS));
            assertWaits(turmoil.waits());
            turmoil.assertEverybodyHasEverythingOnce();
        } finally {
            node[0].close();
        }
    }

    private static void assertWaits(List<List<Long>> waits) {
        List<Long> all = waits.stream().flatMap(List::stream).toList();
        System.out.printf("%d times somebody was asked to come back after a wait: %s%n", all.size(), all);
        assertThat(waits).as("everybody was asked").noneMatch(List::isEmpty);
        assertThat(all).allSatisfy(wait -> assertThat(wait).isBetween(0L, WINDOW_MILLIS));
        assertThat(new HashSet<>(all)).as("they differ").hasSizeGreaterThan(all.size() / 2);
        assertThat(all).as("early and late").anyMatch(wait -> wait < WINDOW_MILLIS / 2);
    }

    private static URI other(@Nullable House ending, House first, House second) {
        return URI.create((first.equals(ending) ? second : first).app().url());
    }
}
