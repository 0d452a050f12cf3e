package kepu.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTML of others becomes Markdown that typesets to the same. */
class MarkdownTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>一段</p>",
                "<p>一段</p><p>两段</p>",
                "<h2>题</h2><p>文</p><h3>小题</h3><h4>更小</h4>",
                "<p>很<strong>重要</strong>的<em>事</em>。</p>",
                "<ul><li>一</li><li>二</li></ul>",
                "<ol start=\"3\"><li>三</li><li>四</li></ol>",
                "<ul><li>一<ul><li>里面</li></ul></li><li>二</li></ul>",
                "<blockquote><p>引用</p></blockquote>",
                "<p>上<br />下</p>",
                "<ul><li><p>字</p><ol start=\"4\"><li>四</li></ol></li></ul>",
                "<ul><li><blockquote><p>字</p><ol start=\"4\"><li>四</li></ol></blockquote></li></ul>",
                "<ul><li><blockquote><p>引用</p></blockquote><p>不是引用</p></li></ul>",
                "<ol><li>一</li></ol><ol start=\"4\"><li>四</li></ol>",
                "<ul><li>一</li></ul><ul><li>又一</li></ul>",
                "<p><code>一</code>和<strong>二</strong>。</p>",
                "<hr /><p>线</p>",
                "<p>代码 <code>a * b</code></p>",
                "<pre>一 行\n  两 行</pre>",
                "<p>见<a href=\"https://news.example/a?b=1&amp;c=2\">原文</a>。</p>",
                "<p>1. 不是列表</p><p># 不是标题</p><p>* 也不是</p><p>a_b_c `d` [e](f) &lt;g&gt; &amp;amp;</p>"
            })
    void whatIsTypesetAgainReadsTheSame(String html) {
        String safe = SafeHtml.clean(html, URI.create("https://news.example/"));
        String again = SafeHtml.of(Markdown.of(safe));
        assertThat(normal(again)).as(Markdown.of(safe)).isEqualTo(normal(safe));
    }

    @ParameterizedTest
    @CsvSource({
        "<p>很<strong>重要：</strong>请看</p>,很重要：请看",
        "<p>空<strong></strong>的</p>,空的",
        "<p><strong> 前后有空 </strong>的</p>,前后有空 的",
        "<div>没有段落<div>里面</div></div>,没有段落里面",
        "散着的字<p>一段</p>散着的,散着的字一段散着的",
        "<li>没有列表的项</li>,没有列表的项",
        "<ul><li><a href=/x><br></a>字</li></ul>,字",
        "<p><code><a href=/x>字</a></code></p>,字",
        "<ul><blockquote>字<ol start=4>四,字四",
        "<li>*<ol><br>尾,*尾",
        "<p>上<br><br> <br>下</p>,上下",
        "<strong><code>*</strong>&amp;,*&",
        "<code>*</blockquote><a href=/x></strong></code><strong></p><code>&amp;,*&",
        "<p><a href=/x>&amp;</ol><br> <strong><br><strong>字,&字",
        "<h2><p></code><a href=/x><ol><p><li><ul><a href=/x> *</a>,*",
        "<h1>大题</h1><table><tr><td>表</td></tr></table>,大题表"
    })
    void whatMarkdownCannotHaveStaysAsText(String html, String text) {
        String safe = SafeHtml.clean(html, null);
        assertThat(SafeHtml.text(SafeHtml.of(Markdown.of(safe))).replaceAll("\\s*\\n\\s*", ""))
                .isEqualTo(text);
    }

    @Test
    void noHtmlMakesItFail() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] pieces = {
            "<p>",
            "</p>",
            "<ul>",
            "</ul>",
            "<li>",
            "</li>",
            "<strong>",
            "</strong>",
            "<pre>",
            "</pre>",
            "<a href='/x'>",
            "</a>",
            "字",
            "<br>",
            "<h2>",
            "</h2>",
            "<blockquote>",
            "</blockquote>",
            "<code>",
            "</code>",
            " ",
            "<!-- -->",
            "<ol>",
            "<ol start=4>",
            "</ol>",
            "<script>x</script>",
            "&amp;",
            "*",
            "\n"
        };
        for (int round = 0; round < 2_000; round++) {
            StringBuilder html = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                html.append(pieces[random.nextInt(pieces.length)]);
            }
            String safe = SafeHtml.clean(html.toString(), URI.create("https://news.example/"));
            String again = SafeHtml.of(Markdown.of(safe));
            assertThat(letters(SafeHtml.text(again)))
                    .as("seed %d: %s", seed, html)
                    .isEqualTo(letters(SafeHtml.text(safe)));
        }
    }

    private static String letters(String text) {
        return text.replaceAll("\\s", "");
    }

    private static String normal(String html) {
        return html.replaceAll("</?code>(?=[^<]*</pre>)|(?<=<pre>)<code>", "")
                .replaceAll("<br />\\s+", "<br />")
                .replaceAll("\\s+<(ul|ol)", "<$1")
                .replaceAll(">\\s+<", "><")
                .replaceAll("\\s+</(li|pre)>", "</$1>")
                .replaceAll("<pre><code>", "<pre>")
                .replaceAll("</code></pre>", "</pre>")
                .replaceAll("<li><p>(.*?)</p>", "<li>$1")
                .strip();
    }
}
