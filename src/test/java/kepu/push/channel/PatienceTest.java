package kepu.push.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import kepu.net.Backoff;
import org.junit.jupiter.api.Test;

/** How long a failing receiver is left alone. */
class PatienceTest {
    private static final Instant NOW = Instant.parse("2026-03-12T01:30:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(30);

    @Test
    void waitsDoubleUpToTheLongestAndAreDrawn() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofHours(1));
        for (int attempt = 1; attempt < 60; attempt++) {
            long most = Math.min(3_600_000, 5_000L << Math.min(attempt - 1, 30));
            long longest = 0;
            for (int i = 0; i < 200; i++) {
                long drawn = backoff.after(attempt, Duration.ZERO, random).toMillis();
                assertThat(drawn).as("seed %d, attempt %d", seed, attempt).isBetween(1L, most);
                longest = Math.max(longest, drawn);
            }
            assertThat(longest).as("seed %d", seed).isGreaterThan(most / 2);
        }
    }

    @Test
    void whatTheReceiverAsksForIsKeptUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofHours(1));
        assertThat(backoff.after(1, Duration.ofMinutes(10), new Random(1))).isEqualTo(Duration.ofMinutes(10));
        assertThat(backoff.after(1, Duration.ofDays(10), new Random(1))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void anEndpointThatFailsInARowIsLeftAloneAndThenTriedByOne() {
        Breakers breakers = new Breakers(3, PAUSE);
        assertThat(breakers.failed("a", NOW)).isFalse();
        assertThat(breakers.failed("a", NOW)).isFalse();
        assertThat(breakers.open("a", NOW)).isEmpty();
        assertThat(breakers.failed("a", NOW)).isTrue();
        assertThat(breakers.open("a", NOW)).contains(NOW.plus(PAUSE));
        assertThat(breakers.open("b", NOW)).as("another").isEmpty();
        Instant later = NOW.plus(PAUSE);
        assertThat(breakers.open("a", later)).as("one may try").isEmpty();
        assertThat(breakers.open("a", later)).as("and no other").isPresent();
        breakers.failed("a", later);
        assertThat(breakers.open("a", later)).as("twice as long").contains(later.plus(PAUSE.multipliedBy(2)));
        breakers.succeeded("a");
        assertThat(breakers.open("a", later)).isEmpty();
    }

    @Test
    void whatIsUrgentWaitsNoLongerThanTheFirstWhile() {
        Breakers breakers = new Breakers(1, PAUSE);
        for (int i = 0; i < 5; i++) {
            breakers.failed("a", NOW);
        }
        assertThat(breakers.open("a", NOW)).contains(NOW.plus(PAUSE.multipliedBy(16)));
        assertThat(breakers.urgent("a", NOW)).contains(NOW.plus(PAUSE));
        assertThat(breakers.urgent("a", NOW.plusSeconds(1)))
                .as("asking again does not put it off")
                .contains(NOW.plus(PAUSE));
        Instant later = NOW.plus(PAUSE);
        assertThat(breakers.urgent("a", later)).as("one may try").isEmpty();
        assertThat(breakers.urgent("a", later)).as("and no other").isPresent();
    }

    @Test
    void aSuccessInBetweenCountsAnew() {
        Breakers breakers = new Breakers(2, PAUSE);
        breakers.failed("a", NOW);
        breakers.succeeded("a");
        breakers.failed("a", NOW);
        assertThat(breakers.open("a", NOW)).isEmpty();
    }
}
