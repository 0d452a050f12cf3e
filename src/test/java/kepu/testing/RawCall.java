package kepu.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends bytes that no HTTP client would: broken paths, broken lines. */
public final class RawCall {
    private static final int READ_MILLIS = 60_000;

    private RawCall() {}

    /** Sends {@code METHOD path HTTP/1.1} with the lines of the header, and reads the answer until the server closes. */
    public static House.Answer send(URI server, String firstLine, String... header) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(READ_MILLIS);
            String head = firstLine + "\r\nhost: kepu\r\nconnection: close\r\n"
                    + String.join("\r\n", header)
                    + (header.length == 0 ? "\r\n" : "\r\n\r\n");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static House.Answer read(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IllegalStateException("no answer: " + answer);
        }
        List<String> lines = answer.substring(0, end).lines().toList();
        Map<String, List<String>> headers = lines.stream()
                .skip(1)
                .collect(Collectors.groupingBy(
                        line -> line.substring(0, line.indexOf(':')).strip(),
                        Collectors.mapping(
                                line -> line.substring(line.indexOf(':') + 1).strip(), Collectors.toList())));
        return new House.Answer(
                Integer.parseInt(lines.getFirst().substring(9, 12)),
                HttpHeaders.of(headers, (name, value) -> true),
                answer.substring(end + 4));
    }
}
