package kepu.content.film;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long an MP3 plays: its frames, one after the other (ISO/IEC 11172-3 and 13818-3, layer III), behind the tags that it may begin with (ID3v2). */
final class Mp3 {
    private static final int TAG_BYTES = 10;
    private static final int MOST_TAGS = 10;
    private static final int LEAST_FRAMES = 3;
    private static final int[] KILOBITS_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] KILOBITS_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] HERTZ = {44_100, 48_000, 32_000};

    private Mp3() {}

    /** A frame: how many bytes it takes, and how long it sounds. */
    private record Frame(int bytes, double seconds) {}

    /** In seconds, rounded up; empty when less than half of the file is frames: then it is something else that happens to begin like one. */
    static Optional<Integer> seconds(ByteBuffer file) {
        int at = tags(file);
        int begin = at;
        int frames = 0;
        long sounding = 0;
        double seconds = 0;
        while (at + 4 <= file.limit()) {
            Frame frame = frame(file.getInt(at));
            if (frame == null || !isFollowed(file, at + frame.bytes())) {
                at++;
                continue;
            }
            frames++;
            sounding += frame.bytes();
            seconds += frame.seconds();
            at += frame.bytes();
        }
        return frames < LEAST_FRAMES || sounding < (file.limit() - begin) / 2
                ? Optional.empty()
                : Optional.of((int) Math.ceil(seconds));
    }

    /** Where the tags end. */
    private static int tags(ByteBuffer file) {
        int at = 0;
        for (int i = 0; i < MOST_TAGS && at + TAG_BYTES <= file.limit() && isTag(file, at); i++) {
            int size = 0;
            for (int digit = 6; digit < TAG_BYTES; digit++) {
                size = size << 7 | file.get(at + digit) & 0x7F;
            }
            boolean hasFoot = (file.get(at + 5) & 0x10) != 0;
            at = (int) Math.min(file.limit(), (long) at + TAG_BYTES + size + (hasFoot ? TAG_BYTES : 0));
        }
        return at;
    }

    private static boolean isTag(ByteBuffer file, int at) {
        return file.get(at) == 'I' && file.get(at + 1) == 'D' && file.get(at + 2) == '3';
    }

    /** Behind a frame comes another, the end, or a tag at the end. */
    private static boolean isFollowed(ByteBuffer file, int at) {
        return at + 4 > file.limit()
                || frame(file.getInt(at)) != null
                || file.get(at) == 'T' && file.get(at + 1) == 'A' && file.get(at + 2) == 'G'
                || file.get(at) == 'A' && file.get(at + 1) == 'P' && file.get(at + 2) == 'E';
    }

    /** What a head of four bytes says; null when it is none of a frame of layer III. */
    private static @Nullable Frame frame(int head) {
        int version = head >>> 19 & 3;
        int layer = head >>> 17 & 3;
        int rate = head >>> 12 & 15;
        int samples = head >>> 10 & 3;
        if (head >>> 21 != 0x7FF || version == 1 || layer != 1 || rate == 0 || rate == 15 || samples == 3) {
            return null;
        }
        boolean isFirst = version == 3;
        int hertz = HERTZ[samples] >> (isFirst ? 0 : version == 2 ? 1 : 2);
        int bits = 1_000 * (isFirst ? KILOBITS_1 : KILOBITS_2)[rate];
        int padding = head >>> 9 & 1;
        int perFrame = isFirst ? 1_152 : 576;
        return new Frame(perFrame / 8 * bits / hertz + padding, (double) perFrame / hertz);
    }
}
