package kepu.push;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import kepu.people.Secrets;
import kepu.testing.House;
import kepu.testing.OwnPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** kill -9 of PostgreSQL while campaigns go out: the node is never wrong, though it may refuse or keep people waiting, and goes on by itself when its database is back. */
@Timeout(900)
class CampaignDatabaseKillIT {
    private static final int KILLS = 4;
    private static final int CAMPAIGNS_EACH = 4;
    private static final OwnPostgres postgres = new OwnPostgres();

    @RegisterExtension
    static final House house = settled(new House().on(postgres));

    private static House settled(House house) {
        Turmoil.settings().forEach(house::with);
        return house;
    }

    @AfterAll
    static void end() {
        postgres.close();
    }

    @Test
    void everybodyHasEverythingOnceThoughTheDatabaseIsKilled() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CampaignDatabaseKillIT seed " + seed);
        URI node = URI.create(house.app().url());
        try (Turmoil turmoil = new Turmoil(
                () -> node, house.address(), Secrets.of("", house.config().data()), seed)) {
            for (int kill = 0; kill < KILLS; kill++) {
                long before = postgres.pid();
                CompletableFuture<Void> publishing = turmoil.publishing(CAMPAIGNS_EACH);
                turmoil.reachTheMiddle(CAMPAIGNS_EACH);
                if (kill % 2 == 0) {
                    postgres.kill();
                } else {
                    postgres.killAll();
                }
                eventually("PostgreSQL is back, seed " + seed, () -> postgres.isUpAfter(before));
                soon("all are published, seed " + seed, publishing);
            }
            turmoil.settle();
            assertThat(turmoil.linesOfAPhone()).as("no line broke").isEqualTo(1);
            turmoil.assertEverybodyHasEverythingOnce();
        }
    }
}
