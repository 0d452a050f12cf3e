package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OtherNodesTest {
    private static final List<String> MOST =
            LongStream.range(0, OtherNodes.MOST).mapToObj("%016x"::formatted).toList();
    private static final String STRANGER = "ffffffffffffffff";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long now = Long.MAX_VALUE - 1;
    private final OtherNodes target = new OtherNodes(() -> now, meters);

    @Test
    void whoeverIsKnownGoesOnBeingHeardThoughNoMoreAreLetIn() {
        MOST.forEach(target::hear);
        pass(Duration.ofSeconds(4));
        MOST.subList(1, MOST.size()).forEach(target::hear);
        target.hear(STRANGER);
        assertThat(target.names()).containsExactlyInAnyOrderElementsOf(MOST);
        assertThat(meters.counter("kepu.presence.nodes.refused").count()).isEqualTo(1);
        pass(Duration.ofSeconds(2));
        target.forgetSilent();
        assertThat(target.names()).containsExactlyInAnyOrderElementsOf(MOST.subList(1, MOST.size()));
    }

    @Test
    void aPlaceThatSomebodyLeftIsAStrangers() {
        MOST.forEach(target::hear);
        pass(Duration.ofSeconds(6));
        target.forgetSilent();
        target.hear(STRANGER);
        assertThat(target.names()).containsExactly(STRANGER);
        assertThat(meters.get("kepu.presence.nodes").gauge().value()).isEqualTo(2);
    }

    @Test
    void whatIsNoNodesNameIsNotHeard() {
        assertThat(target.hear("")).isFalse();
        assertThat(target.hear("FFFFFFFFFFFFFFFF")).isFalse();
        assertThat(target.hear(STRANGER + "0")).isFalse();
        assertThat(target.names()).isEmpty();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
