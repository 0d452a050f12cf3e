package kepu.http.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import kepu.push.Frame;
import kepu.push.Line;

/** A live line as a WebSocket with one JSON text frame a publication. */
public final class SocketLine implements Line {
    /** The service restarts (the IANA registry of RFC 6455, 11.7). */
    private static final short RESTART = 1012;

    private final ServerWebSocket socket;

    /** What waits for a slow reader is bounded by {@code slowReaderBytes}. */
    public SocketLine(ServerWebSocket socket, int slowReaderBytes) {
        this.socket = socket;
        socket.setWriteQueueMaxSize(slowReaderBytes);
    }

    @Override
    public void send(Frame frame) {
        socket.writeFrame(WebSocketFrame.textFrame(frame.socket(), true));
    }

    @Override
    public void beat() {
        socket.writePing(Buffer.buffer());
    }

    @Override
    public boolean isFull() {
        return socket.writeQueueFull();
    }

    @Override
    public void close() {
        socket.close();
    }

    /** The reason is {@code retry: } and milliseconds. */
    @Override
    public void leave(long returnMillis) {
        socket.close(RESTART, "retry: " + returnMillis);
    }
}
