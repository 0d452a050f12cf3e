package kepu.content.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture is drawn anew: upright, on white, no larger than phones need, and without what the file said besides. */
class PictureTest {
    private static final long PIXELS = 10_000_000;

    @TempDir
    private Path folder;

    @Test
    void aPictureOfAPhoneStandsUprightAndTellsNothingElse() throws IOException {
        byte[] secret = "GPS 30.51,105.58".getBytes(StandardCharsets.US_ASCII);
        Path photo = file(turned(jpeg(halves(2_000, 1_000)), 6, secret));
        assertThat(Files.readString(photo, StandardCharsets.ISO_8859_1)).contains("GPS");
        BufferedImage clean = clean(photo);
        assertThat(clean.getWidth()).isEqualTo(640);
        assertThat(clean.getHeight()).isEqualTo(1_280);
        assertThat(isRed(clean, 320, 200)).as("what lay left is above").isTrue();
        assertThat(isRed(clean, 320, 1_080)).isFalse();
        assertThat(Files.readString(folder.resolve("clean.jpg"), StandardCharsets.ISO_8859_1))
                .doesNotContain("GPS", "Exif");
    }

    @Test
    void eachWayToHoldAPhoneIsSetRight() throws IOException {
        // whether red, which lies left, comes out left, above, right or below: 1 to 8 of Exif
        int[][] red = {{100, 200}, {500, 200}, {500, 200}, {100, 200}, {200, 100}, {200, 100}, {200, 500}, {200, 500}};
        for (int orientation = 1; orientation <= 8; orientation++) {
            BufferedImage clean = clean(file(turned(jpeg(halves(600, 400)), orientation, new byte[0])));
            int[] at = red[orientation - 1];
            assertThat(isRed(clean, at[0], at[1]))
                    .as("orientation %d", orientation)
                    .isTrue();
            assertThat(isRed(clean, clean.getWidth() - 1 - at[0], clean.getHeight() - 1 - at[1]))
                    .as("orientation %d", orientation)
                    .isFalse();
        }
    }

    @Test
    void whatIsSeenThroughIsWhite() throws IOException {
        BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_ARGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        BufferedImage clean = clean(file(png.toByteArray()));
        assertThat(clean.getWidth()).isEqualTo(400);
        assertThat(new Color(clean.getRGB(200, 150)).getGreen()).isGreaterThan(250);
    }

    @Test
    void whatIsNoPictureOrTooSmallOrTooLargeIsRefused() throws IOException {
        assertThat(outcome("<svg onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Picture.Outcome.UNKNOWN);
        assertThat(outcome(new byte[0])).isEqualTo(Picture.Outcome.UNKNOWN);
        assertThat(outcome(jpeg(halves(239, 400)))).isEqualTo(Picture.Outcome.SMALL);
        byte[] bomb = jpeg(halves(300, 300)).clone();
        for (int at = 2; at < bomb.length; at += 2 + ByteBuffer.wrap(bomb).getShort(at + 2)) {
            if ((bomb[at + 1] & 0xFF) == 0xC0) {
                ByteBuffer.wrap(bomb).putShort(at + 5, (short) 60_000).putShort(at + 7, (short) 60_000);
                break;
            }
        }
        assertThat(outcome(bomb)).isEqualTo(Picture.Outcome.LARGE);
    }

    @Test
    void brokenPicturesAreRefusedOrDrawnAndNeverMore() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] whole = turned(jpeg(halves(300, 260)), 8, new byte[0]);
        for (int round = 0; round < 150; round++) {
            byte[] broken = whole.clone();
            for (int i = 0; i < 6; i++) {
                broken[3 + random.nextInt(broken.length - 3)] = (byte) random.nextInt();
            }
            assertThat(outcome(broken)).as("seed %d, round %d", seed, round).isNotEqualTo(Picture.Outcome.UNKNOWN);
        }
    }

    private Picture.Outcome outcome(byte[] bytes) throws IOException {
        return Picture.clean(file(bytes), folder.resolve("clean.jpg"), PIXELS);
    }

    private BufferedImage clean(Path file) throws IOException {
        Path target = folder.resolve("clean.jpg");
        assertThat(Picture.clean(file, target, PIXELS)).isEqualTo(Picture.Outcome.MADE);
        return ImageIO.read(target.toFile());
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "picture", ".mp3"), bytes);
    }

    private static boolean isRed(BufferedImage image, int x, int y) {
        Color color = new Color(image.getRGB(x, y));
        return color.getRed() > 200 && color.getBlue() < 60;
    }

    /** The left half red, the right half blue. */
    private static BufferedImage halves(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(0, 0, width / 2, height);
        pen.setColor(Color.BLUE);
        pen.fillRect(width / 2, 0, width - width / 2, height);
        pen.dispose();
        return image;
    }

    static byte[] jpeg(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    /** With what a phone writes before the picture: how it was held, and where. */
    private static byte[] turned(byte[] jpeg, int orientation, byte[] more) {
        int length = 2 + 6 + 8 + 2 + 12 + 4 + more.length;
        ByteBuffer out = ByteBuffer.allocate(jpeg.length + 2 + length);
        out.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) length);
        out.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
        out.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        out.putShort((short) orientation).putShort((short) 0).putInt(0).put(more);
        return out.put(jpeg, 2, jpeg.length - 2).array();
    }
}
