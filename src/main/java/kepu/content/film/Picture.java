package kepu.content.film;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;

/**
 * A picture that came in, drawn anew: nothing of the file stays but what it shows, so no place, no camera and nothing hidden behind it; upright, on
 * white, and no larger than phones need. Blocking: for a worker.
 */
final class Picture {
    /** Pixels that each side must have. */
    static final int LEAST_SIDE = 240;

    private static final int MOST_SIDE = 1_280;
    private static final float QUALITY = 0.85f;
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private Picture() {}

    /** What came of it. */
    enum Outcome {
        MADE,
        UNKNOWN,
        BROKEN,
        SMALL,
        LARGE
    }

    /** Draws the picture of a file into {@code target} as JPEG, when it has at most so many pixels. */
    static Outcome clean(Path file, Path target, long mostPixels) throws IOException {
        Optional<String> format = format(file);
        if (format.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.get()).next();
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > mostPixels) {
                return Outcome.LARGE;
            }
            if (Math.min(width, height) < LEAST_SIDE) {
                return Outcome.SMALL;
            }
            write(drawn(read(reader, Math.max(width, height)), Exif.orientation(file)), target);
            return Outcome.MADE;
        } catch (IOException | RuntimeException broken) {
            return Outcome.BROKEN;
        } finally {
            reader.dispose();
        }
    }

    private static Optional<String> format(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(PNG.length);
            if (begins(head, JPEG)) {
                return Optional.of("jpeg");
            }
            return begins(head, PNG) ? Optional.of("png") : Optional.empty();
        }
    }

    private static boolean begins(byte[] head, byte[] mark) {
        return head.length >= mark.length && Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
    }

    /** Leaves out rows and columns of a large one as it is read, so that memory never holds more than sixteen times what is drawn. */
    private static BufferedImage read(ImageReader reader, int longest) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        int step = Math.max(1, longest / (2 * MOST_SIDE));
        param.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, param);
    }

    /** Half as large, each pixel the mean of four. */
    private static BufferedImage halved(BufferedImage image) {
        int width = image.getWidth() / 2;
        int height = image.getHeight() / 2;
        BufferedImage half = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = half.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, 0, 0, width, height, null);
        pen.dispose();
        return half;
    }

    private static BufferedImage drawn(BufferedImage whole, int orientation) {
        BufferedImage read = whole;
        while (Math.max(read.getWidth(), read.getHeight()) >= 2 * MOST_SIDE) {
            read = halved(read);
        }
        double scale = Math.min(1, (double) MOST_SIDE / Math.max(read.getWidth(), read.getHeight()));
        int width = Math.max(1, (int) Math.round(read.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(read.getHeight() * scale));
        boolean lies = orientation >= 5;
        BufferedImage image =
                new BufferedImage(lies ? height : width, lies ? width : height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        pen.transform(upright(orientation, width, height));
        pen.drawImage(read, 0, 0, width, height, null);
        pen.dispose();
        return image;
    }

    /** Turns and mirrors a picture of this size as its file says (Exif 2.32, tag 0x0112). */
    private static AffineTransform upright(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }

    private static void write(BufferedImage image, Path target) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        Files.deleteIfExists(target);
        try (FileImageOutputStream out = new FileImageOutputStream(target.toFile())) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
    }
}
