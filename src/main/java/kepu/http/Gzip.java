package kepu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses the text of answers that are not kept ready, for callers who take it (RFC 1952). A compressor in the pipeline would look at every
 * answer and every piece of a video, and files could not go from the disk to the line without passing through this process.
 */
final class Gzip {
    /** What is smaller fits into one packet either way. */
    private static final int LEAST_BYTES = 1_024;
    /** What is larger would hold the event loop for longer than the line gains. */
    private static final int MOST_BYTES = 4 << 20;
    /** A third of the time of the usual 6, and a few percent more bytes. */
    private static final int LEVEL = 4;

    private static final byte[] HEAD = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 255};
    private static final int ROOM = 16_384;

    private static final ThreadLocal<Gzip> OWN = ThreadLocal.withInitial(Gzip::new);

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 sum = new CRC32();
    private final byte[] room = new byte[ROOM];

    private Gzip() {}

    /** Ends a response with a text as its caller takes it. A tag that stands in its head becomes a weak one when it is sent compressed: these are other bytes. */
    static void end(HttpServerRequest http, Buffer text) {
        HttpServerResponse response = http.response();
        if (text.length() < LEAST_BYTES
                || text.length() > MOST_BYTES
                || !Ready.takesGzip(http.getHeader(Heading.ACCEPT_ENCODING))) {
            response.end(text);
            return;
        }
        String tag = response.headers().get(HttpHeaders.ETAG);
        if (tag != null) {
            response.putHeader(HttpHeaders.ETAG, EntityTag.weak(tag));
        }
        response.putHeader(HttpHeaders.CONTENT_ENCODING, Heading.GZIP).end(of(text.getBytes()));
    }

    /** The same bytes compressed. */
    static Buffer of(byte[] plain) {
        return OWN.get().compressed(plain);
    }

    private Buffer compressed(byte[] plain) {
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        Buffer out = Buffer.buffer(plain.length / 2).appendBytes(HEAD);
        while (!deflater.finished()) {
            out.appendBytes(room, 0, deflater.deflate(room));
        }
        sum.reset();
        sum.update(plain);
        return out.appendIntLE((int) sum.getValue()).appendIntLE(plain.length);
    }
}
