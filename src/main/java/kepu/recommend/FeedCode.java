package kepu.recommend;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Placed.Cause;
import org.jspecify.annotations.Nullable;

/**
 * A list of places as one binary value of some 600 bytes for 200 places, so that millions can be kept. The first byte is the format: nodes of
 * two releases may share values, and what is of another format is not there. Format 2, numbers as unsigned LEB128 unless a width is given:
 *
 * <pre>
 * 1 byte   format
 * 8 bytes  when it was made, epoch milliseconds
 * 8 bytes  until when it may be a first page, epoch milliseconds
 * 8 bytes  the {@link Standing#whom} of its owner
 * 8 bytes  the {@link Standing#digest} of what decided it; 0 when it was not looked at
 * text     id of the feed; a text is its length in bytes and ASCII
 * number   of versions, and each as a text
 * number   of places, and each as
 *            number   item · 2, plus 1 when the following is there; else nothing is known but the item: {@link Cause#LATER}, version 0
 *            1 byte   cause, +16 with a probability, +32 with what the cause is about, +64 · number of the version
 *            number   what it is about; the item, topic or group that the reason names
 *            4 bytes  the probability of the place, as a float
 * </pre>
 *
 * Scores are left out: a list that is arranged needs none.
 */
final class FeedCode {
    static final byte FORMAT = 2;
    /** A byte tells them apart. */
    static final int MOST_VERSIONS = 4;

    private static final int MOST_HEAD = 48;
    private static final int MOST_BYTES_A_PLACE = 15;
    private static final int MOST_PLACES = 10_000;
    private static final int MOST_TEXT = 255;
    /** Of the byte that tells what is known of a place. */
    static final int CAUSE = 15;

    static final int PROBABILITY = 16;
    static final int ABOUT = 32;
    static final int VERSION_SHIFT = 6;

    /**
     * What stands before the places.
     *
     * @param id of the feed
     * @param untilMillis until when it may be a first page
     * @param whom by {@link Standing#whom}
     * @param decided by {@link Standing#digest}; 0 when it was not looked at
     */
    record Head(String id, long atMillis, long untilMillis, long whom, long decided) {}

    /**
     * What was written. Its places stay bytes until they are asked for: of most lists only the first page is.
     *
     * @param count of places
     * @param begin of the first place in {@code code}
     */
    record Read(Head head, List<String> versions, int count, byte[] code, int begin) {
        String id() {
            return head.id();
        }

        /** The places from {@code from} on, at most {@code size}, with the models of these versions, in their order. */
        Listed.Part part(List<Model> models, int from, int size) {
            int start = Math.min(from, count);
            int end = Math.min(start + size, count);
            List<Placed> places = new ArrayList<>(end - start);
            List<Model> of = new ArrayList<>(end - start);
            FeedPlaces all = places();
            for (int place = 0; place < end; place++) {
                all.next();
                if (place >= start) {
                    places.add(all.placed());
                    of.add(models.get(all.version()));
                }
            }
            return new Listed.Part(new Listed(places, of), end, count);
        }

        /** To go through them. */
        FeedPlaces places() {
            return new FeedPlaces(code, begin, versions.size());
        }
    }

    private FeedCode() {}

    /** The versions of a list, in the order in which they first fill a place. */
    @SuppressWarnings("ReferenceEquality") // most lists are of one version: the same object is the same
    static List<Model> versions(Listed list) {
        List<Model> versions = new ArrayList<>(2);
        Model last = null;
        for (Model model : list.models()) {
            if (model != last && !versions.contains(model)) {
                versions.add(model);
            }
            last = model;
        }
        if (versions.size() > MOST_VERSIONS) {
            throw new IllegalArgumentException("a list of " + versions.size() + " versions");
        }
        return versions;
    }

    /** When a list of this format was made; the beginning of time for anything else. */
    static long atMillis(byte[] code) {
        return code.length <= Long.BYTES || code[0] != FORMAT
                ? Long.MIN_VALUE
                : ByteBuffer.wrap(code).getLong(1);
    }

