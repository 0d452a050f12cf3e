package kepu.http.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import kepu.push.Frame;
import kepu.push.Line;
import org.jspecify.annotations.Nullable;

/**
 * A live line as a stream of server-sent events (HTML Standard, 9.2). Over HTTP/1.1 a frame is written as the chunk that all lines share,
 * past the parts of the connection that would frame it for each; the head and whatever cannot go out at once take the long way.
 */
public final class SseLine implements Line {
    static final Buffer BEAT = Buffer.buffer(":\n\n");

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Chunks chunks;
    /** Where chunks enter the connection; null when they cannot. */
    private final @Nullable ChannelHandlerContext wire;
    /** Writes of the long way that did not go out yet: what comes after must not overtake them. */
    private int waiting;

    private boolean begun;
    private boolean ended;

    /** Begins the stream; what waits for a slow reader is bounded by {@code slowReaderBytes}. */
    public SseLine(HttpServerRequest request, int slowReaderBytes, Chunks chunks) {
        this.request = request;
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
        if (ended) {
            return;
        }
        ChannelHandlerContext way = shortWay();
        if (way != null) {
            send(way, chunks.of(frame));
        } else {
            write(frame.sse());
        }
    }

    /** Netty keeps what the socket does not take at once. */
    private static void send(ChannelHandlerContext way, ByteBuf chunk) {
        int sent = sent(way.channel(), chunk);
        if (sent < chunk.readableBytes()) {
            way.writeAndFlush(chunk.duplicate().skipBytes(sent));
        }
    }

    /**
     * How many bytes went to the socket itself: none when others wait before them, and none of a closed channel, which has no buffer and whose
     * descriptor may be another's by now.
     */
    private static int sent(Channel channel, ByteBuf chunk) {
        ChannelOutboundBuffer before = channel.unsafe().outboundBuffer();
        if (before == null
                || !before.isEmpty()
                || !(channel instanceof UnixChannel local)
                || !chunk.hasMemoryAddress()) {
            return 0;
        }
        try {
            return local.fd() instanceof Socket socket
                    ? socket.sendAddress(chunk.memoryAddress(), chunk.readerIndex(), chunk.writerIndex())
                    : 0;
        } catch (IOException e) {
            return 0; // Netty meets the same fault, and ends the connection
        }
    }

    /** The long way: what closes idle connections must see that this one is not. */
    @Override
    public void beat() {
        if (!ended) {
            write(BEAT);
        }
    }

    @Override
    public boolean isFull() {
        ChannelHandlerContext way = shortWay();
        return !ended
                && (way == null ? response.writeQueueFull() : !way.channel().isWritable());
    }

    /** A line whose token is over stays among the others until its reader is gone; it must not keep them from being told. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            response.end();
        }
    }

    /** A browser's EventSource obeys the field by itself. The connection is of no more use: on it the reader would come back to this node. */
    @Override
    public void leave(long returnMillis) {
        if (!ended) {
            ended = true;
            var told = response.end("retry: " + returnMillis + "\n\n");
            if (request.version() == HttpVersion.HTTP_1_1) {
                told.onComplete(done -> request.connection().close());
            }
        }
    }

    private @Nullable ChannelHandlerContext shortWay() {
        return begun && waiting == 0 ? wire : null;
    }

    private void write(Buffer bytes) {
        waiting++;
        begun = true;
        response.write(bytes).onComplete(written -> waiting--);
    }

    /** The first handler's place: what it writes goes to the socket and meets no other. */
    private static @Nullable ChannelHandlerContext wire(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                        && !request.isSSL()
                        && request.connection() instanceof ConnectionBase connection
                ? connection.channel().pipeline().firstContext()
                : null;
    }
}
