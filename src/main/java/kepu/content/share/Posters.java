package kepu.content.share;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import kepu.content.Items;

/** Makes posters as PDF, one after the other on a thread of their own; so many may wait. */
public final class Posters implements AutoCloseable {
    private final WorkerExecutor worker;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter refused;

    /** @param most that may wait */
    public Posters(Vertx vertx, int most, MeterRegistry meters) {
        this.worker = vertx.createSharedWorkerExecutor("posters", 1);
        this.most = most;
        this.refused = meters.counter("kepu.posters.refused");
    }

    /** A sheet of A4 with its fonts; {@code address} is what its code leads to. */
    public Future<byte[]> pdf(Items.Whole whole, String address) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            refused.increment();
            throw new Failure.TooMany("posters-busy", "正在生成的海报太多，请过一会儿再试", 5);
        }
        return worker.executeBlocking(() -> PosterPdf.of(PosterText.of(whole), QrCode.of(address)))
                .onComplete(done -> waiting.decrementAndGet());
    }

    @Override
    public void close() {
        worker.close();
    }
}
