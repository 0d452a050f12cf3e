package kepu;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops: one for each core, on epoll where the system has it and on NIO elsewhere. */
final class Loops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);

    private final Vertx vertx;

    /** {@code servers} event loops at least; 0: as many as there are cores. */
    Loops(int servers, MeterRegistry meters) {
        int loops = Math.max(servers, Runtime.getRuntime().availableProcessors());
        this.vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setPreferNativeTransport(true)
                        .setEventLoopPoolSize(loops)
                        .setMetricsOptions(counted()))
                .withMetrics(new MicrometerMetricsFactory(meters))
                .build();
        String transport = vertx.isNativeTransportEnabled() ? "epoll" : "nio";
        meters.gauge("kepu.loops", io.micrometer.core.instrument.Tags.of("transport", transport), loops);
        if (vertx.isNativeTransportEnabled()) {
            LOG.info("{} event loops on {}", loops, transport);
        } else {
            LOG.warn(
                    "{} event loops on {}: {}",
                    loops,
                    transport,
                    String.valueOf(vertx.unavailableNativeTransportCause()));
        }
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        App.wait(vertx.close());
    }

    /** Without the requests, which the edge times by their operations: Vert.x looks a meter up by its tags several times for each. */
    private static MicrometerMetricsOptions counted() {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions().setEnabled(true);
        options.addDisabledMetricsCategory(MetricsDomain.HTTP_SERVER);
        return options;
    }
}
