package kepu.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kepu.base.Topic;
import kepu.region.Divisions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The library that ships: the rules that every article and video of it keeps. */
class ContentTest {
    /** Rules no region out; whether they exist, the import asks. */
    private static final Divisions NOWHERE = new Divisions(List.of());

    private static final Path CONTENT =
            Path.of(System.getProperty("kepu.home", ".")).resolve("content");
    private static final Set<String> SOURCES = Set.of(
            "国家卫生健康委员会",
            "中国科学院国家天文台",
            "中国科学院紫金山天文台",
            "国家邮政局",
            "国家互联网信息办公室",
            "国家金融监督管理总局",
            "联合国粮食及农业组织",
            "国家安全部",
            "国家税务总局",
            "中国红十字会总会",
            "民政部",
            "国家粮食和物资储备局",
            "全国农业技术推广服务中心",
            "农业农村部",
            "国家市场监督管理总局",
            "国家反诈中心",
            "中国疾病预防控制中心",
            "国家消防救援局",
            "教育部",
            "应急管理部",
            "工业和信息化部",
            "国家食品安全风险评估中心",
            "公安部",
            "中国气象局",
            "国家能源局",
            "国家统计局",
            "国家林业和草原局",
            "中国科学院",
            "中国科学技术协会",
            "中国地震局",
            "自然资源部",
            "生态环境部",
            "水利部",
            "国家药品监督管理局",
            "公安部交通管理局",
            "人力资源社会保障部",
            "全国畜牧总站",
            "全国水产技术推广总站",
            "住房和城乡建设部",
            "中央网信办",
            "中国民用航空局",
            "中国地质调查局",
            "中国卫星导航系统管理办公室",
            "中国动物疫病预防控制中心",
            "中国人民银行",
            "世界卫生组织");

    static List<LibraryFile> articles() throws IOException {
        return files("articles");
    }

    static List<LibraryFile> videos() throws IOException {
        return files("videos");
    }

    @Test
    void thereAreEnoughOfThemOverEveryTopic() throws IOException {
        List<LibraryFile> articles = articles();
        assertThat(articles).hasSizeGreaterThanOrEqualTo(80);
        assertThat(videos()).hasSizeGreaterThanOrEqualTo(6);
        for (Topic topic : Topic.values()) {
            assertThat(articles)
                    .as(topic.label())
                    .anyMatch(file -> file.front().topic().equals(topic.code()));
        }
        Set<String> titles = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (LibraryFile file :
                Stream.concat(articles.stream(), videos().stream()).toList()) {
            assertThat(titles.add(file.front().title()))
                    .as(file.front().title())
                    .isTrue();
            assertThat(ids.add(file.id)).as(file.id).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("articles")
    void anArticleKeepsTheRules(LibraryFile file) {
        assertThat(file.faults).as(file.id).isEmpty();
        assertThat(SafeHtml.length(file.text())).as(file.id).isBetween(400, 1_000);
        assertThat(file.id).startsWith(file.front().topic() + "-");
        assertThat(file.text())
                .as("no links, pictures, HTML or second title: %s", file.id)
                .doesNotContainPattern("(?m)<[a-zA-Z/!]|\\]\\(|^# ");
        assertThat(file.text().codePoints().filter(Character::isIdeographic).count())
                .as(file.id)
                .isGreaterThan(250);
        assertMatter(file);
    }

    @ParameterizedTest
    @MethodSource("videos")
    void aVideoIsShortSmallAndPlaysEverywhere(LibraryFile file) throws IOException {
        assertThat(file.faults).as(file.id).isEmpty();
        assertMatter(file);
        byte[] film = bytes(String.valueOf(file.front().media()));
        assertThat(film.length).as(file.id).isLessThanOrEqualTo(1_000_000);
        String boxes = new String(film, StandardCharsets.ISO_8859_1);
        assertThat(boxes)
                .as("H.264 and AAC in MP4")
                .contains("ftyp")
                .contains("avc1")
                .contains("mp4a");
        assertThat(boxes.indexOf("moov")).as("plays before it is loaded").isLessThan(boxes.indexOf("mdat"));
        byte[] poster = bytes(String.valueOf(file.front().poster()));
        assertThat(poster).startsWith(0xFF, 0xD8, 0xFF);
    }

    @Test
    void theLicencesAreThere() {
        assertThat(CONTENT.resolve("LICENSE")).content().contains("CC").contains("4.0");
    }

    private static void assertMatter(LibraryFile file) {
        LibraryFile.FrontMatter front = file.front();
        assertThat(SOURCES).as(file.id).containsAll(List.of(front.source().split("、")));
        assertThat(front.licence()).isEqualTo("CC-BY-4.0");
        assertThat(front.language()).isEqualTo("zh-CN");
        assertThat(front.title().length()).as(file.id).isBetween(6, 26);
        assertThat(front.summary().length()).as(file.id).isBetween(15, 64);
        assertThat(WrittenFile.list(front.keywords()))
                .as(file.id)
                .hasSizeBetween(3, 6)
                .doesNotHaveDuplicates();
        assertThat(front.groups()).as(file.id).hasSizeBetween(1, 4).doesNotHaveDuplicates();
        assertThat(file.published()).as(file.id).isBetween(LocalDate.of(2025, 9, 1), LocalDate.of(2026, 11, 30));
    }

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(CONTENT.resolve("videos").resolve(name));
    }

    private static List<LibraryFile> files(String folder) throws IOException {
        List<LibraryFile> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(CONTENT.resolve(folder))) {
            for (Path path : tree.filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                files.add(LibraryFile.read(path, NOWHERE));
            }
        }
        return files;
    }
}
