package kepu.bench.load;

import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A file of requests as they go over the line, each with its length in bytes on a line before it. It may hold tokens: only its owner reads it.
 */
public final class Requests implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int MOST_DIGITS = 9;

    private final OutputStream out;

    private Requests(OutputStream out) {
        this.out = out;
    }

    /** Begins a file that is not there yet. */
    public static Requests into(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new Requests(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    /** Asks for a path with these headers. */
    public Requests get(String path, Map<String, String> headers) throws IOException {
        return add(getting(path, headers));
    }

    /** Asks for a path with the token of somebody; an empty one is that of a guest. */
    public Requests get(String path, String token) throws IOException {
        return get(path, bearing(token));
    }

    /** Sends JSON with the token of somebody. */
    public Requests post(String path, String token, byte[] json) throws IOException {
        return add(posting(path, token, json));
    }

    /** A request as it goes over the line. */
    static byte[] bytes(Ask ask) {
        String token = ask.token() == null ? "" : ask.token();
        Buffer body = ask.body();
        return body == null ? getting(ask.target(), bearing(token)) : posting(ask.target(), token, body.getBytes());
    }

    private static byte[] getting(String path, Map<String, String> headers) {
        return head("GET", path, headers).append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] posting(String path, String token, byte[] json) {
        StringBuilder head = head("POST", path, bearing(token));
        head.append("content-type: application/json\r\n");
        head.append("content-length: ").append(json.length).append("\r\n\r\n");
        byte[] first = head.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(first, first.length + json.length);
        System.arraycopy(json, 0, all, first.length, json.length);
        return all;
    }

    /** The requests of a file; the first {@code most} of them. */
    static List<byte[]> read(Path file, int most) throws IOException {
        List<byte[]> requests = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (int length = length(in); length >= 0 && requests.size() < most; length = length(in)) {
                byte[] request = new byte[length];
                in.readFully(request);
                requests.add(request);
            }
        }
        if (requests.isEmpty()) {
            throw new IOException("no requests in " + file);
        }
        return requests;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private Requests add(byte[] request) throws IOException {
        out.write((request.length + "\n").getBytes(StandardCharsets.US_ASCII));
        out.write(request);
        return this;
    }

    private static Map<String, String> bearing(String token) {
        return token.isEmpty() ? Map.of() : Map.of("authorization", "Bearer " + token);
    }

    private static StringBuilder head(String method, String path, Map<String, String> headers) {
        StringBuilder head = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nhost: ")
                .append(HOST)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head;
    }

    /** -1 at the end. */
    private static int length(InputStream in) throws IOException {
        StringBuilder digits = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 && digits.isEmpty()) {
                return -1;
            }
            if (next < '0' || next > '9' || digits.length() == MOST_DIGITS) {
                throw new EOFException("a length ends with " + next);
            }
            digits.append((char) next);
        }
        return Integer.parseInt(digits.toString());
    }
}
