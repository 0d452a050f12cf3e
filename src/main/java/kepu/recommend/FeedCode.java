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
    private static final int CAUSE = 15;
    private static final int PROBABILITY = 16;
    private static final int ABOUT = 32;
    private static final int VERSION_SHIFT = 6;
    private static final Cause[] CAUSES = Cause.values();

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
     * What was written.
     *
     * @param of by place: the number of the version that filled it
     */
    record Read(Head head, List<String> versions, List<Placed> places, List<Integer> of) {
        String id() {
            return head.id();
        }

        /** With the models of these versions, in their order. */
        Listed with(List<Model> models) {
            return new Listed(places, of.stream().map(models::get).toList());
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
        ByteBuffer from = ByteBuffer.wrap(code);
        Read read = told(from, FeedCode::read);
        return from.hasRemaining() ? null : read;
    }

    /** What stands before the places, which are not looked at; null for another format and for a head that is cut off. */
    static @Nullable Head head(byte[] code) {
        return told(ByteBuffer.wrap(code), FeedCode::first);
    }

    private static <T> @Nullable T told(ByteBuffer from, Function<ByteBuffer, T> part) {
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

    private static Read read(ByteBuffer from) {
        Head head = first(from);
        List<String> versions = new ArrayList<>();
        for (int left = number(from, MOST_VERSIONS); left > 0; left--) {
            versions.add(text(from));
        }
        int count = number(from, MOST_PLACES);
        List<Placed> places = new ArrayList<>(count);
        List<Integer> of = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            of.add(place(from, versions.size(), places));
        }
        return new Read(head, versions, places, of);
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

    /** Adds a place and gives the number of its version. */
    private static int place(ByteBuffer from, int versions, List<Placed> into) {
        long head = number(from);
        int item = (int) checked(head >>> 1, Integer.MAX_VALUE);
        if ((head & 1) == 0) {
            into.add(new Placed(item, Cause.LATER, -1, Float.NaN, 0));
            return (int) checked(0, versions);
        }
        int marks = from.get() & 0xFF;
        int cause = (int) checked(marks & CAUSE, CAUSES.length);
        int about = (marks & ABOUT) == 0 ? -1 : number(from, Integer.MAX_VALUE);
        float probability = (marks & PROBABILITY) == 0 ? Float.NaN : from.getFloat();
        into.add(new Placed(item, CAUSES[cause], about, probability, 0));
        return (int) checked(marks >>> VERSION_SHIFT, versions);
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
