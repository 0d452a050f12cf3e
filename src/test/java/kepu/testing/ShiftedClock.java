package kepu.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.atomic.AtomicReference;
import kepu.base.Beijing;

/** The system's clock, moved forward by a test. */
public final class ShiftedClock extends Clock {
    private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

    public void forward(Duration by) {
        shift.accumulateAndGet(by, Duration::plus);
    }

    /** Moves on to the next time that it is so late in Beijing. */
    public void forwardTo(LocalTime time) {
        ZonedDateTime now = instant().atZone(Beijing.ZONE);
        ZonedDateTime then = now.with(time);
        forward(Duration.between(now, then.isAfter(now) ? then : then.plusDays(1)));
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(shift.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("only instants are asked for");
    }
}
