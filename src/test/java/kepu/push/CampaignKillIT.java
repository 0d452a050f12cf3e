package kepu.push;

import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import kepu.people.Secrets;
import kepu.store.DatabaseAddress;
import kepu.testing.Program;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** kill -9 of a node again and again while campaigns go out: in the end everybody of the audience has everything exactly once. */
@Timeout(900)
class CampaignKillIT {
    private static final int KILLS = 5;
    private static final int CAMPAIGNS_EACH = 4;

    @Test
    void everybodyHasEverythingOnceThoughTheNodeIsKilled() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CampaignKillIT seed " + seed);
        Path data = Program.freshData();
        DatabaseAddress address = TestPostgres.fresh();
        Program.library(data, address);
        Program[] node = {Program.serve(data, address, Turmoil.settings())};
        try (Turmoil turmoil = new Turmoil(() -> node[0].uri(""), address, Secrets.of("", data), seed)) {
            for (int kill = 0; kill < KILLS; kill++) {
                CompletableFuture<Void> publishing = turmoil.publishing(CAMPAIGNS_EACH);
                turmoil.reachTheMiddle(CAMPAIGNS_EACH);
                node[0].kill();
                node[0] = Program.serve(data, address, Turmoil.settings());
                soon("all are published, seed " + seed, publishing);
            }
            turmoil.settle();
            turmoil.assertEverybodyHasEverythingOnce();
            assertThat(turmoil.linesOfAPhone()).as("lives and lines").isGreaterThan(KILLS);
        } finally {
            node[0].close();
        }
    }
}
