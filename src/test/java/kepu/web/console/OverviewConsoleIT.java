package kepu.web.console;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.testing.House;
import kepu.web.Axe;
import kepu.web.Browser;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openpdf.text.pdf.PdfReader;
import org.openpdf.text.pdf.parser.PdfTextExtractor;

/** 总览: from the city down to a village, figures taken away as a file, a report on paper, and how the system is. */
class OverviewConsoleIT {
    private static final String COUNTY = "510903";
    private static final String TOWN = "510903100";
    private static final String VILLAGE = "510903100208";
    private static final String BESIDE = "510903100210";

    @RegisterExtension
    static final House house = new House()
            .with("services.sealSeconds", 1)
            .with("insight.rollUpSeconds", 1)
            .with("insight.censusSeconds", 1);

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @TempDir
    static Path downloads;

    private static String operator;

    @BeforeAll
    static void services() {
        operator = house.staff(Role.OPERATOR, "5109");
        List<Long> people = Stream.generate(() -> house.resident(VILLAGE))
                .limit(8)
                .map(token -> Long.valueOf(house.get("/v1/me", token).json().getString("id")))
                .toList();
        people.subList(0, 6).forEach(person -> known(person, "2025-04-02"));
        told(VILLAGE, "2025-07-10", 34);
        told(BESIDE, "2025-07-11", 60);
        eventually(
                "all is rolled up",
                () -> house.count("select coalesce(max(seq), 0) - (select last from outreach_mark) from service") == 0);
    }

    @Test
    void theWayLeadsFromTheCityDownToAVillageAndUpAgain() {
        desk.work(house, operator, "/overview?year=2025");
        desk.says("tile-services", "100");
        desk.tap("down-" + COUNTY);
        desk.tap("down-" + TOWN);
        desk.until(page -> desk.see("services-" + BESIDE).getText().equals("60"));
        desk.tap("down-" + VILLAGE);
        desk.until(page -> desk.see("tile-services").getText().equals("40"));
        desk.says("tile-share", "75.0%");
        desk.reads("page-title", "永石桥村");
        assertThat(desk.route()).contains("region=" + VILLAGE).contains("year=2025");
        desk.tap("up-" + COUNTY);
        desk.until(page -> desk.see("tile-services").getText().equals("100"));
        desk.script("history.back()");
        desk.until(page -> desk.see("tile-services").getText().equals("40"));
    }

    @Test
    void aMonthIsChosenAndItsFiguresAreThose() {
        desk.work(house, operator, "/overview?year=2025");
        desk.see("tile-services");
        desk.script(
                "const month = document.querySelector(\"[data-test='month']\"); month.value = '4'; month.dispatchEvent(new Event('change'))");
        desk.until(page -> desk.see("tile-services").getText().equals("6"));
    }

    @Test
    void whatIsTakenAwayHoldsTheFiguresOfThePage() throws Exception {
        desk.work(house, operator, "/overview?year=2025&region=" + TOWN);
        desk.see("services-" + BESIDE);
        Map<String, String> shown = desk.every("[data-test^='services-']").stream()
                .collect(Collectors.toMap(
                        cell -> cell.getDomAttribute("data-test").replace("services-", ""), cell -> cell.getText()));
        Map<String, String> kept = rows(saved("export-coverage-xlsx", ".xlsx")).stream()
                .skip(1)
                .collect(Collectors.toMap(row -> row.getCellText(1), row -> row.getCellText(5)));
        assertThat(shown).containsEntry(VILLAGE, "40").isEqualTo(kept);
        String csv = Files.readString(saved("export-months-csv", ".csv"), StandardCharsets.UTF_8);
        assertThat(csv).startsWith("\uFEFF月份,服务人次").contains("2025 年 7 月,94,");
    }

    @Test
    void aTargetIsSetAndStandsBesideWhatIsDone() {
        desk.work(house, operator, "/overview?year=2025&region=" + COUNTY);
        desk.tap("edit-target");
        fill("target-from", "2025");
        fill("target-to", "2026");
        fill("target-wan", "0.02");
        desk.tap("save-target");
        desk.reads("target-words", "目标 200 人次", "已完成 100 人次（50.0%）");
    }

