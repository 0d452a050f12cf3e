package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoundingTest {
    private static final Instant FROM = Instant.parse("2026-11-23T01:00:00Z");

    @Test
    void whatWasSentIsSummedUpByTheEndOfEachStepInWhichAnyWas() {
        List<Long> times = List.of(at(0), at(59_999), at(60_000), at(30 * 60_000), at(5_000));
        assertThat(Sounding.overTime(times, FROM, FROM.plus(Duration.ofHours(1))))
                .containsExactly(
                        new Sounding.Sent(FROM.plus(Duration.ofMinutes(1)), 3),
                        new Sounding.Sent(FROM.plus(Duration.ofMinutes(2)), 4),
                        new Sounding.Sent(FROM.plus(Duration.ofMinutes(31)), 5));
    }

    @Test
    void aLongTimeIsToldInLongSteps() {
        List<Long> times = List.of(
                at(0),
                at(Duration.ofHours(5).toMillis()),
                at(Duration.ofHours(7).toMillis()));
        assertThat(Sounding.overTime(times, FROM, FROM.plus(Duration.ofDays(7))))
                .containsExactly(
                        new Sounding.Sent(FROM.plus(Duration.ofHours(6)), 2),
                        new Sounding.Sent(FROM.plus(Duration.ofHours(12)), 3));
    }

    @Test
    void whereNothingWasSentThereIsNoStep() {
        assertThat(Sounding.overTime(List.of(), FROM, FROM)).isEmpty();
    }

    private static long at(long millis) {
        return FROM.toEpochMilli() + millis;
    }
}
