package kepu.http.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import kepu.push.Frame;
import kepu.push.Line;

/** A live line as a stream of server-sent events (HTML Standard, 9.2). */
public final class SseLine implements Line {
    private static final Buffer BEAT = Buffer.buffer(":\n\n");

    private final HttpServerResponse response;

    /** Begins the stream; what waits for a slow reader is bounded by {@code slowReaderBytes}. */
    public SseLine(HttpServerResponse response, int slowReaderBytes) {
        this.response = response;
        response.setChunked(true)
                .setWriteQueueMaxSize(slowReaderBytes)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .putHeader("content-encoding", "identity")
                .putHeader("x-accel-buffering", "no");
    }

    @Override
    public void send(Frame frame) {
        write(frame.sse());
    }

    @Override
    public void beat() {
        write(BEAT);
    }

    @Override
    public boolean isFull() {
        return !response.ended() && response.writeQueueFull();
    }

    @Override
    public void close() {
        if (!response.ended()) {
            response.end();
        }
    }

    /** A line whose token is over stays among the others until its reader is gone; it must not keep them from being told. */
    private void write(Buffer bytes) {
        if (!response.ended()) {
            response.write(bytes);
        }
    }
}
