package kepu.content.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of editors become Markdown; what could do harm is refused by name. */
class DocumentReaderTest {
    private static final DocumentReader READER = new DocumentReader(new DocumentReader.Limits(1 << 20, 8 << 20, 50));
    private static final String TYPES =
            "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\""
                    + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                    + "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    private static final String RELATIONS =
            "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\""
                    + " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    private static final String STYLES =
            "<?xml version=\"1.0\"?><w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:style w:type=\"paragraph\""
                    + " w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";

    @Test
    void allKindsAreReadTheSame() {
        String markdown = "# 防火用电\n\n出门**断电**。\n\n- 一\n- 二\n";
        String html = "<html><head><title>网页题</title><style>p{}</style></head><body><h1>防火用电</h1><p>出门<b>断电</b>。</p>"
                + "<script>alert(1)</script><ul><li>一</li><li>二</li></ul></body></html>";
        DocumentReader.Document one = read(markdown.getBytes(StandardCharsets.UTF_8), DocumentReader.MARKDOWN);
        DocumentReader.Document two = read(html.getBytes(StandardCharsets.UTF_8), DocumentReader.HTML);
        DocumentReader.Document three = read(docx(parts()), DocumentReader.DOCX);
        for (DocumentReader.Document document : new DocumentReader.Document[] {one, two, three}) {
            assertThat(document.title()).isEqualTo("防火用电");
            assertThat(document.text()).startsWith("出门**断电**。").doesNotContain("防火用电", "alert", "p{}");
            assertThat(document.beginning()).startsWith("出门断电。");
        }
        assertThat(two.text()).contains("- 一\n- 二");
    }

    @Test
    void whatIsLeftOutOfAPageIsSaid() {
        String html =
                "<h1>防火</h1><p>先看<img src='a.jpg'>图</p><table><tr><th>甲</th><th>乙</th></tr><tr><td>一</td> <td>二</td></tr></table>"
                        + "<script>alert(1)</script><iframe src='https://x.example/'></iframe><video src='a.mp4'></video><form><input name='a'></form>";
        DocumentReader.Document document = read(html.getBytes(StandardCharsets.UTF_8), DocumentReader.HTML);
        assertThat(document.text()).isEqualTo("先看图\n\n甲；乙\n\n一；二");
        assertThat(document.warnings())
                .containsExactly("图片没有收，请另外上传", "表格没有收，只留下了里面的文字，一行一段", "音频和视频没有收，请另外上传", "嵌入的网页没有收", "表单没有收", "脚本没有收");
        assertThat(read("<p>只有字</p>".getBytes(StandardCharsets.UTF_8), DocumentReader.HTML)
                        .warnings())
                .isEmpty();
    }

    @Test
    void whatIsLeftOutOfMarkdownIsSaidAndShowsNowhere() {
        String markdown = """
                # 防火

                <script>alert(1)</script>

                **注意：**先看![火](a.jpg)图<script>x()</script>，再<b>断电</b>。

                | 甲 | 乙 |
                |----|:--:|
                | 一 | ![二](b.jpg)二 |

                <div>框里的字</div>

                    | 代码 | 不是表 |
                    |---|---|

                a | b 不是表
                """;
        DocumentReader.Document document = read(markdown.getBytes(StandardCharsets.UTF_8), DocumentReader.MARKDOWN);
        assertThat(document.text())
                .startsWith("**注意：**先看图，再断电。\n\n甲；乙\n\n一；二\n\n框里的字\n\n    | 代码 | 不是表 |")
                .endsWith("a | b 不是表");
        assertThat(document.beginning()).startsWith("注意：先看图，再断电。 甲；乙 一；二 框里的字").doesNotContain("<", "alert", "x()");
        assertThat(document.warnings()).containsExactly("图片没有收，请另外上传", "表格没有收，只留下了里面的文字，一行一段", "脚本没有收");
        assertThat(read("# 题\n\n字。".getBytes(StandardCharsets.UTF_8), DocumentReader.MARKDOWN)
                        .warnings())
                .isEmpty();
    }

