package kepu.push;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** Ids of residents as short texts: ascending, each as the distance to the one before in groups of seven bits, in base64. About three characters an id. */
final class PresenceText {
    private static final int LONGEST_BYTES = 9;
    private static final int BITS = 7;

    private PresenceText() {}

    /** At least one text, none longer than {@code most} characters; each can be read by itself. */
    static List<String> of(Collection<Long> ids, int most) {
        long[] ascending = ids.stream().mapToLong(Long::longValue).sorted().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(LONGEST_BYTES, most / 4 * 3));
        List<String> texts = new ArrayList<>();
        long before = 0;
        for (long id : ascending) {
            if (bytes.remaining() < LONGEST_BYTES) {
                texts.add(text(bytes));
                before = 0;
            }
            put(bytes, id - before);
            before = id;
        }
        texts.add(text(bytes));
        return texts;
    }

    /** {@link IllegalArgumentException} when it is no such text. */
    static List<Long> read(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        List<Long> ids = new ArrayList<>();
        long id = 0;
        while (bytes.hasRemaining()) {
            id += next(bytes);
            ids.add(id);
        }
        return ids;
    }

    private static String text(ByteBuffer bytes) {
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        bytes.clear();
        return Base64.getEncoder().encodeToString(written);
    }

    private static void put(ByteBuffer bytes, long distance) {
        long left = distance;
        while (left >= 1 << BITS) {
            bytes.put((byte) (left | 1 << BITS));
            left >>>= BITS;
        }
        bytes.put((byte) left);
    }

    private static long next(ByteBuffer bytes) {
        long distance = 0;
        for (int i = 0; i < LONGEST_BYTES && bytes.hasRemaining(); i++) {
            byte group = bytes.get();
            distance |= (long) (group & (1 << BITS) - 1) << i * BITS;
            if (group >= 0) {
                return distance;
            }
        }
        throw new IllegalArgumentException("an id without an end");
    }
}
