package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Topic;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.content.Season;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadyItemsTest {
    @Test
    void manyWhoAskAtOnceWaitForOneMaking() {
        ReadyItems ready = new ReadyItems(1 << 20, new SimpleMeterRegistry());
        Item item = item("one");
        Promise<ReadyItems.Made> slow = Promise.promise();
        AtomicInteger asked = new AtomicInteger();
        List<Future<Ready>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(ready.of(item, () -> {
                asked.incrementAndGet();
                return slow.future();
            }));
        }
        assertThat(asked).hasValue(1);
        assertThat(waiting).noneMatch(Future::isComplete);
        slow.complete(new ReadyItems.Made(item, Buffer.buffer("{}"), true));
        assertThat(waiting).allMatch(Future::succeeded);
    }

    @Test
    void aFailedMakingIsNotKept() {
        ReadyItems ready = new ReadyItems(1 << 20, new SimpleMeterRegistry());
        Item item = item("one");
        assertThat(ready.of(item, () -> Future.failedFuture("away")).failed()).isTrue();
        assertThat(ready.of(item, () -> {
                            throw new IllegalStateException("a fault");
                        })
                        .failed())
                .isTrue();
        assertThat(ready.of(item, () -> Future.succeededFuture(new ReadyItems.Made(item, Buffer.buffer("{}"), true)))
                        .succeeded())
                .isTrue();
    }

    @Test
    void bytesAreBounded() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ReadyItems ready = new ReadyItems(10_000, meters);
        for (int i = 0; i < 50; i++) {
            Item item = item("item-" + i);
            ready.of(
                    item,
                    () -> Future.succeededFuture(new ReadyItems.Made(item, Buffer.buffer("x".repeat(1_000)), true)));
        }
        assertThat(meters.get("kepu.items.ready.bytes").gauge().value()).isBetween(1.0, 10_000.0);
        assertThat(meters.get("kepu.items.ready.evicted").counter().count()).isGreaterThan(30);
    }

    @Test
    void anAnswerOfAnOlderCatalogueIsNotGivenAgain() {
        ReadyItems ready = new ReadyItems(1 << 20, new SimpleMeterRegistry());
        Item old = item("one");
        Item read = item("one");
        assertThat(read).isEqualTo(old);
        ready.of(old, () -> Future.succeededFuture(new ReadyItems.Made(old, Buffer.buffer("old"), true)));
        Future<Ready> fresh = ready.of(
                read, () -> Future.succeededFuture(new ReadyItems.Made(read, Buffer.buffer("corrected"), true)));
        assertThat(fresh.result().plain()).hasToString("corrected");
        assertThat(ready.of(read, () -> Future.failedFuture("not asked"))
                        .result()
                        .plain())
                .hasToString("corrected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "GZIP;q=0.5|true",
                "deflate, gzip;q=1.0, *;q=0.5|true",
                "br|false",
                "gzip;q=0|false",
                "gzip; q=0.000, br|false",
                "identity|false"
            })
    void whoTakesGzipSaysSo(String accepted, boolean takes) {
        assertThat(Ready.takesGzip(accepted)).isEqualTo(takes);
    }

    private static Item item(String id) {
        return new Item(
                1,
                id,
                Kind.ARTICLE,
                "标题",
                "摘要",
                Topic.HEALTH,
                Set.of(),
                List.of(),
                Season.ALWAYS,
                List.of(),
                "来源",
                "authority",
                "CC BY 4.0",
                "zh",
                null,
                null,
                0,
                100,
                Instant.EPOCH,
                null);
    }
}
