package kepu.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The recording of an item that somebody read out: the kinds of sound that phones play, told by the first bytes of a file. */
public final class Recording {
    /** Twenty minutes of speech at 128 kbit/s. */
    private static final long MOST_BYTES = 20L << 20;

    private static final int HEAD = 12;

    /** What a file may be: the ending of its name, and what it must begin with. */
    public enum Kind {
        MP3(".mp3") {
            // a tag (ID3v2), or a frame: eleven set bits and a layer (ISO/IEC 11172-3)
            @Override
            boolean begins(byte[] head) {
                return says(head, 0, "ID3")
                        || (head[0] & 0xFF) == 0xFF && (head[1] & 0xE0) == 0xE0 && (head[1] & 0x06) != 0;
            }
        },
        M4A(".m4a") {
            @Override
            boolean begins(byte[] head) {
                return says(head, 4, "ftyp");
            }
        },
        WAV(".wav") {
            @Override
            boolean begins(byte[] head) {
                return says(head, 0, "RIFF") && says(head, 8, "WAVE");
            }
        };

        private final String ending;

        Kind(String ending) {
            this.ending = ending;
        }

        abstract boolean begins(byte[] head);

        /** With its dot. */
        public String ending() {
            return ending;
        }
    }

    private Recording() {}

    /** By the ending of a file's name. */
    static Optional<Kind> kind(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> name.endsWith(kind.ending))
                .findFirst();
    }

    /** By how a file begins, whatever it is called. */
    public static Optional<Kind> of(Path file) throws IOException {
        byte[] head = head(file);
        return Arrays.stream(Kind.values()).filter(kind -> kind.begins(head)).findFirst();
    }

    /** Why a file cannot be played, if so. */
    static Optional<String> fault(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            return Optional.of("audio is larger than " + (MOST_BYTES >> 20) + " MiB");
        }
        String name = file.getFileName().toString();
        byte[] head = head(file);
        return kind(name).filter(kind -> kind.begins(head)).isPresent()
                ? Optional.empty()
                : Optional.of("audio names " + name + ", which does not begin as such a sound does");
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.copyOf(in.readNBytes(HEAD), HEAD);
        }
    }

    private static boolean says(byte[] head, int from, String mark) {
        byte[] bytes = mark.getBytes(StandardCharsets.US_ASCII);
        return Arrays.equals(head, from, from + bytes.length, bytes, 0, bytes.length);
    }
}
