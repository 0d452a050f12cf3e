package kepu.content.film;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import kepu.content.Recording;

/** What a recording tells about itself: its kind and its length in seconds, rounded up. Only files that are such a sound throughout have one. */
record Sound(Recording.Kind kind, int seconds) {
    private static final int WAV_CHUNKS = 12;
    private static final int FORMAT_BYTES = 16;
    private static final int PCM = 1;

    /** Empty when the file is no sound that phones play. */
    static Optional<Sound> of(Path file) throws IOException {
        Optional<Recording.Kind> kind = Recording.of(file);
        return kind.isEmpty()
                ? Optional.empty()
                : seconds(kind.get(), file).map(length -> new Sound(kind.get(), length));
    }

    private static Optional<Integer> seconds(Recording.Kind kind, Path file) throws IOException {
        return switch (kind) {
            case MP3 -> Mp3.seconds(mapped(file));
            case M4A -> isSound(Mp4.tracks(file)) ? Mp4.seconds(file) : Optional.empty();
            case WAV -> wav(mapped(file).order(ByteOrder.LITTLE_ENDIAN));
        };
    }

    /** A film is none, though it sounds too. */
    private static boolean isSound(Set<String> tracks) {
        return tracks.contains("soun") && !tracks.contains("vide");
    }

    private static ByteBuffer mapped(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    /** Of samples that are not compressed: the chunk of the format says how many bytes a second, that of the data how many there are (RIFF, 1991). */
    private static Optional<Integer> wav(ByteBuffer file) {
        long bytesPerSecond = 0;
        long at = WAV_CHUNKS;
        while (at + 8 <= file.limit()) {
            int name = file.getInt((int) at);
            long size = Math.min(file.getInt((int) at + 4) & 0xFFFFFFFFL, file.limit() - at - 8);
            if (name == chunk("fmt ") && size >= FORMAT_BYTES) {
                bytesPerSecond = file.getShort((int) at + 8) == PCM ? file.getInt((int) at + 16) & 0xFFFFFFFFL : 0;
            } else if (name == chunk("data")) {
                return bytesPerSecond == 0 || size == 0
                        ? Optional.empty()
                        : Optional.of((int) Math.ceilDiv(size, bytesPerSecond));
            }
            at += 8 + size + size % 2;
        }
        return Optional.empty();
    }

    private static int chunk(String name) {
        return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
    }
}
