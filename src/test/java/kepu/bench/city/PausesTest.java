package kepu.bench.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PausesTest {
    private static final List<String> LOG = List.of(
            "[0.012s][info][gc] Using G1",
            "[0.412s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 23M->6M(256M) 4.221ms",
            "[0.800s][info][gc] GC(1) Concurrent Mark Cycle 12.345ms",
            "[0.900s][info][gc] GC(1) Pause Remark 60M->58M(256M) 1.5ms",
            "[1.412s][info][gc] GC(2) Pause Full (Heap Inspection Initiated GC) 90M->41M(256M) 30.25ms");

    @Test
    void pausesAreReadFromTheLogOfTheCollector() {
        Pauses target = Pauses.of(LOG);
        assertThat(target.pauses())
                .containsExactly(new Pauses.Pause(4.221, 6), new Pauses.Pause(1.5, 58), new Pauses.Pause(30.25, 41));
        assertThat(target.longestMillis()).isEqualTo(30.25);
        assertThat(target.mostMebibytes()).isEqualTo(58);
    }

    @Test
    void whatCameBeforeIsLeftOut() {
        Pauses before = Pauses.of(LOG.subList(0, 3));
        assertThat(Pauses.of(LOG).since(before).pauses()).hasSize(2);
        assertThat(Pauses.of(LOG).since(before).sumMillis()).isEqualTo(31.75);
        assertThat(Pauses.of(List.of()).longestMillis()).isZero();
    }
}
