package kepu.push;

import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import kepu.App;
import kepu.Ground;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.store.DatabaseAddress;
import kepu.testing.Program;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** kill -9 of a node again and again while campaigns go out: in the end everybody of the audience has everything exactly once. */
@Timeout(600)
class CampaignKillIT {
    private static final int KILLS = 5;
    private static final int CAMPAIGNS_EACH = 4;

    @Test
    void everybodyHasEverythingOnceThoughTheNodeIsKilled() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CampaignKillIT seed " + seed);
        Path data = Program.freshData();
        DatabaseAddress address = TestPostgres.fresh();
        library(data, address);
        Program[] node = {Program.serve(data, environment(address))};
        try (Turmoil turmoil = new Turmoil(() -> node[0].uri(""), address, data, seed)) {
            for (int kill = 0; kill < KILLS; kill++) {
                CompletableFuture<Void> publishing = turmoil.publishing(CAMPAIGNS_EACH);
                turmoil.reachTheMiddle(CAMPAIGNS_EACH);
                node[0].kill();
                node[0] = Program.serve(data, environment(address));
                soon("all are published, seed " + seed, publishing);
            }
            turmoil.settle();
            turmoil.assertEverybodyHasEverythingOnce();
            assertThat(turmoil.linesOfAPhone()).as("lives and lines").isGreaterThan(KILLS);
        } finally {
            node[0].close();
        }
    }

    private static void library(Path data, DatabaseAddress address) throws Exception {
        Config config = new ConfigReader()
                .set("data", data.toString())
                .set(
                        "content",
                        Path.of(System.getProperty("kepu.home", "."), "content").toString())
                .config();
        Ground.lay(config, address, Clock.systemUTC(), (bulk, divisions) -> App.importLibrary(config, bulk, divisions))
                .counts()
                .get();
    }

    private static Map<String, String> environment(DatabaseAddress address) {
        Map<String, Object> settings = Turmoil.settings();
        settings.put("database.url", address.url());
        settings.put("http.guestRequestsPerMinute", 1_000_000);
        settings.put("governor.daily", 1_000_000);
        settings.put("governor.topicWeekly", 1_000_000);
        settings.put("governor.quietFrom", "");
        Map<String, String> environment = new HashMap<>();
        settings.forEach((path, value) -> environment.put(
                "KEPU_"
                        + path.replace('.', '_')
                                .replaceAll("([a-z])([A-Z])", "$1_$2")
                                .toUpperCase(Locale.ROOT),
                value.toString()));
        return environment;
    }
}
