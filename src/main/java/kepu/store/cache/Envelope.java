package kepu.store.cache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a value where it is kept: its form, so that another release's is absent, and what it takes to know whether it holds.
 *
 * @param history whose transactions these are
 * @param stamp the transaction before which its maker had seen everything
 * @param staleAtMillis when it is time to make it again
 * @param isThere false for something known not to be there
 * @param value from here to its limit
 */
record Envelope(long history, long stamp, long staleAtMillis, boolean isThere, ByteBuffer value) {
    private static final byte FORM = 1;
    private static final byte THERE = 1;
    private static final byte NOT_THERE = 0;
    private static final int BYTES = 3 + 3 * Long.BYTES;

    /** With the version of the value's own form. */
    byte[] bytes(byte version) {
        return ByteBuffer.allocate(BYTES + value.remaining())
                .put(FORM)
                .put(version)
                .put(isThere ? THERE : NOT_THERE)
                .putLong(history)
                .putLong(stamp)
                .putLong(staleAtMillis)
                .put(value.duplicate())
                .array();
    }

    /** Null when these bytes are of no envelope, or of another version. */
    static @Nullable Envelope of(byte[] bytes, byte version) {
        if (bytes.length < BYTES || bytes[0] != FORM || bytes[1] != version || (bytes[2] & ~THERE) != 0) {
            return null;
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes).position(3);
        return new Envelope(rest.getLong(), rest.getLong(), rest.getLong(), bytes[2] == THERE, rest);
    }
}
