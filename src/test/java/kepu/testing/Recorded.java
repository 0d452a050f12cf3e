package kepu.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import kepu.content.Library;
import kepu.region.Regions;
import kepu.store.Bulk;

/** An article with a recording that comes into the library of a house that runs. */
public final class Recorded {
    private static final int RATE = 8_000;
    private static final int HEAD_BYTES = 44;
    private static final int MIDDLE = 128;

    private Recorded() {}

    /** A file of the library with more lines of front matter, each with its line break. */
    public static String article(String front, String text) {
        return """
            ---
            title: 请听这一篇
            summary: 有人把它读给你听，从头到尾。
            topic: child
            groups: [child, elder]
            source: 国家林业和草原局
            authority: national
            licence: CC-BY-4.0
            language: zh-CN
            published: 2026-03-12
            %s---

            %s
            """.formatted(front, text);
    }

    /** A tone as WAV (mono, 8 bits, 8 kHz), which every browser plays. */
    public static byte[] wav(int seconds) {
        int length = seconds * RATE;
        ByteBuffer wav = ByteBuffer.allocate(HEAD_BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(HEAD_BYTES - 8 + length).put(ascii("WAVEfmt "));
        wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE);
        wav.putShort((short) 1).putShort((short) 8).put(ascii("data")).putInt(length);
        for (int i = 0; i < length; i++) {
            wav.put((byte) (MIDDLE + 40 * Math.sin(2 * Math.PI * 440 * i / RATE)));
        }
        return wav.array();
    }

    /** Imports a folder, as {@code ./kepu import} does. */
    public static Library.Report into(House house, Path folder) throws IOException, SQLException {
        try (Bulk bulk = Bulk.open(house.address())) {
            return new Library(folder, house.config().data().resolve("media")).importInto(bulk, Regions.load(bulk));
        }
    }

    /** Writes such an article with a recording of so many seconds, {@code id.md} and {@code id.wav}. */
    public static void write(Path folder, String id, int seconds) throws IOException {
        Files.writeString(folder.resolve(id + ".md"), article("audio: " + id + ".wav\n", "正文在这里。"));
        Files.write(folder.resolve(id + ".wav"), wav(seconds));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
