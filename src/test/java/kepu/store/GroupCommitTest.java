package kepu.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<List<String>> stored = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void whatComesAfterASilenceIsStoredAtOnce() throws Exception {
        GroupCommit<String, String> target = target(NEVER);
        assertThat(answer(target.offer("one", 1).orElseThrow())).isEqualTo("<one>");
    }

    @Test
    void whatComesSoonAfterItSharesTheNextBatchAndAFullOneDoesNotWait() throws Exception {
        GroupCommit<String, String> target = target(NEVER);
        answer(target.offer("one", 1).orElseThrow());
        Future<String> two = target.offer("two", 2).orElseThrow();
        Future<String> three = target.offer("three", 2).orElseThrow();
        onContext();
        assertThat(stored).containsExactly(List.of("one"));
        Future<String> four = target.offer("four", 1).orElseThrow();
        assertThat(List.of(answer(two), answer(three), answer(four))).containsExactly("<two>", "<three>", "<four>");
        assertThat(stored).containsExactly(List.of("one"), List.of("two", "three", "four"));
        assertThat(target.waiting()).isZero();
    }

    @Test
    void whatIsLeftOfAFullBatchWaitsForMore() throws Exception {
        GroupCommit<String, String> target = target(NEVER);
        answer(target.offer("one", 1).orElseThrow());
        target.offer("two", 4);
        target.offer("three", 4);
        onContext();
        assertThat(stored).containsExactly(List.of("one"), List.of("two"));
        assertThat(target.waiting()).isEqualTo(4);
    }

    @Test
    void whatWaitsForMoreIsStoredWhenNothingComes() throws Exception {
        GroupCommit<String, String> target = target(Duration.ofMillis(1));
        for (int i = 0; i < 20; i++) {
            assertThat(answer(target.offer("piece " + i, 1).orElseThrow())).isEqualTo("<piece " + i + ">");
        }
        assertThat(stored).hasSize(20);
    }

    private GroupCommit<String, String> target(Duration apart) {
        return new GroupCommit<>(context, new GroupCommit.Limits(100, 5, 1, apart), batch -> {
            stored.add(List.copyOf(batch));
            return Future.succeededFuture(
                    batch.stream().map(one -> "<" + one + ">").toList());
        });
    }

    private static String answer(Future<String> future) throws Exception {
        return future.await(60, TimeUnit.SECONDS);
    }

    /** All that was asked of the context before is done. */
    private void onContext() throws Exception {
        Promise<Void> done = Promise.promise();
        context.runOnContext(now -> done.complete());
        done.future().await(60, TimeUnit.SECONDS);
    }
}
