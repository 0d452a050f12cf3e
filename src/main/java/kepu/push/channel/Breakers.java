package kepu.push.channel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which endpoints are left alone for a while because they failed several times in a row (circuit breaker, Nygard 2007). When the while is
 * over one delivery goes first; the next while is twice as long, up to 64 times. Known to this node only.
 */
final class Breakers {
    private static final int ENDPOINTS = 10_000;
    private static final int LONGEST = 6;

    private record State(int failures, Instant openUntil) {}

    private final int limit;
    private final Duration pause;
    private final Cache<String, State> states =
            Caffeine.newBuilder().maximumSize(ENDPOINTS).build();

    Breakers(int limit, Duration pause) {
        this.limit = limit;
        this.pause = pause;
    }

    /** Until when nothing may go there; empty for one that may. */
    synchronized Optional<Instant> open(String endpoint, Instant now) {
        State state = states.getIfPresent(endpoint);
        if (state == null || state.failures() < limit) {
            return Optional.empty();
        }
        if (state.openUntil().isAfter(now)) {
            return Optional.of(state.openUntil());
        }
        states.put(endpoint, new State(state.failures(), now.plus(pause)));
        return Optional.empty();
    }

    /** The same for what is urgent: it does not wait for the end of a while that became longer than the first. */
    synchronized Optional<Instant> urgent(String endpoint, Instant now) {
        State state = states.getIfPresent(endpoint);
        if (state != null && state.openUntil().isAfter(now.plus(pause))) {
            states.put(endpoint, new State(state.failures(), now.plus(pause)));
        }
        return open(endpoint, now);
    }

    synchronized void succeeded(String endpoint) {
        states.invalidate(endpoint);
    }

    /** True when it opens by this. */
    synchronized boolean failed(String endpoint, Instant now) {
        State before = states.getIfPresent(endpoint);
        State state = next(before == null ? 0 : before.failures(), now);
        states.put(endpoint, state);
        return state.failures() == limit;
    }

    private State next(int failures, Instant now) {
        int times = Math.clamp(failures + 1L - limit, 0, LONGEST);
        return new State(failures + 1, now.plus(pause.multipliedBy(1L << times)));
    }
}
