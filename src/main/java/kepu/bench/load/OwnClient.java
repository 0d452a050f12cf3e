package kepu.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * The process of {@link OwnGenerator}: reads a load a line and answers with what came of it. Each event loop has its share of the connections
 * and of the requests, and writes and reads bytes; of an answer it looks at the status and the length only.
 */
final class OwnClient {
    private static final int GRACE_SECONDS = 20;

    private final Vertx vertx;
    private final JsonObject load;
    private final List<Caller> callers = new ArrayList<>();

    private OwnClient(Vertx vertx, JsonObject load) {
        this.vertx = vertx;
        this.load = load;
    }

    public static void main(String[] arguments) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(answer(vertx, new JsonObject(line)).encode());
            }
        } finally {
            vertx.close();
        }
    }

    private static JsonObject answer(Vertx vertx, JsonObject load) {
        try {
            return new OwnClient(vertx, load).run().json();
        } catch (IOException | RuntimeException | TimeoutException e) {
            return new JsonObject().put("failure", e.toString());
        }
    }

    private Turn run() throws IOException, TimeoutException {
        int seconds = load.getInteger("seconds");
        int threads = load.getInteger("threads");
        List<byte[]> requests = Requests.read(Path.of(load.getString("requests")), Integer.MAX_VALUE);
        long start = System.nanoTime();
        long until = start + TimeUnit.SECONDS.toNanos(seconds);
        List<Future<Void>> ends = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            ends.add(begin(thread, threads, requests, until));
        }
        Future.join(ends).await(seconds + GRACE_SECONDS, TimeUnit.SECONDS);
        double took = (System.nanoTime() - start) / 1e9;
        Histogram all = Caller.histogram();
        callers.forEach(caller -> all.add(caller.latencies()));
        return new Turn(
                callers.stream().mapToLong(Caller::answers).sum(),
                callers.stream().mapToLong(Caller::errors).sum(),
                took,
                all.getValueAtPercentile(50) / 1e6,
                all.getValueAtPercentile(99) / 1e6,
                0);
    }

    private Future<Void> begin(int thread, int threads, List<byte[]> requests, long until) {
        List<byte[]> share = new ArrayList<>();
        for (int at = thread; at < requests.size(); at += threads) {
            share.add(requests.get(at));
        }
        int connections = load.getInteger("connections") / threads;
        Caller caller = new Caller(share.isEmpty() ? requests : share, load.getLong("from") / threads, until);
        callers.add(caller);
        Promise<Void> ended = Promise.promise();
        Context loop = ((VertxInternal) vertx).createEventLoopContext();
        loop.runOnContext(turn -> open(caller, connections, ended));
        return ended.future();
    }

    private void open(Caller caller, int connections, Promise<Void> ended) {
        NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        List<Future<Void>> each = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            each.add(client.connect(load.getInteger("port"), "127.0.0.1").compose(caller::talk));
        }
        Future.join(each).onComplete(done -> {
            client.close();
            if (done.failed()) {
                ended.fail(done.cause());
            } else {
                ended.complete();
            }
        });
    }
}
