package kepu.bench.city;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import kepu.bench.load.Ask;
import org.jspecify.annotations.Nullable;

/** What clients report of the feeds that they showed, each event with an id of its own, and how many were acknowledged. */
final class Reports {
    static final String TARGET = "/v1/events";

    private static final int ACCEPTED = 202;

    private final int each;
    private final AtomicLong ids = new AtomicLong();
    private final LongAdder sent = new LongAdder();
    private final LongAdder accepted = new LongAdder();

    /** {@code each} events in a request: one opening, one reading to the end, the rest impressions. */
    Reports(int each) {
        this.each = each;
    }

    /** The request of a visitor who was shown items, out of a feed or out of none. */
    Ask of(String token, @Nullable String feed, List<String> items, RandomGenerator random) {
        StringBuilder json = new StringBuilder(each * 160).append("{\"events\":[");
        String at = Instant.now().toString();
        int opened = random.nextInt(items.size());
        for (int i = 0; i < each; i++) {
            String type = i == each - 1 && each > 1 ? "finish" : i == each - 2 ? "open" : "impression";
            int position = type.equals("impression") ? i % items.size() : opened;
            json.append(i == 0 ? "{\"id\":\"c" : ",{\"id\":\"c").append(ids.incrementAndGet());
            json.append("\",\"item\":\"").append(items.get(position));
            json.append("\",\"type\":\"").append(type);
            json.append("\",\"at\":\"").append(at);
            if (feed != null) {
                json.append("\",\"feed\":\"").append(feed);
            }
            json.append("\",\"position\":").append(position).append('}');
        }
        return Ask.post(TARGET, token, Buffer.buffer(json.append("]}").toString()));
    }

    /** Whether all of a request's events were stored just now. */
    @Nullable
    String fault(Ask ask, int status, Buffer body) {
        sent.add(each);
        if (status != ACCEPTED) {
            return "status " + status;
        }
        int stored = body.toJsonObject().getInteger("accepted");
        accepted.add(stored);
        return stored == each ? null : "%d of %d events accepted".formatted(stored, each);
    }

    /** Events that were acknowledged as new. */
    long accepted() {
        return accepted.sum();
    }
}
