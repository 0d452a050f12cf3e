package kepu.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestsTest {
    @TempDir
    Path folder;

    @Test
    void requestsAreReadAsTheyWereWrittenAndOnlyByTheirOwner() throws IOException {
        Path file = folder.resolve("requests");
        byte[] body = "{\"标题\":\"两\\n行\"}\n7\n".getBytes(StandardCharsets.UTF_8);
        try (Requests requests = Requests.into(file)) {
            requests.get("/media/a.mp4", Map.of("range", "bytes=0-1"))
                    .post("/v1/events", "t.o.k", body)
                    .get("/", "");
        }
        List<byte[]> read = Requests.read(file, 10);
        assertThat(read).hasSize(3);
        assertThat(text(read.get(0)))
                .isEqualTo("GET /media/a.mp4 HTTP/1.1\r\nhost: 127.0.0.1\r\nrange: bytes=0-1\r\n\r\n");
        assertThat(text(read.get(1)))
                .startsWith("POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer t.o.k\r\n")
                .contains("\r\ncontent-length: " + body.length + "\r\n")
                .endsWith("\r\n\r\n" + text(body));
        assertThat(text(read.get(2))).isEqualTo("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
        assertThat(Requests.read(file, 2)).hasSize(2);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("other"), "GET / HTTP/1.1\n");
        assertThatThrownBy(() -> Requests.read(file, 1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Requests.read(Files.createFile(folder.resolve("empty")), 1))
                .hasMessageContaining("no requests");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