    @Test
    void theReportPrintsAsPagesOfA4WithItsFigures() throws Exception {
        desk.work(house, operator, "/overview/report?year=2025");
        desk.reads("report-title", "遂宁市 2025 年");
        desk.says("report-services", "100");
        desk.see("report-months");
        String data =
                (String) desk.command("Page.printToPDF", Map.of("preferCSSPageSize", true, "printBackground", true))
                        .get("data");
        try (PdfReader pdf = new PdfReader(Base64.getDecoder().decode(data))) {
            assertThat(pdf.getNumberOfPages()).isBetween(2, 8);
            assertThat(pdf.getPageSize(1).getWidth()).isBetween(594f, 596f);
            assertThat(pdf.getPageSize(1).getHeight()).isBetween(841f, 843f);
            PdfTextExtractor text = new PdfTextExtractor(pdf);
            // fonts give some characters as the radicals that look the same
            String first = Normalizer.normalize(text.getTextFromPage(1), Normalizer.Form.NFKC)
                    .replaceAll("\\s", "");
            assertThat(first)
                    .contains("目录")
                    .contains("口径、方法和来源")
                    .doesNotContain("退出登录")
                    .doesNotContain("打印/存为PDF");
        }
    }

    @Test
    void villagesWithoutAServiceAreListed() {
        desk.work(house, operator, "/overview/unserved?region=" + TOWN);
        JsonObject told = house.get("/v1/insight/unserved?days=90&region=" + TOWN, operator)
                .json();
        desk.reads("unserved-words", told.getInteger("unserved") + " 个");
        desk.reads("unserved-list", "永石桥村", "从来没有");
    }

    @Test
    void theHealthOfTheSystemIsTold() {
        desk.work(house, operator, "/overview/health");
        desk.reads("health", "数据库", "毫秒答复", "磁盘", "推荐模型");
        desk.reads("health-words", "要留意");
    }

    @Test
    void nothingSeriousIsWrongForWhoUsesAScreenReader() {
        for (String route : List.of(
                "/overview?year=2025&region=" + TOWN,
                "/overview/unserved?region=" + TOWN,
                "/overview/health",
                "/overview/report?year=2025")) {
            desk.work(house, operator, route);
            desk.until(page -> desk.every("[data-test='loading']").isEmpty()
                    && !desk.every(".panel, [data-test='report']").isEmpty());
            assertThat(Axe.serious(desk)).as(route).isEmpty();
        }
        assertThat(desk.complaints()).isEmpty();
    }

    private static void fill(String test, String value) {
        desk.until(page -> desk.see(test).isDisplayed());
        desk.script(
                "const field = document.querySelector(arguments[0]); field.value = arguments[1]; field.dispatchEvent(new Event('change'))",
                "[data-test='" + test + "'] input",
                value);
    }

    /** The file that a button gives. */
    private static Path saved(String button, String suffix) {
        desk.command(
                "Browser.setDownloadBehavior",
                Map.of(
                        "behavior",
                        "allow",
                        "downloadPath",
                        downloads.toAbsolutePath().toString()));
        desk.tap(button);
        return desk.until(page -> files().filter(file -> file.toString().endsWith(suffix))
                .findFirst()
                .orElse(null));
    }

    private static Stream<Path> files() {
        try (Stream<Path> all = Files.list(downloads)) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Row> rows(Path file) throws IOException {
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            return book.getFirstSheet().read();
        }
    }

    private static void known(long person, String day) {
        house.sql(
                "insert into service (person, item, route, village, day) select ?, min(seq), 'feed', ?, ?::date from item",
                person,
                Long.valueOf(VILLAGE),
                day);
    }

    private static void told(String village, String day, int people) {
        house.sql(
                "insert into service (item, route, village, day, people, disseminator)"
                        + " select (select min(seq) from item), 'face_to_face', ?, ?::date, ?, (select min(id) from staff)",
                Long.valueOf(village),
                day,
                people);
    }
}
