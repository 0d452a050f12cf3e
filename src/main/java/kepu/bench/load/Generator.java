package kepu.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Sends requests over open connections, each again as soon as it is answered: in a process of its own, as fast as the server answers. */
public interface Generator extends AutoCloseable {
    /**
     * Where to and how.
     *
     * @param requests a file of {@link Requests}, which the threads share out and send in turn
     * @param from how many of them were sent before: it goes on behind these
     */
    record Load(int port, Path requests, long from, Effort effort) {}

    /** How much: connections over all threads, and whole seconds. */
    record Effort(int threads, int connections, int seconds) {
        public Effort {
            if (threads < 1 || connections < threads || seconds < 1) {
                throw new IllegalArgumentException("each thread needs a connection, and a second at least");
            }
        }
    }

    Turn run(Load load) throws IOException;

    /** For the page. */
    String name();

    /** Ends what it started. */
    @Override
    void close();

    /** wrk where it is installed, else our own, and that is said. */
    static Generator here(Consumer<String> progress) throws IOException {
        if (Wrk.isInstalled()) {
            return new Wrk();
        }
        progress.accept("wrk is not installed (Debian: apt-get install wrk): our own client asks");
        return own();
    }

    /** Our own, which is always there. */
    static Generator own() throws IOException {
        return new OwnGenerator();
    }
}
