package kepu.bench.fanout;

import java.io.IOException;
import java.util.List;

/** A server that tells everybody who is connected what is published. */
interface Broadcaster extends AutoCloseable {
    /** When a publication was asked for, and when the answer came that it is accepted, by {@link System#nanoTime}. */
    record Sent(long askedNanos, long answeredNanos) {}

    /** What makes a publication ready that is then asked for; not measured. */
    void prepare(int round) throws IOException;

    /** Publishes what was made ready. */
    Sent publish() throws IOException;

    /** Where {@code lines} readers connect. */
    Crowd.Lines lines(int lines);

    /** Its processes, without those they started. */
    List<ProcessHandle> processes();

    @Override
    void close();
}
