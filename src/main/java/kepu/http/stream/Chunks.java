package kepu.http.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import kepu.push.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Events as chunks of HTTP/1.1 (RFC 9112, 7.1), framed once for all lines of an event loop that send the same: many lines send one
 * frame, one after the other. On its own event loop only.
 */
public final class Chunks {
    private static final String LINE_END = "\r\n";

    private @Nullable Frame last;
    private ByteBuf chunk = Unpooled.EMPTY_BUFFER;

    /** The frame's chunk, which all share: whoever moves its indices takes a duplicate. */
    @SuppressWarnings("ReferenceEquality") // comparing what is in them would take as long as framing
    ByteBuf of(Frame frame) {
        if (frame != last) {
            last = frame;
            chunk = framed(frame.sse());
        }
        return chunk;
    }

    /** Memory outside the heap, as sockets want it, that goes with the last reference to it: nobody needs to count who still writes. */
    private static ByteBuf framed(Buffer event) {
        byte[] head = (Integer.toHexString(event.length()).toUpperCase(Locale.ROOT) + LINE_END)
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer memory = ByteBuffer.allocateDirect(head.length + event.length() + LINE_END.length())
                .put(head)
                .put(event.getBytes())
                .put(LINE_END.getBytes(StandardCharsets.US_ASCII))
                .flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory));
    }
}
