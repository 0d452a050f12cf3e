package kepu.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;

/** How many calls without a token one address may make in a minute. Addresses are kept in memory for that minute only. */
public final class GuestLimit {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 100_000;

    private final int perMinute;
    private final boolean behindProxy;
    private final Counter refused;
    private final Cache<String, AtomicInteger> calls = Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .expireAfterWrite(WINDOW)
            .build();

    public GuestLimit(int perMinute, boolean behindProxy, MeterRegistry meters) {
        this(perMinute, behindProxy, meters.counter("kepu.guests.refused"));
    }

    /** Of one kind of call. {@code refused} counts those past it. */
    public GuestLimit(int perMinute, boolean behindProxy, Counter refused) {
        this.perMinute = perMinute;
        this.behindProxy = behindProxy;
        this.refused = refused;
    }

    void pass(HttpServerRequest request) {
        if (calls.get(address(request), address -> new AtomicInteger()).incrementAndGet() > perMinute) {
            refused.increment();
            throw new Failure.TooMany("guest-limit", "访问太频繁，请一分钟后再试，或先登录", (int) WINDOW.toSeconds());
        }
    }

    private String address(HttpServerRequest request) {
        String forwarded = behindProxy ? request.getHeader("x-forwarded-for") : null;
        if (forwarded != null) {
            return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        }
        return request.remoteAddress() == null ? "-" : request.remoteAddress().hostAddress();
    }
}
