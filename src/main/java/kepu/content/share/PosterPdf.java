package kepu.content.share;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.openpdf.text.Document;
import org.openpdf.text.Element;
import org.openpdf.text.Font;
import org.openpdf.text.PageSize;
import org.openpdf.text.Paragraph;
import org.openpdf.text.pdf.BaseFont;
import org.openpdf.text.pdf.ColumnText;
import org.openpdf.text.pdf.PdfContentByte;
import org.openpdf.text.pdf.PdfWriter;

/** A poster as one sheet of A4 in PDF, with its font inside, so that it prints the same everywhere. Lengths are in points. */
final class PosterPdf {
    private static final String FONT = "/fonts/NotoSansSC-poster.otf";
    private static final Color GREEN = new Color(0x0d, 0x5f, 0x52);
    private static final Color DARK = new Color(0x1d, 0x2b, 0x28);
    private static final float MARGIN = 51;
    private static final float CODE = 128;
    private static final float FOOT = MARGIN + CODE + 24;
    private static final float TITLE = 44;
    private static final float SMALLEST = 0.4f;

    private PosterPdf() {}

    /** The font of posters, read once. */
    private static final class Face {
        private static final BaseFont NOTO = read();

        private static BaseFont read() {
            try (InputStream in = Objects.requireNonNull(PosterPdf.class.getResourceAsStream(FONT))) {
                return BaseFont.createFont(
                        "NotoSansSC.otf",
                        BaseFont.IDENTITY_H,
                        BaseFont.EMBEDDED,
                        BaseFont.NOT_CACHED,
                        in.readAllBytes(),
                        null);
            } catch (IOException e) {
                throw new UncheckedIOException("the shipped " + FONT + " cannot be read", e);
            }
        }
    }

    static byte[] of(PosterText text, QrCode code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Document document = new Document(PageSize.A4, 0, 0, 0, 0);
        PdfWriter writer = PdfWriter.getInstance(document, bytes);
        document.addTitle(text.title());
        document.addAuthor(text.source());
        document.open();
        PdfContentByte sheet = writer.getDirectContent();
        body(sheet, text);
        foot(sheet, text, code);
        document.close();
        return bytes.toByteArray();
    }

    /** As large as it fits on the sheet. */
    private static void body(PdfContentByte sheet, PosterText text) {
        for (float share = 1; share >= SMALLEST; share -= 0.1f) {
            if (share - 0.1f < SMALLEST || written(sheet, text, share, true)) {
                written(sheet, text, share, false);
                return;
            }
        }
    }

    /** Whether all of it went into the sheet. */
    private static boolean written(PdfContentByte sheet, PosterText text, float share, boolean only) {
        ColumnText column = new ColumnText(sheet);
        column.setSimpleColumn(MARGIN, FOOT, PageSize.A4.getWidth() - MARGIN, PageSize.A4.getHeight() - MARGIN);
        column.addElement(paragraph(text.title(), TITLE * share, GREEN, 0));
        column.addElement(paragraph(text.summary(), 22 * share, DARK, 14 * share));
        for (String point : text.points()) {
            Paragraph line = paragraph("• " + point, 20 * share, DARK, 10 * share);
            line.setIndentationLeft(18 * share);
            line.setFirstLineIndent(-18 * share);
            column.addElement(line);
        }
        return (column.go(only) & ColumnText.NO_MORE_TEXT) != 0;
    }

    private static Paragraph paragraph(String text, float size, Color colour, float before) {
        Paragraph paragraph = new Paragraph(size * 1.4f, text, new Font(Face.NOTO, size, Font.NORMAL, colour));
        paragraph.setSpacingBefore(before);
        paragraph.setAlignment(Element.ALIGN_LEFT);
        return paragraph;
    }

    private static void foot(PdfContentByte sheet, PosterText text, QrCode code) {
        sheet.setColorStroke(GREEN);
        sheet.setLineWidth(3);
        sheet.moveTo(MARGIN, FOOT - 10);
        sheet.lineTo(PageSize.A4.getWidth() - MARGIN, FOOT - 10);
        sheet.stroke();
        sheet.setColorFill(Color.BLACK);
        float module = CODE / code.size();
        for (int y = 0; y < code.size(); y++) {
            for (int x = 0; x < code.size(); x++) {
                if (code.isDark(x, y)) {
                    sheet.rectangle(MARGIN + x * module, MARGIN + CODE - (y + 1) * module, module, module);
                }
            }
        }
        sheet.fill();
        ColumnText words = new ColumnText(sheet);
        words.setSimpleColumn(MARGIN + CODE + 20, MARGIN, PageSize.A4.getWidth() - MARGIN, MARGIN + CODE);
        words.addElement(paragraph("扫一扫，看全文", 20, DARK, 0));
        words.addElement(paragraph("来源：" + text.source(), 14, DARK, 6));
        words.addElement(paragraph("智慧科普", 14, DARK, 6));
        words.go();
    }
}
