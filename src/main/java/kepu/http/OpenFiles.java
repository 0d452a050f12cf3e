package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that stay open from one request to the next, for names whose bytes never change: those that were used last, each for a while, after
 * which its name is looked for again. One event loop's.
 */
final class OpenFiles {
    /** A file that is open until whoever asked for it is {@link #done} with it, or longer. */
    static final class Open {
        private final FileChannel channel;
        private final long size;
        private final long since;
        private int users = 1;
        private boolean isKept = true;

        private Open(FileChannel channel, long size, long since) {
            this.channel = channel;
            this.size = size;
            this.since = since;
        }

        FileChannel channel() {
            return channel;
        }

        /** In bytes. */
        long size() {
            return size;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);
    private static final Duration TRUSTED = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final int most;
    private final AtomicInteger count;
    private final LongSupplier nanos;
    private final Map<Path, Open> files = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param most that stay open though nobody uses them
     * @param count of files that stay open, of all event loops
     * @param nanos a clock
     */
    OpenFiles(Vertx vertx, int most, AtomicInteger count, LongSupplier nanos) {
        this.vertx = vertx;
        this.most = most;
        this.count = count;
        this.nanos = nanos;
    }

    /** The file for one user; fails with {@link NoSuchFileException} when there is none of that name. */
    Future<Open> open(Path file) {
        Open kept = files.get(file);
        if (kept != null && nanos.getAsLong() - kept.since < TRUSTED.toNanos()) {
            kept.users++;
            return Future.succeededFuture(kept);
        }
        return vertx.executeBlocking(() -> opened(file), false)
                .onSuccess(made -> keep(file, made))
                .onFailure(absent -> drop(files.remove(file)));
    }

    /** That user needs it no more. */
    void done(Open open) {
        open.users--;
        closeUnused(open);
    }

    /** Closes what nobody uses, and everything else when it is not used any more. */
    void close() {
        List<Open> all = new ArrayList<>(files.values());
        files.clear();
        all.forEach(this::drop);
    }

    private Open opened(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new Open(channel, channel.size(), nanos.getAsLong());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void keep(Path file, Open made) {
        count.incrementAndGet();
        drop(files.put(file, made));
        while (files.size() > most) {
            drop(files.remove(files.keySet().iterator().next()));
        }
    }

    private void drop(@Nullable Open open) {
        if (open != null) {
            count.decrementAndGet();
            open.isKept = false;
            closeUnused(open);
        }
    }

    private static void closeUnused(Open open) {
        if (open.users == 0 && !open.isKept) {
            try {
                open.channel.close();
            } catch (IOException e) {
                LOG.warn("a file that was read could not be closed: {}", e.toString());
            }
        }
    }
}
