package kepu.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeHtmlTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z0-9]+)((?:\\s[^<>]*)?)>");
    /** An address is https or has no scheme at all. */
    private static final Pattern ATTRIBUTES = Pattern.compile(
            "(?:\\s(?:href=\"(?:https://[^\"<>]*|[^\":/?#<>]*(?:[/?#][^\"<>]*)?)\"|rel=\"nofollow noopener noreferrer\"|start=\"[0-9]{1,4}\"))*\\s*/?");

    private static final List<String> PLAIN = List.of(
            "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "br", "code", "pre", "a");

    @ParameterizedTest
    @CsvSource({
        "**看标签。**用多少水写在上面,<p><strong>看标签。</strong>用多少水写在上面</p>",
        "成**“一”字**排开,<p>成<strong>“一”字</strong>排开</p>",
        "先说**“不”。**再挂**电话。**,<p>先说<strong>“不”。</strong>再挂<strong>电话。</strong></p>",
        "**甲**。**乙**丙,<p><strong>甲</strong>。<strong>乙</strong>丙</p>",
        "`甲。**乙`和**丙。**丁,<p><code>甲。**乙</code>和<strong>丙。</strong>丁</p>",
        "两颗星 ** 中间,<p>两颗星 ** 中间</p>"
    })
    void starsMakeWordsStrongBesideChinesePunctuationToo(String markdown, String html) {
        assertThat(SafeHtml.of(markdown).strip()).isEqualTo(html);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
                "<img src=x onerror=alert(1)>",
                "<svg/onload=alert(1)>",
                "<iframe src=\"javascript:alert(1)\"></iframe>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<p onclick=\"alert(1)\">x</p>",
                "<style>body{background:url(javascript:alert(1))}</style>",
                "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
                "<!--><script>alert(1)</script>-->",
                "<![CDATA[<script>alert(1)</script>]]>",
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](java&#115;cript:alert(1))",
                "[x](&#x6A;avascript:alert(1))",
                "[x](java\tscript:alert(1))",
                "[x](<java\u0000script:alert(1)>)",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "[x](vbscript:msgbox(1))",
                "[x](http://x.example/)",
                "[x](//x.example/)",
                "[x](https://x.example/\"onmouseover=\"alert(1))",
                "[x]( https://x.example/ \"t\\\" onclick=alert(1)\")",
                "![x](javascript:alert(1))",
                "![x](https://x.example/x.png)",
                "<javascript:alert(1)>",
                "<data:text/html,x>",
                "[x][1]\n\n[1]: javascript:alert(1)",
                "`<script>alert(1)</script>`",
                "```\"><script>alert(1)</script>\nx\n```",
                "~~~html onclick=alert(1)\n<script>\n~~~",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
                "&#60;script&#62;alert(1)&#60;/script&#62;",
                "<<script>script>alert(1)<</script>/script>",
                "\u2028<script>\u2029alert(1)</script>"
            })
    void noScriptSurvives(String markdown) {
        assertPlain(SafeHtml.of(markdown), markdown);
    }

    @Test
    void noHeapOfPiecesMakesAScript() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> pieces = List.of(
                "<",
                ">",
                "\"",
                "'",
                "`",
                "script",
                "/",
                "javascript:",
                "[x]",
                "(",
                ")",
                "onerror=",
                "<img src=x ",
                "&#60;",
                "&lt;",
                "\n",
                " ",
                "](",
                "https://",
                "<a href=",
                "<!--",
                "-->",
                "![",
                "\\",
                "```",
                "&",
                "\t",
                "\0",
                "# ",
                "- ");
        for (int i = 0; i < 3_000; i++) {
            StringBuilder markdown = new StringBuilder();
            for (int j = random.nextInt(24); j >= 0; j--) {
                markdown.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertPlain(SafeHtml.of(markdown.toString()), "seed " + seed + ": " + markdown);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'## 看一看','<h2>看一看</h2>'",
        "'**要紧**','<p><strong>要紧</strong></p>'",
        "'- 一','<ul><li>一</li></ul>'",
        "'3. 三','<ol start=\"3\"><li>三</li></ol>'",
        "'> 话','<blockquote><p>话</p></blockquote>'",
        "'𠮷🌾 a<b','<p>𠮷🌾 a&lt;b</p>'"
    })
    void plainWritingComesOutAsHtml(String markdown, String html) {
        String plain = Pattern.compile("&#x([0-9a-f]+);")
                .matcher(SafeHtml.of(markdown).replace("\n", ""))
                .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16)));
        assertThat(plain).isEqualTo(html);
    }

    @Test
    void aLinkToASafeAddressStays() {
        assertThat(SafeHtml.of("[国家](https://www.gov.cn/)"))
                .contains("href=\"https://www.gov.cn/\"")
                .contains("noopener");
    }

    @Test
    void theLengthCountsWhatPeopleRead() {
        assertThat(SafeHtml.length("木匠 𠮷🌾\n\u3000a\u00a0b")).isEqualTo(6);
        assertThat(SafeHtml.length(" \n\t\u3000")).isZero();
    }

    private static void assertPlain(String html, String what) {
        var tags = TAG.matcher(html);
        int found = 0;
        while (tags.find()) {
            found++;
            assertThat(PLAIN).as("%s -> %s", what, html).contains(tags.group(2).toLowerCase(Locale.ROOT));
            String attributes = tags.group(3).replaceAll("(?i)&#(?:58|x3a);", ":");
            assertThat(attributes).as("%s -> %s", what, html).matches(ATTRIBUTES);
        }
        assertThat(html.chars().filter(c -> c == '<').count())
                .as("%s -> %s", what, html)
                .isEqualTo(found);
    }
}
