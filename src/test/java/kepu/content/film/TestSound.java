package kepu.content.film;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sounds for tests, as small as their formats let them be. */
final class TestSound {
    private static final int FRAME_BYTES = 417;
    private static final int FRAME_HEAD = 0xFFFB9000;
    private static final int MILLIS = 1_000;

    private TestSound() {}

    /** Silence of so many frames of 1,152 samples at 44.1 kHz and 128 kbit/s, behind an empty tag. */
    static byte[] mp3(int frames) {
        ByteBuffer file = ByteBuffer.allocate(10 + frames * FRAME_BYTES);
        file.put(ascii("ID3")).put(new byte[] {4, 0, 0, 0, 0, 0, 0});
        for (int i = 0; i < frames; i++) {
            file.putInt(10 + i * FRAME_BYTES, FRAME_HEAD);
        }
        return file.array();
    }

    /** The boxes of an MP4 that has tracks of these kinds ({@code soun}, {@code vide}) and says how long it is. */
    static byte[] mp4(int seconds, String... tracks) {
        ByteBuffer moov = ByteBuffer.allocate(1 << 12);
        ByteBuffer header = ByteBuffer.allocate(100);
        header.position(12);
        header.putInt(MILLIS).putInt(seconds * MILLIS);
        put(moov, "mvhd", header.array());
        for (String kind : tracks) {
            ByteBuffer handler = ByteBuffer.allocate(24);
            handler.position(8);
            handler.put(ascii(kind));
            put(moov, "trak", box("mdia", box("hdlr", handler.array())));
        }
        ByteBuffer file = ByteBuffer.allocate(1 << 13);
        put(file, "ftyp", ascii("M4A isomM4A "));
        put(file, "moov", written(moov));
        put(file, "mdat", new byte[1_000]);
        return written(file);
    }

    private static byte[] box(String type, byte[] content) {
        ByteBuffer box = ByteBuffer.allocate(8 + content.length);
        put(box, type, content);
        return box.array();
    }

    private static void put(ByteBuffer file, String type, byte[] content) {
        file.putInt(8 + content.length).put(ascii(type)).put(content);
    }

    private static byte[] written(ByteBuffer file) {
        byte[] bytes = new byte[file.position()];
        file.get(0, bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
