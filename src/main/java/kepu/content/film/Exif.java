package kepu.content.film;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** How a phone was held when it took a picture: the orientation that stands before the picture in a JPEG (Exif 2.32, 4.6.4 and 4.7.2). */
final class Exif {
    private static final int UPRIGHT = 1;
    private static final int HEAD_BYTES = 1 << 17;
    private static final byte[] MARK = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int APP1 = 0xFFE1;
    private static final int START_OF_SCAN = 0xFFDA;
    private static final short ORIENTATION = 0x0112;
    private static final int ENTRY_BYTES = 12;

    private Exif() {}

    /** 1 to 8; 1 where nothing is said. */
    static int orientation(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return orientation(ByteBuffer.wrap(in.readNBytes(HEAD_BYTES)));
        } catch (IndexOutOfBoundsException | IllegalArgumentException broken) {
            return UPRIGHT;
        }
    }

    private static int orientation(ByteBuffer head) {
        int at = 2;
        while (at + 4 <= head.limit()) {
            int marker = head.getShort(at) & 0xFFFF;
            int length = head.getShort(at + 2) & 0xFFFF;
            if (marker >>> 8 != 0xFF || marker == START_OF_SCAN || length < 2) {
                return UPRIGHT;
            }
            if (marker == APP1 && isExif(head, at + 4)) {
                return told(head.slice(at + 4 + MARK.length, length - 2 - MARK.length));
            }
            at += 2 + length;
        }
        return UPRIGHT;
    }

    private static boolean isExif(ByteBuffer head, int at) {
        byte[] mark = new byte[MARK.length];
        head.get(at, mark);
        return Arrays.equals(mark, MARK);
    }

    private static int told(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if (tiff.getShort(entry) == ORIENTATION) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
