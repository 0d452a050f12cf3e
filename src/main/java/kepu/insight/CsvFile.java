package kepu.insight;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sheet as CSV (RFC 4180) that spreadsheets open as it is: UTF-8 with its mark, lines that end in CRLF, the notes below the table. Text that
 * a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
 */
final class CsvFile {
    private static final String MARK = "\uFEFF";
    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private CsvFile() {}

    static byte[] of(Sheet sheet) {
        StringBuilder csv = new StringBuilder(MARK);
        line(csv, sheet.columns());
        sheet.rows().forEach(row -> line(csv, row));
        sheet.notes().forEach(note -> line(csv, List.of(note)));
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder csv, List<?> cells) {
        csv.append(cells.stream().map(CsvFile::cell).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String cell(Object value) {
        String text = value instanceof String words ? harmless(words) : value.toString();
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }

    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
