package kepu.bench.fanout;

import java.nio.ByteBuffer;

/**
 * What a read with exactly one publication in it looks like: since all readers of a server get the same bytes, one that was read with
 * care lets the others be known by their length and their mark.
 */
final class Sample {
    /** Of the mark, the last eight bytes: all of its digits. */
    private static final int TAIL = Long.BYTES;

    private int length = -1;
    private int tailAt;
    private long tail;
    private int round;

    /** Remembers a read that was one publication and nothing else. */
    void learn(ByteBuffer read, int markAt, int round) {
        this.length = read.limit();
        this.tailAt = markAt + Mark.LENGTH - TAIL;
        this.tail = read.getLong(tailAt);
        this.round = round;
    }

    /** Whether a read is such a publication. */
    boolean isLike(ByteBuffer read) {
        return read.limit() == length && read.getLong(tailAt) == tail;
    }

    int round() {
        return round;
    }
}
