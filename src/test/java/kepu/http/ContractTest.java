package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class ContractTest {
    private final Contract contract = new Contract();

    /** The validator would go through all events of a report before each of them is checked on its own. */
    @Test
    void aBodyThatIsOneListIsLookedAtByWhoReadsIt() {
        assertThat(contract.operation("events").list()).isEqualTo("events");
        assertThat(contract.operation("inboxRead").list()).isNull();
        assertThat(contract.operation("events")
                        .body(Buffer.buffer("{\"events\":[{\"no\":1},2]}"))
                        .getJsonArray("events"))
                .hasSize(2);
    }
}