    static byte[] encode(Head head, Listed list) {
        List<Model> versions = versions(list);
        int texts = versions.stream()
                        .mapToInt(model -> 5 + model.version().length())
                        .sum()
                + 5
                + head.id().length();
        ByteBuffer into = ByteBuffer.allocate(
                MOST_HEAD + texts + MOST_BYTES_A_PLACE * list.places().size());
        into.put(FORMAT)
                .putLong(head.atMillis())
                .putLong(head.untilMillis())
                .putLong(head.whom())
                .putLong(head.decided());
        text(into, head.id());
        write(into, versions.size());
        versions.forEach(model -> text(into, model.version()));
        write(into, list.places().size());
        for (int i = 0; i < list.places().size(); i++) {
            int version =
                    versions.size() == 1 ? 0 : versions.indexOf(list.models().get(i));
            place(into, list.places().get(i), version);
        }
        byte[] code = new byte[into.position()];
        into.flip().get(code);
        return code;
    }

    /** Null for another format and for what is cut off or damaged. */
    static @Nullable Read decode(byte[] code) {
        return told(code, from -> read(code, from));
    }

    /** What stands before the places, which are not looked at; null for another format and for a head that is cut off. */
    static @Nullable Head head(byte[] code) {
        return told(code, FeedCode::first);
    }

    private static <T> @Nullable T told(byte[] code, Function<ByteBuffer, @Nullable T> part) {
        ByteBuffer from = ByteBuffer.wrap(code);
        try {
            return from.get() == FORMAT ? part.apply(from) : null;
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return null;
        }
    }

    private static Head first(ByteBuffer from) {
        long atMillis = from.getLong();
        long untilMillis = from.getLong();
        long whom = from.getLong();
        long decided = from.getLong();
        return new Head(text(from), atMillis, untilMillis, whom, decided);
    }

    private static @Nullable Read read(byte[] code, ByteBuffer from) {
        Head head = first(from);
        List<String> versions = new ArrayList<>(2);
        for (int left = number(from, MOST_VERSIONS); left > 0; left--) {
            versions.add(text(from));
        }
        int count = number(from, MOST_PLACES);
        Read read = new Read(head, versions, count, code, from.position());
        return read.places().isWhole(count) ? read : null;
    }

    private static void place(ByteBuffer into, Placed placed, int version) {
        boolean hasProbability = !Float.isNaN(placed.propensity());
        boolean isAbout = placed.about() >= 0;
        if (placed.isUnexplained() && version == 0 && !hasProbability && !isAbout) {
            write(into, (long) placed.item() << 1);
            return;
        }
        write(into, (long) placed.item() << 1 | 1);
        into.put((byte) (placed.cause().ordinal()
                | (hasProbability ? PROBABILITY : 0)
                | (isAbout ? ABOUT : 0)
                | version << VERSION_SHIFT));
        if (isAbout) {
            write(into, placed.about());
        }
        if (hasProbability) {
            into.putFloat(placed.propensity());
        }
    }

    private static long checked(long number, long bound) {
        if (number >= bound) {
            throw new IllegalArgumentException("no number " + number + " of " + bound);
        }
        return number;
    }

    private static void text(ByteBuffer into, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        write(into, ascii.length);
        into.put(ascii);
    }

    private static String text(ByteBuffer from) {
        byte[] ascii = new byte[number(from, MOST_TEXT)];
        from.get(ascii);
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    private static void write(ByteBuffer into, long number) {
        long left = number;
        while (left > 0x7F) {
            into.put((byte) (left | 0x80));
            left >>>= 7;
        }
        into.put((byte) left);
    }

    private static int number(ByteBuffer from, int most) {
        return (int) checked(number(from), most + 1L);
    }

    /** Of at most five bytes. */
    private static long number(ByteBuffer from) {
        long number = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = from.get();
            number |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number that does not end");
    }
}
