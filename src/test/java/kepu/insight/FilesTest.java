package kepu.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as files: numbers stay numbers, text stays text, and no cell is a formula. */
class FilesTest {
    @Test
    void aTableIsReadBackFromAWorkbook() throws Exception {
        Sheet sheet = new Sheet(
                "各地区",
                List.of("地区", "人次", "覆盖率", "最近"),
                List.of(
                        List.of("船山区", 1_234_567_890_123L, 0.4321, LocalDate.of(2026, 3, 9)),
                        List.of("安居区", Sheet.UNTOLD, "", "从未有过")),
                List.of("服务人次：每一次都是一行。"));
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(XlsxFile.of(sheet)))) {
            List<Row> rows = book.getFirstSheet().read();
            assertThat(rows.get(0).getCellText(0)).isEqualTo("地区");
            assertThat(rows.get(1).getCellAsNumber(1).orElseThrow().longValueExact())
                    .isEqualTo(1_234_567_890_123L);
            assertThat(rows.get(1).getCellAsNumber(2).orElseThrow().doubleValue())
                    .isEqualTo(0.4321);
            assertThat(rows.get(1).getCellAsDate(3).orElseThrow().toLocalDate()).isEqualTo(LocalDate.of(2026, 3, 9));
            assertThat(rows.get(2).getCellText(1)).isEqualTo("不列");
            assertThat(book.findSheet("说明").orElseThrow().read().getFirst().getCellText(0))
                    .startsWith("服务人次：");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "=HYPERLINK(\"http://example.org\",\"x\")"})
    void whatLooksLikeAFormulaIsText(String evil) throws Exception {
        Sheet sheet = new Sheet("表", List.of(evil), List.of(List.of(evil)), List.of(evil));
        String csv = new String(CsvFile.of(sheet), StandardCharsets.UTF_8);
        assertThat(csv.substring(1).split("\r\n")).allMatch(line -> line.startsWith("'") || line.startsWith("\"'"));
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(XlsxFile.of(sheet)))) {
            Cell cell = book.getFirstSheet().read().get(1).getCell(0);
            assertThat(cell.getType()).isEqualTo(CellType.STRING);
            assertThat(cell.getFormula()).isNull();
        }
    }

    @Test
    void aNegativeNumberIsNoFormula() {
        Sheet sheet = new Sheet("表", List.of("数"), List.of(List.of(-3L)), List.of());
        assertThat(new String(CsvFile.of(sheet), StandardCharsets.UTF_8)).isEqualTo("\uFEFF数\r\n-3\r\n");
    }

    @Test
    void commasQuotesAndLinesAreQuoted() {
        Sheet sheet = new Sheet("表", List.of("甲,乙", "他说\"好\"", "上\n下"), List.of(), List.of());
        assertThat(new String(CsvFile.of(sheet), StandardCharsets.UTF_8))
                .isEqualTo("\uFEFF\"甲,乙\",\"他说\"\"好\"\"\",\"上\n下\"\r\n");
    }

    @Test
    void aRowHasAsManyCellsAsThereAreColumns() {
        assertThatThrownBy(() -> new Sheet("表", List.of("甲", "乙"), List.of(List.of("一")), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
