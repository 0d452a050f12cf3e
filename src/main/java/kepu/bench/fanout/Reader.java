package kepu.bench.fanout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A reader of server-sent events: takes bytes as they come and tells which publications were in them, each once and in order. */
final class Reader {
    private static final byte[] NOTHING = {};
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final String GOOD = "HTTP/1.1 200 ";

    private final Arrivals arrivals;
    private @Nullable Runnable opening;
    private byte[] pending = NOTHING;
    private int round;

    /** {@code opening} is told when the stream has begun. */
    Reader(Arrivals arrivals, Runnable opening) {
        this.arrivals = arrivals;
        this.opening = opening;
    }

    /** {@code read} is flipped: the bytes from 0 to its limit came just now. */
    void take(ByteBuffer read, Sample sample) {
        if (opening == null && pending.length == 0 && sample.isLike(read)) {
            told(sample.round());
            return;
        }
        boolean whole = pending.length == 0;
        int before = round;
        append(read);
        int first = opening == null ? Mark.find(pending, 0, pending.length) : -1;
        if (isOpen()) {
            events();
        }
        if (whole && pending.length == 0 && first >= 0 && round == before + 1) {
            sample.learn(read, first, round);
        }
    }

    private void append(ByteBuffer read) {
        byte[] longer = Arrays.copyOf(pending, pending.length + read.limit());
        read.get(longer, pending.length, read.limit());
        pending = longer;
    }

    private boolean isOpen() {
        if (opening == null) {
            return true;
        }
        int end = find(pending, END_OF_HEAD, 0);
        if (end < 0) {
            return false;
        }
        String head = new String(pending, 0, end, StandardCharsets.US_ASCII);
        if (!head.startsWith(GOOD)) {
            throw new IllegalStateException(
                    "refused: " + head.lines().findFirst().orElse(""));
        }
        keep(end + END_OF_HEAD.length);
        opening.run();
        opening = null;
        arrivals.opened();
        return true;
    }

    /** Heads of chunks lie between events, or before one; the last line end is that of a chunk. */
    private void events() {
        int from = 0;
        for (int end = find(pending, END_OF_EVENT, 0); end >= 0; end = find(pending, END_OF_EVENT, from)) {
            int mark = Mark.find(pending, from, end);
            if (mark >= 0) {
                told(Mark.round(pending, mark));
            }
            from = end + END_OF_EVENT.length;
        }
        keep(from);
        if (pending.length == 2 && pending[0] == '\r' && pending[1] == '\n') {
            pending = NOTHING;
        }
    }

    private void told(int of) {
        if (of != round + 1) {
            arrivals.fault("publication " + of + " after " + round);
        }
        round = of;
        arrivals.told(of);
    }

    private void keep(int from) {
        pending = from == pending.length ? NOTHING : Arrays.copyOfRange(pending, from, pending.length);
    }

    private static int find(byte[] bytes, byte[] text, int from) {
        for (int at = from; at + text.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                return at;
            }
        }
        return -1;
    }
}
