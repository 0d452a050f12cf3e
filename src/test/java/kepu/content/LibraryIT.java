package kepu.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import kepu.region.Divisions;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryIT {
    private static final Path CONTENT =
            Path.of(System.getProperty("kepu.home", ".")).resolve("content");
    private static final String GOOD = """
            ---
            title: 好文章的题目
            summary: 一句话说清楚它讲什么。
            topic: fraud
            groups: [elder, farmer]
            source: 国家反诈中心
            authority: national
            licence: CC-BY-4.0
            language: zh-CN
            published: 2026-03-12
            ---

            正文在这里。
            """;

    @TempDir
    private Path folder;

    @TempDir
    private Path media;

    private final Bulk bulk = Bulk.open(TestPostgres.fresh());
    private final Divisions divisions = Regions.load(bulk);

    LibraryIT() throws SQLException, IOException {}

    @BeforeEach
    void reset() throws SQLException {
        assertThat(rows()).isEmpty();
    }

    @AfterEach
    void close() throws SQLException {
        bulk.close();
    }

    @Test
    void theShippedLibraryComesInWithoutAFaultAndTwiceChangesNothing() throws IOException, SQLException {
        Library target = new Library(CONTENT, media);
        Library.Report first = target.importInto(bulk, divisions);
        assertThat(first.faults()).isEmpty();
        assertThat(first.added()).isEqualTo(first.files()).isGreaterThanOrEqualTo(86);
        List<String> before = rows();
        Library.Report second = target.importInto(bulk, divisions);
        assertThat(second).isEqualTo(new Library.Report(first.files(), 0, 0, first.files(), List.of()));
        assertThat(rows()).as("not even written again").isEqualTo(before);
        assertThat(Items.load(bulk).entries()).hasSize(first.files());
    }

    @Test
    void onlyWhatChangedIsChangedAndWhatIsGoneStays() throws IOException, SQLException {
        write("one.md", GOOD);
        write("two.md", GOOD);
        write("three.md", GOOD);
        assertThat(load()).isEqualTo(new Library.Report(3, 3, 0, 0, List.of()));
        write("two.md", GOOD.replace("正文", "改过的正文"));
        Files.delete(folder.resolve("three.md"));
        assertThat(load()).isEqualTo(new Library.Report(2, 0, 1, 1, List.of()));
        assertThat(texts("select body from item where id = 'two'"))
                .singleElement()
                .asString()
                .contains("改过的");
        assertThat(texts("select id from item order by id")).containsExactly("one", "three", "two");
    }

    @Test
    void aFileIsAPublishedVersionAndAChangedOneTheNextWhichEndsACorrectionOnItsWay() throws IOException, SQLException {
        write("one.md", GOOD);
        load();
        assertThat(versions()).containsExactly("1 published library");
        bulk.transact(() -> bulk.run("insert into item_version (item, number, state, content, corrects)"
                + " select item, 2, 'draft', content, 1 from item_version"));
        load();
        assertThat(versions()).containsExactly("1 published library", "2 draft ");
        write("one.md", GOOD.replace("正文", "改过的正文"));
        load();
        assertThat(versions()).containsExactly("1 corrected library", "2 discarded ", "3 published library");
        assertThat(texts("select version from item")).containsExactly("3");
        assertThat(texts("select content ->> 'text' from item_version where number = 3"))
                .containsExactly("改过的正文在这里。");
    }

    @Test
    void aFileWhoseItemAReviewCorrectedIsNamedAndNotTaken() throws IOException, SQLException {
        write("one.md", GOOD);
        load();
        bulk.transact(() -> {
            bulk.execute("alter table item_version disable trigger user");
            bulk.run("update item_version set state = 'corrected'");
            bulk.run("insert into item_version (item, number, state, content, corrects, published_at)"
                    + " select item, 2, 'published', content, 1, now() from item_version");
            bulk.run("update item set version = 2, body = '审过的更正'");
            bulk.execute("alter table item_version enable trigger user");
            return 0;
        });
        assertThat(load()).as("the file did not change").isEqualTo(new Library.Report(1, 0, 0, 1, List.of()));
        write("one.md", GOOD.replace("正文", "改过的正文"));
        Library.Report report = load();
        assertThat(report.changed()).isZero();
        assertThat(report.faults()).containsExactly("one.md:1: a review corrected this item, so the file is not taken");
        assertThat(texts("select body from item")).containsExactly("审过的更正");
        assertThat(versions()).containsExactly("1 corrected library", "2 published ");
    }

    @Test
    void whatWasWithdrawnStaysWithdrawn() throws IOException, SQLException {
        write("one.md", GOOD);
        load();
        bulk.transact(() -> bulk.run("update item set withdrawn_at = now(), withdrawn_reason = '数据有误'"));
        write("one.md", GOOD + "\n又一段。");
        load();
        assertThat(texts("select withdrawn_reason from item")).containsExactly("数据有误");
    }

    @Test
    void eachFaultyFileIsNamedWithLineAndReasonAndTheRestIsKept() throws IOException, SQLException {
        write("good.md", GOOD);
        write("Bad Name.md", GOOD);
        write("no-front.md", "正文\n");
        write("not-closed.md", GOOD.replaceFirst("published: 2026-03-12\n---", ""));
        write("no-text.md", GOOD.replace("正文在这里。", ""));
        write("unknown-key.md", GOOD.replace("topic: fraud", "topik: fraud"));
        write("topic.md", GOOD.replace("topic: fraud", "topic: cooking"));
        write("group.md", GOOD.replace("elder", "grandpa"));
        write("no-groups.md", GOOD.replace("[elder, farmer]", "[]"));
        write("date.md", GOOD.replace("2026-03-12", "2026-02-30"));
        write("no-title.md", GOOD.replace("title: 好文章的题目\n", ""));
        write("yaml.md", GOOD.replace("[elder, farmer]", "[elder"));
        write("month.md", GOOD.replace("---\n\n", "months: [13]\n---\n\n"));
        write("term.md", GOOD.replace("---\n\n", "terms: [冬冬]\n---\n\n"));
        write("region.md", GOOD.replace("---\n\n", "regions: [\"510\"]\n---\n\n"));
        write("authority.md", GOOD.replace("national", "myself"));
        write(
                "film.md",
                GOOD.replace("---\n\n", "kind: video\nseconds: 3\nmedia: film.mp4\nposter: film.jpg\n---\n\n"));
        write(
                "escape.md",
                GOOD.replace("---\n\n", "kind: video\nseconds: 3\nmedia: ../a.mp4\nposter: /etc/x.jpg\n---\n\n"));
        Files.write(folder.resolve("latin.md"), GOOD.getBytes(java.nio.charset.Charset.forName("GB18030")));
        Library.Report report = load();
        assertThat(report.added()).isEqualTo(1);
        assertThat(texts("select id from item")).containsExactly("good");
        assertThat(report.faults()).allMatch(fault -> fault.matches("[^:]+\\.md:[0-9]+: .{5,}"));
        assertThat(report.faults())
                .extracting(fault -> fault.substring(0, fault.indexOf(": ")))
                .contains(
                        "Bad Name.md:1",
                        "no-front.md:1",
                        "not-closed.md:1",
                        "no-text.md:11",
                        "unknown-key.md:4",
                        "topic.md:4",
                        "group.md:5",
                        "no-groups.md:5",
                        "date.md:10",
                        "no-title.md:1",
                        "yaml.md:6",
                        "month.md:11",
                        "term.md:11",
                        "region.md:11",
                        "authority.md:7",
                        "film.md:13",
                        "film.md:14",
                        "escape.md:13",
                        "escape.md:14",
                        "latin.md:1");
    }

    @Test
    void frontMatterThatHoldsNothingIsAFaultAndNoCrash() throws IOException, SQLException {
        write("good.md", GOOD);
        write("tilde.md", "---\n~\n---\n正文\n");
        write("comment.md", "---\n# nothing\n---\n正文\n");
        write("empty.md", "---\n---\n正文\n");
        write("list.md", "---\n- a\n---\n正文\n");
        write("null-group.md", GOOD.replace("[elder, farmer]", "[elder, ~]"));
        write("null-month.md", GOOD.replace("---\n\n", "months: [~]\n---\n\n"));
        write("null-region.md", GOOD.replace("---\n\n", "regions: [~]\n---\n\n"));
        write("null-term.md", GOOD.replace("---\n\n", "terms: [~]\n---\n\n"));
        write("null-keyword.md", GOOD.replace("---\n\n", "keywords: [~]\n---\n\n"));
        write("null-topic.md", GOOD.replace("topic: fraud", "topic: ~"));
        write("nothing.md", "");
        write("alias.md", "---\ntitle: &a [*a]\n---\n正文\n");
        Library.Report report = load();
        assertThat(texts("select id from item")).containsExactly("good");
        assertThat(report.faults().stream()
                        .map(fault -> fault.substring(0, fault.indexOf(':')))
                        .distinct())
                .containsExactlyInAnyOrder(
                        "alias.md",
                        "comment.md",
                        "empty.md",
                        "list.md",
                        "nothing.md",
                        "null-group.md",
                        "null-keyword.md",
                        "null-month.md",
                        "null-region.md",
                        "null-term.md",
                        "null-topic.md",
                        "tilde.md");
    }

    @Test
    void aRegionThatDoesNotExistIsAFaultWithItsFileAndLine() throws IOException, SQLException {
        for (String none : List.of("99", "5199", "510999", "510903999", "510903100999", "990101001001")) {
            write("r" + none + ".md", GOOD.replace("---\n\n", "regions: [\"5109\", \"" + none + "\"]\n---\n\n"));
        }
        Library.Report report = load();
        assertThat(report.added()).isZero();
        assertThat(report.faults())
                .containsExactlyInAnyOrder(
                        "r99.md:11: regions: there is no region 99",
                        "r5199.md:11: regions: there is no region 5199",
                        "r510999.md:11: regions: there is no region 510999",
                        "r510903999.md:11: regions: there is no region 510903999",
                        "r510903100999.md:11: regions: there is no region 510903100999",
                        "r990101001001.md:11: regions: there is no region 990101001001");
    }

    @Test
    void aVillageOfATownWhoseVillagesNobodyImportedMayBe() throws IOException, SQLException {
        String town = "110101001";
        assertThat(divisions.find(RegionCode.of(town))).isPresent();
        assertThat(divisions.villages(RegionCode.of(town))).isZero();
        write("village.md", GOOD.replace("---\n\n", "regions: [\"" + town + "001\"]\n---\n\n"));
        assertThat(load()).isEqualTo(new Library.Report(1, 1, 0, 0, List.of()));
    }

    @Test
    void textThatCannotBeStoredIsAFaultAndTheRestIsKept() throws IOException, SQLException {
        write("good.md", GOOD.replace("好文章", "𠮷🌾好文章"));
        write("nul-body.md", GOOD.replace("正文", "正\0文"));
        write("nul-title.md", GOOD.replace("好文章的题目", "\"好\\0文章\""));
        write("half.md", GOOD.replace("好文章的题目", "\"好\\uD83D文章\""));
        Library.Report report = load();
        assertThat(texts("select id from item")).containsExactly("good");
        assertThat(texts("select title from item")).singleElement().asString().startsWith("𠮷🌾");
        assertThat(report.faults())
                .extracting(fault -> fault.substring(0, fault.indexOf(": ")))
                .containsExactlyInAnyOrder("nul-body.md:13", "nul-title.md:2", "half.md:2");
    }

    @Test
    void twoFilesOfOneNameAreAFaultAndOneIsKept() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(folder.resolve("b"));
        write("a/same.md", GOOD);
        write("b/same.md", GOOD.replace("正文", "另一个"));
        Library.Report report = load();
        assertThat(report.added()).isEqualTo(1);
        assertThat(report.faults()).singleElement().asString().startsWith("b/same.md:1: ");
        assertThat(texts("select body from item")).singleElement().asString().contains("正文");
    }

    @Test
    void aFolderThatIsNotThereIsToldAndNothingChanged() throws IOException, SQLException {
        write("one.md", GOOD);
        load();
        assertThatThrownBy(() -> new Library(folder.resolve("nowhere"), media).importInto(bulk, divisions))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere");
        assertThat(rows()).hasSize(1);
    }

    private Library.Report load() throws IOException, SQLException {
        return new Library(folder, media).importInto(bulk, divisions);
    }

    private void write(String name, String text) throws IOException {
        Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> versions() throws SQLException {
        return texts("select number || ' ' || state || ' ' || origin from item_version order by number");
    }

    /** The items with the transaction that wrote each. */
    private List<String> rows() throws SQLException {
        return texts("select xmin::text || ' ' || i::text from item i order by id");
    }

    private List<String> texts(String sql) throws SQLException {
        return bulk.read(sql, row -> String.valueOf(row.getString(1)));
    }
}
