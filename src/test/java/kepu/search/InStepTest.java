package kepu.search;

import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import kepu.config.ConfigReader;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept in step while a node ends. */
class InStepTest {
    private final Vertx vertx = Vertx.vertx();
    private final Database database = new Database(
            vertx,
            new DatabaseAddress("127.0.0.1", 1, "none", "none", "none"),
            new ConfigReader().config().database());
    private final WorkerExecutor worker = vertx.createSharedWorkerExecutor("in-step", 1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final CompletableFuture<Void> updated = new CompletableFuture<>();
    private final InStep target = new InStep(
            vertx,
            new Items(database, new Catalogue(List.of())),
            Duration.ofMinutes(10),
            () -> worker.executeBlocking(this::work).compose(first -> worker.executeBlocking(this::end)),
            failed::complete);

    @AfterEach
    void close() {
        goOn.countDown();
        soon("vertx ends", done(vertx.close()));
    }

    @Test
    void anUpdateThatBeganOnAServerGoesOnWhenThatServerEnds() throws Exception {
        String server = soon("a server", done(vertx.deployVerticle(new Server())));
        begun.await();
        soon("the server ends", done(vertx.undeploy(server)));
        Future<Void> closed = target.close();
        assertThat(closed.isComplete()).as("it waits for what runs").isFalse();
        goOn.countDown();
        soon("nothing runs any more", done(closed));
        assertThat(failed).isNotDone();
        assertThat(updated).isCompleted();
    }

    private @Nullable Void work() throws InterruptedException {
        begun.countDown();
        goOn.await();
        return null;
    }

    private @Nullable Void end() {
        updated.complete(null);
        return null;
    }

    private static <T> CompletableFuture<T> done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }

    /** Something changes on its event loop. */
    private final class Server extends VerticleBase {
        @Override
        public Future<?> start() {
            target.follow();
            return Future.succeededFuture();
        }
    }
}
