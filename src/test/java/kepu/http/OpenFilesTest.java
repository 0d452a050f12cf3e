package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
    private static final int MOST = 2;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final OpenFiles files = new OpenFiles(vertx, MOST, count, nanos::get);

    @BeforeEach
    void write() throws IOException {
        for (String name : new String[] {"a", "b", "c"}) {
            Files.writeString(folder.resolve(name), "text of " + name);
        }
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aFileStaysOpenForTheNextWhoAsks() throws IOException {
        OpenFiles.Open first = open("a");
        done(first);
        assertThat(open("a")).isSameAs(first);
        assertThat(text(first)).isEqualTo("text of a");
        assertThat(first.size()).isEqualTo(9);
        assertThat(count).hasValue(1);
    }

    @Test
    void theOneThatWasUsedLongestAgoIsClosed() {
        OpenFiles.Open a = open("a");
        OpenFiles.Open b = open("b");
        done(a);
        done(b);
        done(open("a"));
        done(open("c"));
        assertThat(b.channel().isOpen()).isFalse();
        assertThat(a.channel().isOpen()).isTrue();
        assertThat(count).hasValue(MOST);
    }

    @Test
    void whatIsBeingSentIsClosedWhenItIsSent() throws IOException {
        OpenFiles.Open a = open("a");
        OpenFiles.Open again = open("a");
        done(open("b"));
        done(open("c"));
        assertThat(text(a)).isEqualTo("text of a");
        done(a);
        assertThat(a.channel().isOpen()).as("it is sent to another one too").isTrue();
        done(again);
        assertThat(a.channel().isOpen()).isFalse();
    }

    @Test
    void afterAWhileTheNameIsLookedForAgain() throws IOException {
        OpenFiles.Open before = open("a");
        done(before);
        Files.delete(folder.resolve("a"));
        assertThat(open("a")).as("not at once").isSameAs(before);
        done(before);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(onLoop(() -> files.open(folder.resolve("a")).otherwiseEmpty()))
                .isNull();
        assertThat(before.channel().isOpen()).isFalse();
        assertThat(count).hasValue(0);
    }

    @Test
    void aFolderIsNoFile() {
        Throwable fault = onLoop(() -> files.open(folder)
                .<Throwable>map(there -> new AssertionError("it was opened"))
                .recover(Future::succeededFuture));
        assertThat(fault).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void inTheEndAllAreClosed() {
        OpenFiles.Open a = open("a");
        OpenFiles.Open b = open("b");
        done(b);
        onLoop(() -> {
            files.close();
            return Future.succeededFuture();
        });
        assertThat(b.channel().isOpen()).isFalse();
        assertThat(a.channel().isOpen()).as("it is being sent").isTrue();
        done(a);
        assertThat(a.channel().isOpen()).isFalse();
        assertThat(count).hasValue(0);
    }

    private OpenFiles.Open open(String name) {
        return onLoop(() -> files.open(folder.resolve(name)));
    }

    private void done(OpenFiles.Open file) {
        onLoop(() -> {
            files.done(file);
            return Future.succeededFuture();
        });
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(now -> work.get().onComplete(promise));
        return promise.future().await();
    }

    private static String text(OpenFiles.Open file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        var read = file.channel().read(bytes, 0);
        assertThat(read).isEqualTo(bytes.capacity());
        return new String(bytes.array(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
