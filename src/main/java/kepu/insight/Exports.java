package kepu.insight;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;

/** Makes files of sheets, one after the other on a thread of their own; so many may wait. */
public final class Exports implements AutoCloseable {
    /** The form of a file. */
    public enum Format {
        CSV("text/csv; charset=utf-8"),
        XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

        private final String type;

        Format(String type) {
            this.type = type;
        }

        /** Its media type. */
        public String type() {
            return type;
        }
    }

    private final WorkerExecutor worker;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter refused;

    /** @param most that may wait */
    public Exports(Vertx vertx, int most, MeterRegistry meters) {
        this.worker = vertx.createSharedWorkerExecutor("exports", 1);
        this.most = most;
        this.refused = meters.counter("kepu.exports.refused");
    }

    public Future<byte[]> of(Sheet sheet, Format format) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            refused.increment();
            throw new Failure.TooMany("exports-busy", "正在导出的表太多，请过一会儿再试", 5);
        }
        return worker.executeBlocking(() -> switch (format) {
                    case CSV -> CsvFile.of(sheet);
                    case XLSX -> XlsxFile.of(sheet);
                })
                .onComplete(done -> waiting.decrementAndGet());
    }

    @Override
    public void close() {
        worker.close();
    }
}
