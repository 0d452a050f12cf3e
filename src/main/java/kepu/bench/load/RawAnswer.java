package kepu.bench.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An answer as it came over the line. */
public record RawAnswer(int status, List<Header> headers, byte[] body) {
    /** The name as it was written. */
    record Header(String name, String value) {}

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int MOST_HEAD = 16_384;
    private static final String LENGTH = "content-length";

    public RawAnswer {
        headers = List.copyOf(headers);
    }

    /** What a server on a port answers to the first {@code most} requests of a file; {@link IOException} when one is no success. */
    public static List<RawAnswer> of(int port, Path requests, int most) throws IOException {
        List<RawAnswer> answers = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (byte[] request : Requests.read(requests, most)) {
                socket.getOutputStream().write(request);
                RawAnswer answer = read(in);
                if (answer.status() / 100 != 2) {
                    throw new IOException("%s is answered with %d: %s"
                            .formatted(firstLine(request), answer.status(), utf8(answer.body())));
                }
                answers.add(answer);
            }
        }
        return answers;
    }

    /** The same bytes in status, headers in whatever order, and body. */
    boolean isSame(RawAnswer other) {
        return status == other.status && sorted().equals(other.sorted()) && Arrays.equals(body, other.body);
    }

    JsonObject json() {
        JsonArray lines = new JsonArray();
        headers.forEach(header -> lines.add(new JsonArray().add(header.name()).add(header.value())));
        return new JsonObject().put("status", status).put("headers", lines).put("body", body);
    }

    static RawAnswer of(JsonObject json) {
        List<Header> headers = json.getJsonArray("headers").stream()
                .map(JsonArray.class::cast)
                .map(line -> new Header(line.getString(0), line.getString(1)))
                .toList();
        return new RawAnswer(json.getInteger("status"), headers, json.getBinary("body"));
    }

    private List<String> sorted() {
        return headers.stream()
                .map(header -> header.name() + ": " + header.value())
                .sorted()
                .toList();
    }

    private static RawAnswer read(InputStream in) throws IOException {
        String[] lines = head(in).split("\r\n");
        List<Header> headers = new ArrayList<>();
        int length = -1;
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            Header header = new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip());
            headers.add(header);
            if (header.name().toLowerCase(Locale.ROOT).equals(LENGTH)) {
                length = Integer.parseInt(header.value());
            }
        }
        int status = Integer.parseInt(lines[0].split(" ")[1]);
        if (length < 0 && status != 204) {
            throw new IOException("an answer without a content-length: " + lines[0]);
        }
        return new RawAnswer(status, headers, in.readNBytes(Math.max(0, length)));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.length() > MOST_HEAD) {
                throw new IOException("no answer but: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String firstLine(byte[] request) {
        return utf8(request).lines().findFirst().orElse("");
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
