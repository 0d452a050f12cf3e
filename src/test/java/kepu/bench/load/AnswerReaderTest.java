package kepu.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
    private static final String ANSWERS = """
            HTTP/1.1 200 OK
            Content-Type: text/plain
            Content-Length: 7

            abc

            HTTP/1.1 204 No Content

            HTTP/1.1 503 Service Unavailable
            content-length:  0

            HTTP/1.1 206 Partial Content
            content-range: bytes 0-1/9
            content-length: 2

            xy""".replace("\n", "\r\n");

    private final List<Integer> statuses = new ArrayList<>();
    private final AnswerReader target = new AnswerReader(statuses::add);

    @Test
    void answersEndWhereTheirLengthSaysInWhateverPiecesTheyCome() {
        byte[] bytes = Buffer.buffer(ANSWERS).getBytes();
        for (int piece = 1; piece <= bytes.length; piece++) {
            statuses.clear();
            for (int at = 0; at < bytes.length; at += piece) {
                target.read(Buffer.buffer(bytes).getBuffer(at, Math.min(bytes.length, at + piece)));
            }
            assertThat(statuses).as("pieces of %d", piece).containsExactly(200, 204, 503, 206);
        }
    }

    @Test
    void bodiesComeWholeToWhoWantsThem() {
        byte[] bytes = Buffer.buffer(ANSWERS).getBytes();
        for (int piece = 1; piece <= bytes.length; piece++) {
            List<String> answers = new ArrayList<>();
            AnswerReader target = AnswerReader.withBodies((status, body) -> answers.add(status + " " + body));
            for (int at = 0; at < bytes.length; at += piece) {
                target.read(Buffer.buffer(bytes).getBuffer(at, Math.min(bytes.length, at + piece)));
            }
            assertThat(answers).as("pieces of %d", piece).containsExactly("200 abc\r\n\r\n", "204 ", "503 ", "206 xy");
        }
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        assertThatThrownBy(() -> target.read(Buffer.buffer("SSH-2.0-OpenSSH\r\n\r\n")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SSH");
        assertThatThrownBy(() -> new AnswerReader(statuses::add)
                        .read(Buffer.buffer("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")))
                .hasMessageContaining("content-length");
        assertThatThrownBy(() -> new AnswerReader(statuses::add).read(Buffer.buffer("x".repeat(20_000))))
                .hasMessageContaining("without end");
        assertThat(statuses).isEmpty();
    }
}
