package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import kepu.people.Resident;
import kepu.push.audience.Audience;
import kepu.push.audience.Crowd;
import org.junit.jupiter.api.Test;

class FitsTest {
    private static final Instant NOW = Instant.parse("2026-10-05T04:00:00Z");

    @Test
    void theCompiledFormSaysTheSameAsTheExpression() {
        long seed = new Random().nextLong();
        Crowd crowd = new Crowd(new Random(seed), 2026);
        int included = 0;
        for (int i = 0; i < 50_000; i++) {
            Audience audience = crowd.audience();
            Resident resident = crowd.resident(i);
            boolean fits = Fits.of(audience).test(Who.of(resident, NOW));
            included += fits ? 1 : 0;
            assertThat(fits)
                    .as("seed %d, %s, %s", seed, audience, resident)
                    .isEqualTo(audience.includes(resident, 2026));
        }
        assertThat(included).as("seed %d", seed).isBetween(5_000, 45_000);
    }
}
