package kepu.alert;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;

/** Reads messages away from the event loops, a bounded number at a time: a long one takes milliseconds. */
final class Reading {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final WorkerExecutor workers;
    private final CapReader reader = new CapReader();
    private final int mostBytes;
    private final int mostWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter tooLong;
    private final Counter busy;

    Reading(WorkerExecutor workers, int mostBytes, int mostWaiting, MeterRegistry meters) {
        this.workers = workers;
        this.mostBytes = mostBytes;
        this.mostWaiting = mostWaiting;
        this.tooLong = meters.counter("kepu.bulletins.refused", "limit", "bytes");
        this.busy = meters.counter("kepu.bulletins.refused", "limit", "reading");
    }

    /** A stranger's message; {@link Failure.Invalid} when it is none, {@link Failure.TooMany} when too many wait. */
    Future<CapMessage> message(Buffer xml, @Nullable String charset) {
        if (xml.length() > mostBytes) {
            tooLong.increment();
            throw new Failure.Invalid("bulletin-too-long", "消息太长：" + xml.length() + " 字节，最多 " + mostBytes);
        }
        return run(() -> reader.read(xml.getBytes(), charset));
    }

    /** What the database holds. */
    Future<List<Bulletin>> bulletins(List<BulletinStore.Stored> stored) {
        return stored.isEmpty()
                ? Future.succeededFuture(List.of())
                : workers.executeBlocking(
                        () -> stored.stream().map(this::bulletin).toList(), false);
    }

    Future<Optional<Bulletin>> bulletin(Optional<BulletinStore.Stored> stored) {
        return bulletins(stored.stream().toList()).map(found -> found.stream().findFirst());
    }

    private Bulletin bulletin(BulletinStore.Stored stored) {
        return BulletinStore.bulletin(stored, reader.trusted(stored.xml().getBytes()));
    }

    private <T> Future<T> run(Callable<T> work) {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            busy.increment();
            throw new Failure.TooMany("bulletins-busy", "正在处理的消息太多，请稍后再发", RETRY_AFTER_SECONDS);
        }
        return workers.executeBlocking(work, false).onComplete(done -> waiting.decrementAndGet());
    }
}
