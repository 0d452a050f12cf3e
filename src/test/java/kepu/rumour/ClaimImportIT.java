package kepu.rumour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import kepu.store.Bulk;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimImportIT {
    private static final Path CONTENT =
            Path.of(System.getProperty("kepu.home", ".")).resolve("content");
    private static final String GOOD = """
            ---
            claim: 烫伤了抹牙膏好得快
            rating: "false"
            topic: health
            groups: [elder, farmer]
            paraphrases:
              - 烫到了抹点牙膏行不行
            unlike:
              - 烫到了用什么牙膏牌子
            keywords: [烫伤, 牙膏]
            source: 国家卫生健康委员会
            authority: national
            licence: CC-BY-4.0
            language: zh-CN
            published: 2026-03-12
            items: [health-burn]
            ---

            ## 为什么

            牙膏盖住伤口，热散不出来。还会**脏了**伤口。

            ## 该怎么做

            马上用凉水冲。<script>alert(1)</script>
            """;

    @TempDir
    private Path folder;

    private final Bulk bulk = Bulk.open(TestPostgres.fresh());

    ClaimImportIT() throws SQLException {}

    @BeforeEach
    void begin() throws IOException {
        Files.createDirectories(folder.resolve("claims/health"));
    }

    @AfterEach
    void close() throws SQLException {
        bulk.close();
    }

    @Test
    void theShippedClaimsComeInWithoutAFaultAndTwiceChangesNothing() throws IOException, SQLException {
        ClaimLibrary library = new ClaimLibrary(CONTENT);
        ClaimLibrary.Report first = library.importInto(bulk);
        assertThat(first.faults()).isEmpty();
        assertThat(first.added()).isEqualTo(first.files()).isGreaterThanOrEqualTo(150);
        List<String> before = rows();
        assertThat(library.importInto(bulk))
                .isEqualTo(new ClaimLibrary.Report(first.files(), 0, 0, first.files(), List.of()));
        assertThat(rows()).as("not even written again").isEqualTo(before);
    }

    @Test
    void aClaimComesInWithItsReasonsAsSafeHtml() throws IOException, SQLException {
        write("burn.md", GOOD);
        assertThat(load()).isEqualTo(new ClaimLibrary.Report(1, 1, 0, 0, List.of()));
        assertThat(
                        texts(
                                "select claim || '|' || rating || '|' || paraphrases[1] || '|' || items[1] || '|' || unlike[1] from claim"))
                .containsExactly("烫伤了抹牙膏好得快|false|烫到了抹点牙膏行不行|health-burn|烫到了用什么牙膏牌子");
        assertThat(texts("select summary from claim")).containsExactly("牙膏盖住伤口，热散不出来。还会脏了伤口。");
        assertThat(texts("select body from claim"))
                .singleElement()
                .asString()
                .contains("<strong>脏了</strong>")
                .doesNotContain("<script");
    }

    @Test
    void onlyWhatChangedIsChangedAndWhatIsGoneStays() throws IOException, SQLException {
        write("one.md", GOOD);
        write("two.md", GOOD);
        write("three.md", GOOD);
        assertThat(load()).isEqualTo(new ClaimLibrary.Report(3, 3, 0, 0, List.of()));
        write("two.md", GOOD.replace("好得快", "不留疤"));
        Files.delete(folder.resolve("claims/health/three.md"));
        assertThat(load()).isEqualTo(new ClaimLibrary.Report(2, 0, 1, 1, List.of()));
        assertThat(texts("select claim from claim where id = 'two'")).containsExactly("烫伤了抹牙膏不留疤");
        assertThat(texts("select id from claim order by id")).containsExactly("one", "three", "two");
    }

    @Test
    void eachFaultyFileIsNamedWithLineAndReasonAndTheRestIsKept() throws IOException, SQLException {
        write("good.md", GOOD);
        write("Bad Name.md", GOOD);
        write("no-front.md", "正文\n");
        write("rating.md", GOOD.replace("rating: \"false\"", "rating: wrong"));
        write("topic.md", GOOD.replace("topic: health", "topic: cooking"));
        write("group.md", GOOD.replace("elder", "grandpa"));
        write("date.md", GOOD.replace("2026-03-12", "2026-02-30"));
        write("unknown-key.md", GOOD.replace("source:", "sauce:"));
        write("no-claim.md", GOOD.replace("claim: 烫伤了抹牙膏好得快\n", ""));
        Files.write(folder.resolve("claims/health/latin.md"), "é".getBytes(StandardCharsets.ISO_8859_1));
        ClaimLibrary.Report report = load();
        assertThat(report.added()).isEqualTo(1);
        assertThat(report.files()).isEqualTo(10);
        assertThat(report.faults())
                .contains(
                        "health/Bad Name.md:1: the file name must be lower-case letters, digits and hyphens",
                        "health/no-front.md:1: the file must begin with front matter between two lines of ---",
                        "health/rating.md:3: rating: unknown value wrong",
                        "health/topic.md:4: topic: unknown value cooking",
                        "health/group.md:5: groups: unknown value grandpa",
                        "health/date.md:15: published must be a date like 2026-03-12",
                        "health/unknown-key.md:11: unknown key sauce",
                        "health/no-claim.md:1: claim must have 4 to 80 characters",
                        "health/latin.md:1: the file is not UTF-8");
    }

    @Test
    void aLibraryWithoutClaimsIsNoFault() throws IOException, SQLException {
        assertThat(new ClaimLibrary(folder.resolve("nothing")).importInto(bulk))
                .isEqualTo(new ClaimLibrary.Report(0, 0, 0, 0, List.of()));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve("claims/health").resolve(name), text);
    }

    private ClaimLibrary.Report load() throws IOException, SQLException {
        return new ClaimLibrary(folder).importInto(bulk);
    }

    private List<String> rows() throws SQLException {
        return texts("select xmin || claim::text from claim order by id");
    }

    private List<String> texts(String sql) throws SQLException {
        return bulk.read(sql, row -> row.getString(1));
    }
}
