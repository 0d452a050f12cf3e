package kepu.insight;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Sheets as an Excel workbook (ECMA-376), the notes on a sheet of their own. Text is stored as text: no cell is a formula. */
final class XlsxFile {
    private static final String NOTES = "说明";
    private static final int NOTES_WIDTH = 100;
    private static final int FIRST_WIDTH = 24;
    private static final int WIDTH = 14;

    private XlsxFile() {}

    static byte[] of(Sheet sheet) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(bytes, "kepu", null)) {
            fill(book.newWorksheet(sheet.title()), sheet);
            note(book.newWorksheet(NOTES), sheet.notes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void fill(Worksheet page, Sheet sheet) {
        for (int column = 0; column < sheet.columns().size(); column++) {
            page.value(0, column, sheet.columns().get(column));
            page.width(column, column == 0 ? FIRST_WIDTH : WIDTH);
        }
        page.range(0, 0, 0, sheet.columns().size() - 1).style().bold().set();
        page.freezePane(0, 1);
        for (int row = 0; row < sheet.rows().size(); row++) {
            List<Object> cells = sheet.rows().get(row);
            for (int column = 0; column < cells.size(); column++) {
                put(page, row + 1, column, cells.get(column));
            }
        }
    }

    private static void put(Worksheet page, int row, int column, Object cell) {
        switch (cell) {
            case Number number -> page.value(row, column, number);
            case LocalDate day -> {
                page.value(row, column, day);
                page.style(row, column).format("yyyy-mm-dd").set();
            }
            default -> page.value(row, column, cell.toString());
        }
    }

    private static void note(Worksheet page, List<String> notes) {
        page.width(0, NOTES_WIDTH);
        for (int row = 0; row < notes.size(); row++) {
            page.value(row, 0, notes.get(row));
        }
    }
}
