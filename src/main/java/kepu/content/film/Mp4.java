package kepu.content.film;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The few facts that an MP4 file tells about itself without being played (ISO/IEC 14496-12): that it is one, how long, and of what tracks. */
final class Mp4 {
    private static final int MOST_BOXES = 10_000;
    private static final int MOST_TRACKS = 100;

    private Mp4() {}

    /** Whether it begins with the box that every MP4 begins with. */
    static boolean is(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            return in.length() >= 8
                    && box(in, 0, in.length())
                            .filter(box -> box.type().equals("ftyp"))
                            .isPresent();
        }
    }

    /** The duration in seconds, rounded up; empty when the file does not say. */
    static Optional<Integer> seconds(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            Optional<Box> movie = find(in, "moov", 0, in.length());
            Optional<Box> header = movie.isEmpty()
                    ? Optional.empty()
                    : find(in, "mvhd", movie.get().content(), movie.get().end());
            return header.isEmpty() ? Optional.empty() : duration(in, header.get());
        }
    }

    /** The kinds of its tracks as their handlers name them: {@code vide}, {@code soun} and others. */
    static Set<String> tracks(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            Optional<Box> movie = find(in, "moov", 0, in.length());
            Set<String> kinds = new HashSet<>();
            Optional<Box> track = movie.isEmpty()
                    ? Optional.empty()
                    : find(in, "trak", movie.get().content(), movie.get().end());
            for (int i = 0; i < MOST_TRACKS && track.isPresent(); i++) {
                kinds.add(handler(in, track.get()));
                track = find(in, "trak", track.get().end(), movie.orElseThrow().end());
            }
            return kinds;
        }
    }

    /** Empty when a track names none. */
    private static String handler(RandomAccessFile in, Box track) throws IOException {
        Optional<Box> media = find(in, "mdia", track.content(), track.end());
        Optional<Box> handler = media.isEmpty()
                ? Optional.empty()
                : find(in, "hdlr", media.get().content(), media.get().end());
        if (handler.isEmpty() || handler.get().end() - handler.get().content() < 12) {
            return "";
        }
        in.seek(handler.get().content() + 8);
        byte[] kind = new byte[4];
        in.readFully(kind);
        return new String(kind, StandardCharsets.ISO_8859_1);
    }

    private record Box(String type, long content, long end) {}

    private static Optional<Box> find(RandomAccessFile in, String type, long from, long end) throws IOException {
        long at = from;
        for (int i = 0; i < MOST_BOXES; i++) {
            Optional<Box> box = box(in, at, end);
            if (box.isEmpty() || box.get().type().equals(type)) {
                return box;
            }
            at = box.get().end();
        }
        return Optional.empty();
    }

    /** The box that begins there; empty when none fits before the end. */
    private static Optional<Box> box(RandomAccessFile in, long at, long end) throws IOException {
        if (at + 8 > end) {
            return Optional.empty();
        }
        in.seek(at);
        long size = in.readInt() & 0xFFFFFFFFL;
        byte[] name = new byte[4];
        in.readFully(name);
        int header = 8;
        if (size == 1 && at + 16 <= end) {
            size = in.readLong();
            header = 16;
        } else if (size == 0) {
            size = end - at;
        }
        return size < header || size > end - at
                ? Optional.empty()
                : Optional.of(new Box(new String(name, StandardCharsets.ISO_8859_1), at + header, at + size));
    }

    private static Optional<Integer> duration(RandomAccessFile in, Box header) throws IOException {
        if (header.end() - header.content() < 32) {
            return Optional.empty();
        }
        in.seek(header.content());
        boolean isLong = in.readInt() >>> 24 == 1;
        in.skipBytes(isLong ? 16 : 8);
        long scale = in.readInt() & 0xFFFFFFFFL;
        long units = isLong ? in.readLong() : in.readInt() & 0xFFFFFFFFL;
        long seconds = scale == 0 || units < 0 ? 0 : (units + scale - 1) / scale;
        return seconds < 1 || seconds > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) seconds);
    }
}
