package kepu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.testing.AtOnce;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A queue that is soon full. */
class EventQueueIT {
    private static final int QUEUE = 100;
    private static final int SENDERS = 48;
    private static final int REQUESTS_EACH = 12;

    @RegisterExtension
    static final House house = new House()
            .with("events.queueEvents", QUEUE)
            .with("events.batchEvents", QUEUE)
            .with("events.requestEvents", QUEUE);

    @Test
    void aRequestIsStoredAsAWholeOrRefusedAsAWhole() {
        long seed = new Random().nextLong();
        String token = house.resident("510903100208");
        AtomicInteger senders = new AtomicInteger();
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        AtOnce.results(SENDERS, () -> {
            int sender = senders.incrementAndGet();
            Random random = new Random(seed + sender);
            for (int i = 0; i < REQUESTS_EACH; i++) {
                JsonArray events = events("q" + sender + "-" + i + "-", 1 + random.nextInt(QUEUE));
                House.Answer answer = house.post("/v1/events", new JsonObject().put("events", events), token);
                (answer.status() == 202 ? accepted : refused).addAll(ids(events));
                assertAnswer(answer, events.size(), seed);
            }
            return sender;
        });
        assertThat(refused).as("seed %d: the queue was full at times", seed).isNotEmpty();
        assertThat(accepted).as("seed %d", seed).isNotEmpty();
        Set<String> stored = new HashSet<>();
        house.sql("select id from event").forEach(row -> stored.add(row.getFirst()));
        assertThat(stored).as("seed %d", seed).isEqualTo(accepted).doesNotContainAnyElementsOf(refused);
    }

    @Test
    void whoComesAgainAfterAwhileIsServed() {
        String token = house.resident("510903100210");
        JsonArray events = events("again-", QUEUE);
        AtOnce.results(
                SENDERS,
                () -> house.post("/v1/events", new JsonObject().put("events", events), token)
                        .status());
        House.Answer later = house.post("/v1/events", new JsonObject().put("events", events), token);
        assertThat(later.status()).as(later.text()).isEqualTo(202);
        assertThat(house.count("select count(*) from event where id like 'again-%'"))
                .isEqualTo(QUEUE);
    }

    private static void assertAnswer(House.Answer answer, int sent, long seed) {
        if (answer.status() == 202) {
            assertThat(answer.json().getInteger("accepted")).as("seed %d", seed).isEqualTo(sent);
            return;
        }
        assertThat(answer.status()).as("seed %d: %s", seed, answer.text()).isEqualTo(429);
        assertThat(answer.problem()).isEqualTo("events-busy");
        assertThat(Integer.parseInt(answer.headers().firstValue("retry-after").orElse("0")))
                .isPositive();
    }

    private static JsonArray events(String prefix, int count) {
        JsonArray events = new JsonArray();
        for (int i = 0; i < count; i++) {
            events.add(new JsonObject()
                    .put("id", prefix + i)
                    .put("type", "impression")
                    .put("at", Instant.now().toString()));
        }
        return events;
    }

    private static List<String> ids(JsonArray events) {
        return events.stream()
                .map(event -> ((JsonObject) event).getString("id"))
                .toList();
    }
}
