package kepu.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReaderTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Arrivals arrivals = new Arrivals(new PrintStream(said, true, StandardCharsets.UTF_8));
    private final Sample sample = new Sample();

    @Test
    void aPublicationCountsHoweverItsBytesAreCut() {
        String stream = HEAD + chunk("event: hello\ndata: {}\n\n") + event(1) + chunk(":\n\n") + event(2) + event(3);
        for (int size = 1; size <= stream.length(); size++) {
            Reader reader = readers(1);
            for (int from = 0; from < stream.length(); from += size) {
                take(reader, stream.substring(from, Math.min(stream.length(), from + size)));
            }
            assertThat(rounds()).as("in pieces of %d", size).containsExactly("open 1", "round 1", "round 2", "round 3");
        }
    }

    @Test
    void aPublicationIsToldWhenAllReadersHaveIt() {
        Reader one = readers(2);
        Reader other = new Reader(arrivals, () -> {});
        take(one, HEAD);
        take(other, HEAD);
        for (int round = 1; round <= 3; round++) {
            take(one, event(round));
            take(other, event(round));
        }
        assertThat(rounds()).containsExactly("open 2", "round 1", "round 2", "round 3");
    }

    @Test
    void whatIsMissingAndWhatComesTwiceIsAFault() {
        Reader one = readers(2);
        Reader other = new Reader(arrivals, () -> {});
        take(one, HEAD);
        take(other, HEAD);
        take(one, event(1));
        take(other, event(1));
        take(one, event(2));
        take(one, event(2));
        assertThat(rounds()).contains("fault publication 2 after 2");
        take(other, event(3));
        assertThat(rounds()).contains("fault publication 3 after 1");
    }

    private Reader readers(int count) {
        said.reset();
        arrivals.expect(count);
        return new Reader(arrivals, () -> {});
    }

    private void take(Reader reader, String bytes) {
        reader.take(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.US_ASCII)), sample);
    }

    /** What was said, without the times. */
    private List<String> rounds() {
        return said.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("^(round \\d+) .*", "$1"))
                .toList();
    }

    private static String event(int round) {
        return chunk(
                "id: 9\nevent: publication\ndata: {\"message\":\"x " + Mark.of(round) + "\",\"sender\":\"y\"}\n\n");
    }

    private static String chunk(String event) {
        return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
    }
}
