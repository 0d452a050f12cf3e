package kepu.net;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: exponential with full jitter (Brooker, Exponential Backoff and Jitter, 2015), never less than the
 * receiver asks for.
 */
public record Backoff(Duration first, Duration longest) {
    /** The wait after the {@code attempt}th try, counted from 1; {@code asked} may be zero. */
    public Duration after(int attempt, Duration asked, RandomGenerator random) {
        long most = Math.min(longest.toMillis(), first.toMillis() * (1L << Math.clamp(attempt - 1L, 0, 30)));
        Duration drawn = Duration.ofMillis(1 + random.nextLong(most));
        Duration floor = asked.compareTo(longest) > 0 ? longest : asked;
        return drawn.compareTo(floor) < 0 ? floor : drawn;
    }
}
