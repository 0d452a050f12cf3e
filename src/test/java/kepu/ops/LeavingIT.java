package kepu.ops;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a balancer and people see of a node that was asked to end. */
class LeavingIT {
    @RegisterExtension
    static final House house = new House().with("management.leaveSeconds", 8);

    @Test
    void aNodeThatEndsIsNotReadyBeforeItRefusesAnybody() {
        assertThat(ready()).isEqualTo(200);
        CompletableFuture<Void> ended =
                CompletableFuture.runAsync(() -> house.app().close());
        eventually("it is not ready", () -> ready() == 503);
        assertThat(house.get("/v1/feed", null).status()).isEqualTo(200);
        soon("it ends", ended);
        assertThat(CompletableFuture.supplyAsync(() -> house.get("/v1/feed", null)))
                .failsWithin(java.time.Duration.ofSeconds(60));
    }

    private static int ready() {
        return house.send(HttpRequest.newBuilder(house.management("/health/ready")))
                .status();
    }
}