    @Test
    void aDocumentWithoutAHeadingIsNamedByItsTitleOrFirstLine() {
        assertThat(read("<title>网页题</title><p>正文</p>".getBytes(StandardCharsets.UTF_8), DocumentReader.HTML)
                        .title())
                .isEqualTo("网页题");
        assertThat(read("**第一**行\n\n正文".getBytes(StandardCharsets.UTF_8), DocumentReader.MARKDOWN)
                        .title())
                .isEqualTo("第一行");
    }

    @Test
    void textsOfOtherCharsetsSaySo() {
        byte[] gbk = "# 题\n\n文".getBytes(Charset.forName("GBK"));
        assertRefused(gbk, DocumentReader.MARKDOWN, "document-charset");
        assertThat(READER.read(gbk, DocumentReader.MARKDOWN, "gbk").title()).isEqualTo("题");
        assertThatThrownBy(() -> READER.read(gbk, DocumentReader.MARKDOWN, "no-such"))
                .isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n", "# 只有题\n", "<p> </p>"})
    void whatHoldsNoTextIsRefused(String text) {
        assertRefused(
                text.getBytes(StandardCharsets.UTF_8),
                text.startsWith("<") ? DocumentReader.HTML : DocumentReader.MARKDOWN,
                "document-empty");
    }

    @ParameterizedTest
    @CsvSource({
        "word/vbaProject.bin, macros, document-macros",
        "word/evil.xml, '<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>', document-doctype",
        "[Content_Types].xml, 'application/vnd.ms-word.document.macroEnabled.main+xml', document-macros",
        "word/_rels/document.xml.rels, '<Relationships><Relationship Id=\"r\" Type=\"http://x/relationships/image\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/></Relationships>', document-outside",
        "word/document.xml, '<w:document', document-broken",
        "word/document.xml, 'no xml', document-broken"
    })
    void whatCouldDoHarmIsRefused(String name, String content, String type) {
        Map<String, byte[]> parts = parts();
        parts.put(name, content.getBytes(StandardCharsets.UTF_8));
        assertRefused(docx(parts), DocumentReader.DOCX, type);
    }

    @Test
    void bombsAreRefusedBeforeTheyGoOff() {
        Map<String, byte[]> large = parts();
        large.put("word/media/image1.png", new byte[64 << 20]);
        assertRefused(docx(large), DocumentReader.DOCX, "document-bomb");
        Map<String, byte[]> many = parts();
        for (int i = 0; i < 60; i++) {
            many.put("word/x" + i, new byte[1]);
        }
        assertRefused(docx(many), DocumentReader.DOCX, "document-bomb");
        assertRefused(new byte[(1 << 20) + 1], DocumentReader.MARKDOWN, "document-too-large");
    }

    @Test
    void whatIsCutOrNoneIsBroken() {
        byte[] whole = docx(parts());
        for (int length : new int[] {0, 1, 10, 100, whole.length / 2}) {
            assertRefused(Arrays.copyOf(whole, length), DocumentReader.DOCX, "document-broken");
        }
        Map<String, byte[]> without = parts();
        without.remove("word/document.xml");
        assertRefused(docx(without), DocumentReader.DOCX, "document-broken");
        assertRefused("# 题\n文".getBytes(StandardCharsets.UTF_8), "application/pdf", "document-type");
    }

    private static DocumentReader.Document read(byte[] bytes, String type) {
        return READER.read(bytes, type, null);
    }

    private static void assertRefused(byte[] bytes, String type, String failure) {
        assertThatThrownBy(() -> READER.read(bytes, type, null))
                .isInstanceOfSatisfying(Failure.Invalid.class, refused -> {
                    assertThat(refused.type()).isEqualTo(failure);
                    assertThat(refused.detail()).containsPattern("\\p{IsHan}");
                });
    }

    static Map<String, byte[]> parts() {
        String body =
                "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
                        + "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>防火用电</w:t></w:r></w:p>"
                        + "<w:p><w:r><w:t>出门</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>断电</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>"
                        + "</w:body></w:document>";
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", TYPES.getBytes(StandardCharsets.UTF_8));
        parts.put("_rels/.rels", RELATIONS.getBytes(StandardCharsets.UTF_8));
        parts.put("word/document.xml", body.getBytes(StandardCharsets.UTF_8));
        parts.put("word/styles.xml", STYLES.getBytes(StandardCharsets.UTF_8));
        return parts;
    }

    static byte[] docx(Map<String, byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
