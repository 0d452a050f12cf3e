package kepu.store;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import kepu.base.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final int MOST_WAITING = 100;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<List<Long>> read = new CopyOnWriteArrayList<>();
    private final List<Promise<LongFunction<String>>> readings = new ArrayList<>();
    private final Gathering<String> target = new Gathering<>(MOST_WAITING, Duration.ZERO, this::reading);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void whatIsAskedWhileAReadingIsUnderWayIsReadTogetherByTheNext() throws Exception {
        List<Future<String>> asked = onALoop(() -> ask(1, 2, 3));
        assertThat(read).containsExactly(List.of(1L));
        answer(0);
        assertThat(read).containsExactly(List.of(1L), List.of(2L, 3L));
        answer(1);
        assertThat(asked).extracting(Future::result).containsExactly("<1>", "<2>", "<3>");
    }

    @Test
    void aReadingThatFollowsCloselyWaitsForMoreToShareIt() throws Exception {
        Gathering<String> patient = new Gathering<>(MOST_WAITING, Duration.ofHours(1), this::reading);
        List<Future<String>> first = onALoop(() -> List.of(patient.ask(0)));
        answer(0);
        assertThat(first.getFirst().result()).as("after a silence at once").isEqualTo("<0>");
        onALoop(() -> LongStream.range(1, 16).mapToObj(patient::ask).toList());
        assertThat(read).hasSize(1);
        onALoop(() -> patient.ask(16));
        assertThat(read.getLast())
                .as("as soon as enough wait")
                .isEqualTo(LongStream.rangeClosed(1, 16).boxed().toList());
    }

    @Test
    void fewWaitNoLongerThanTheTimeBetweenReadings() throws Exception {
        Gathering<String> brisk = new Gathering<>(MOST_WAITING, Duration.ofMillis(20), this::reading);
        onALoop(() -> brisk.ask(1));
        answer(0);
        onALoop(() -> List.of(brisk.ask(2), brisk.ask(3)));
        eventually("they are read", () -> read.size() == 2);
        assertThat(read.getLast()).containsExactly(2L, 3L);
    }

    @Test
    void whoeverAsksTheSameWhileItWaitsGetsTheSameReading() throws Exception {
        List<Future<String>> asked = onALoop(() -> ask(1, 2, 2));
        answer(0);
        answer(1);
        assertThat(read).containsExactly(List.of(1L), List.of(2L));
        assertThat(asked).extracting(Future::result).containsExactly("<1>", "<2>", "<2>");
    }

    @Test
    void whatIsBeingReadIsReadAgainForWhoeverAsksNow() throws Exception {
        onALoop(() -> ask(1, 1));
        answer(0);
        assertThat(read).containsExactly(List.of(1L), List.of(1L));
    }

    @Test
    void aLongLineIsReadInTheOrderInWhichItCame() throws Exception {
        onALoop(() -> ask(LongStream.rangeClosed(0, MOST_WAITING).toArray()));
        answer(0);
        answer(1);
        assertThat(read)
                .containsExactly(
                        List.of(0L),
                        LongStream.rangeClosed(1, 64).boxed().toList(),
                        LongStream.rangeClosed(65, MOST_WAITING).boxed().toList());
    }

    @Test
    void pastTheLimitOthersAreRefusedAndNobodyWhoWaits() throws Exception {
        List<Future<String>> asked =
                onALoop(() -> ask(LongStream.rangeClosed(0, MOST_WAITING + 1).toArray()));
        assertThat(asked.getLast().cause()).isInstanceOf(Failure.Unavailable.class);
        answer(0);
        answer(1);
        answer(2);
        assertThat(asked.subList(0, MOST_WAITING + 1)).allMatch(Future::succeeded);
    }

    @Test
    void aReadingThatFailsFailsForThoseWhomItWasForAndTheNextIsMade() throws Exception {
        List<Future<String>> asked = onALoop(() -> ask(1, 2));
        IllegalStateException fault = new IllegalStateException("away");
        onALoop(() -> {
            readings.getFirst().fail(fault);
            return null;
        });
        assertThat(asked.getFirst().cause()).isSameAs(fault);
        answer(1);
        assertThat(asked.getLast().result()).isEqualTo("<2>");
    }

    @Test
    void aReadingThatThrowsIsOneThatFails() throws Exception {
        IllegalStateException fault = new IllegalStateException("no such table");
        Gathering<String> broken = new Gathering<>(MOST_WAITING, Duration.ZERO, numbers -> {
            throw fault;
        });
        List<Future<String>> asked = onALoop(() -> List.of(broken.ask(1), broken.ask(2)));
        assertThat(asked).extracting(Future::cause).containsExactly(fault, fault);
    }

    @Test
    void offTheEventLoopsEachIsAskedAlone() {
        Future<String> one = target.ask(1);
        Future<String> two = target.ask(2);
        assertThat(read).containsExactly(List.of(1L), List.of(2L));
        readings.forEach(reading -> reading.complete(GatheringTest::answer));
        assertThat(List.of(one.result(), two.result())).containsExactly("<1>", "<2>");
    }

    private Future<LongFunction<String>> reading(Collection<Long> numbers) {
        read.add(List.copyOf(numbers));
        Promise<LongFunction<String>> reading = Promise.promise();
        readings.add(reading);
        return reading.future();
    }

    private List<Future<String>> ask(long... numbers) {
        return LongStream.of(numbers).mapToObj(target::ask).toList();
    }

    private void answer(int reading) throws Exception {
        onALoop(() -> {
            readings.get(reading).complete(GatheringTest::answer);
            return null;
        });
    }

    private static String answer(long number) {
        return "<" + number + ">";
    }

    private <T> T onALoop(Callable<T> work) throws Exception {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future().await();
    }
}
