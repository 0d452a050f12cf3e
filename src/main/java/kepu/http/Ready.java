package kepu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is kept: its bytes, the same compressed once and for all, and a strong tag of each, since they are two
 * representations (RFC 9110, 8.8.3.3).
 */
record Ready(Buffer plain, CharSequence etag, Buffer gzip, CharSequence gzipEtag) {
    /** What an entry of a cache, its tags and its buffers take beside their bytes, roughly. */
    private static final int OVERHEAD_BYTES = 600;

    static Ready of(Buffer body) {
        byte[] bytes = body.getBytes();
        String tag = EntityTag.of(bytes).text();
        String gzipTag = tag.substring(0, tag.length() - 1) + "-gzip\"";
        return new Ready(
                Buffer.buffer(bytes),
                HttpHeaders.createOptimized(tag),
                Buffer.buffer(compressed(bytes)),
                HttpHeaders.createOptimized(gzipTag));
    }

    /** In memory, roughly. */
    int bytes() {
        return plain.length() + gzip.length() + OVERHEAD_BYTES;
    }

    /** Sends the representation that the caller takes, or that they have it. It is asked for anew each time: it may be withdrawn. */
    void send(HttpServerRequest http, String type) {
        HttpServerResponse response = http.response();
        boolean compressed = takesGzip(http.getHeader(Heading.ACCEPT_ENCODING));
        CharSequence tag = compressed ? gzipEtag : etag;
        response.putHeader(HttpHeaders.CACHE_CONTROL, Heading.NO_CACHE)
                .putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.VARY, Heading.ACCEPT_ENCODING);
        String known = http.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && new EntityTag(tag.toString()).isIn(known)) {
            response.setStatusCode(304).end();
            return;
        }
        if (compressed) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, Heading.GZIP);
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, Heading.type(type)).end(compressed ? gzip : plain);
    }

    /** Whether Accept-Encoding names gzip and does not weigh it as nothing (RFC 9110, 12.5.3). */
    static boolean takesGzip(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        if (accepted.indexOf(';') < 0 && accepted.contains("gzip")) {
            return true;
        }
        for (String coding : accepted.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = coding.strip().split("\\s*;\\s*", 2);
            if (parts[0].equals("gzip")) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
