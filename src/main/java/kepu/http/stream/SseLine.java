package kepu.http.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import kepu.push.Frame;
import kepu.push.Line;
import org.jspecify.annotations.Nullable;

/**
 * A live line as a stream of server-sent events (HTML Standard, 9.2). Over HTTP/1.1 a frame is written as the chunk that all lines share,
 * past the parts of the connection that would frame it for each; the head and whatever cannot go out at once take the long way.
 */
public final class SseLine implements Line {
    static final Buffer BEAT = Buffer.buffer(":\n\n");

    private final HttpServerResponse response;
    private final Chunks chunks;
    /** Where chunks enter the connection; null when they cannot. */
    private final @Nullable ChannelHandlerContext wire;
    /** Writes of the long way that did not go out yet: what comes after must not overtake them. */
    private int waiting;

    /** Begins the stream; what waits for a slow reader is bounded by {@code slowReaderBytes}. */
    public SseLine(HttpServerRequest request, int slowReaderBytes, Chunks chunks) {
        this.response = request.response();
        this.chunks = chunks;
        this.wire = wire(request);
        response.setChunked(true)
                .setWriteQueueMaxSize(slowReaderBytes)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .putHeader("content-encoding", "identity")
                .putHeader("x-accel-buffering", "no");
    }

    @Override
    public void send(Frame frame) {
        if (response.ended()) {
            return;
        }
        if (wire != null && isShort()) {
            write(wire, chunks.of(frame));
        } else {
            write(frame.sse());
        }
    }

    @Override
    public void beat() {
        if (response.ended()) {
            return;
        }
        if (wire != null && isShort()) {
            write(wire, chunks.beat());
        } else {
            write(BEAT);
        }
    }

    @Override
    public boolean isFull() {
        return !response.ended()
                && (response.writeQueueFull()
                        || wire != null && !wire.channel().isWritable());
    }

    /** A line whose token is over stays among the others until its reader is gone; it must not keep them from being told. */
    @Override
    public void close() {
        if (!response.ended()) {
            response.end();
        }
    }

    private boolean isShort() {
        return waiting == 0 && response.headWritten() && !response.closed();
    }

    private void write(Buffer bytes) {
        waiting++;
        response.write(bytes).onComplete(written -> waiting--);
    }

    private static void write(ChannelHandlerContext wire, ByteBuf chunk) {
        wire.writeAndFlush(chunk);
    }

    private static @Nullable ChannelHandlerContext wire(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1 && request.connection() instanceof ConnectionBase connection
                ? connection.channel().pipeline().context(HttpResponseEncoder.class)
                : null;
    }
}
