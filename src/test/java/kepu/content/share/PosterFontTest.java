package kepu.content.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The font of posters has what it must have for Chinese to be seen on paper. */
class PosterFontTest {
    private static final int RANGE = 2;

    @Test
    void theNumbersOfGlyphsAreTheirNamesWhichThePdfWriterTakesForGranted() throws IOException {
        byte[] font = font();
        int last = table(font, "maxp").getShort(4) - 1;
        byte[] one = {RANGE, 0, 1, (byte) (last - 1 >> 8), (byte) (last - 1)};
        ByteBuffer outlines = table(font, "CFF ");
        byte[] bytes = new byte[outlines.remaining()];
        outlines.get(bytes);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .as("one range of names from 1 to %d", last)
                .contains(new String(one, StandardCharsets.ISO_8859_1));
    }

    @Test
    void everyCharacterOfGb2312HasAGlyph() throws Exception {
        Font font = Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(font()));
        byte[] two = new byte[2];
        for (int row = 0xB0; row < 0xF8; row++) {
            for (int cell = 0xA1; cell < 0xFF; cell++) {
                two[0] = (byte) row;
                two[1] = (byte) cell;
                String text = new String(two, Charset.forName("GB2312"));
                assertThat(text.equals("\uFFFD") || font.canDisplay(text.codePointAt(0)))
                        .as(text)
                        .isTrue();
            }
        }
        assertThat(font.canDisplayUpTo("扫一扫，看全文 • 来源：“℃”…—1—9 A—Z")).isEqualTo(-1);
    }

    private static byte[] font() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(PosterFontTest.class.getResourceAsStream("/fonts/NotoSansSC-poster.otf"))) {
            return in.readAllBytes();
        }
    }

    private static ByteBuffer table(byte[] font, String name) {
        ByteBuffer whole = ByteBuffer.wrap(font);
        for (int i = 0; i < whole.getShort(4); i++) {
            int at = 12 + 16 * i;
            if (new String(font, at, 4, StandardCharsets.ISO_8859_1).equals(name)) {
                return whole.slice(whole.getInt(at + 8), whole.getInt(at + 12));
            }
        }
        throw new AssertionError("no table " + name);
    }
}
