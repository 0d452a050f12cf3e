package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import kepu.activity.Event;
import kepu.activity.EventStore;
import kepu.activity.EventType;
import kepu.config.ConfigReader;
import kepu.recommend.rank.History;
import kepu.store.Snapshot;
import org.junit.jupiter.api.Test;

/** What is told of events that a reading saw, and of those that it did not. */
class HistoriesTest {
    private static final long RESIDENT = 7;
    /** Saw 1 to 9 and 11. */
    private static final Snapshot SEEN = Snapshot.of("10:12:10");

    private final Promise<EventStore.Past> past = Promise.promise();
    private final AtomicInteger readings = new AtomicInteger();
    private final Histories target = new Histories(
            resident -> {
                readings.incrementAndGet();
                return past.future();
            },
            new ConfigReader().config().feed());

    @Test
    void anEventThatTheReadingSawIsNotAddedAgainHoweverLateItIsTold() {
        Future<History> history = target.of(RESIDENT);
        target.add(event(2), 2, 9);
        target.add(event(3), 3, 12);
        past.complete(new EventStore.Past(List.of(event(1)), SEEN));
        target.add(event(4), 4, 11);
        target.add(event(5), 5, 10);
        assertThat(IntStream.rangeClosed(1, 5).filter(item -> history.result().met(item) == History.Met.SHOWN))
                .containsExactly(1, 3, 5);
    }

    @Test
    void whenLotsWereMissedAHistoryIsReadAgainWhenItIsNeeded() {
        past.complete(new EventStore.Past(List.of(event(1)), SEEN));
        target.of(RESIDENT);
        target.of(RESIDENT);
        assertThat(readings).hasValue(1);
        target.clear();
        assertThat(target.known(RESIDENT)).isNull();
        target.of(RESIDENT);
        assertThat(readings).hasValue(2);
    }

    private static Event event(int item) {
        return new Event(RESIDENT, "", item, EventType.IMPRESSION, Instant.EPOCH, null, null, null, null);
    }
}
