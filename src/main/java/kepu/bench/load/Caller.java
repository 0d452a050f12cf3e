package kepu.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Calls on the connections of one event loop: each sends its next request when it has read its answer, until the time is over. */
final class Caller {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final List<byte[]> requests;
    private final long until;
    private final Histogram latencies = histogram();
    private long next;
    private long answers;
    private long errors;

    Caller(List<byte[]> requests, long from, long until) {
        this.requests = requests;
        this.next = from;
        this.until = until;
    }

    static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }

    /** Ends when the last answer is read after the time is over, or the connection breaks. */
    Future<Void> talk(NetSocket socket) {
        return new Talk(socket).begin();
    }

    long answers() {
        return answers;
    }

    long errors() {
        return errors;
    }

    Histogram latencies() {
        return latencies;
    }

    private final class Talk {
        private final NetSocket socket;
        private final Promise<Void> ended = Promise.promise();
        private final AnswerReader reader = new AnswerReader(this::answered);
        private long sentAt;

        Talk(NetSocket socket) {
            this.socket = socket;
        }

        Future<Void> begin() {
            socket.handler(this::read);
            socket.closeHandler(closed -> {
                if (ended.tryComplete()) {
                    errors++;
                }
            });
            send();
            return ended.future();
        }

        private void read(Buffer bytes) {
            try {
                reader.read(bytes);
            } catch (IllegalStateException noAnswer) {
                errors++;
                ended.tryComplete();
                socket.close();
            }
        }

        private void answered(int status) {
            long now = System.nanoTime();
            latencies.recordValue(Math.min(LONGEST_NANOS, now - sentAt));
            if (status >= 200 && status < 400) {
                answers++;
            } else {
                errors++;
            }
            if (now < until) {
                send();
            } else {
                ended.tryComplete();
                socket.close();
            }
        }

        private void send() {
            byte[] request = requests.get((int) (next++ % requests.size()));
            sentAt = System.nanoTime();
            socket.write(Buffer.buffer(request));
        }
    }
}
