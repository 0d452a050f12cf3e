package kepu.content.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import kepu.base.Failure;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What feeds say is read as they mean it; what is none says why. */
class FeedReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final URI AT = URI.create("https://news.example/feeds/all.xml");
    private static final FeedReader READER = new FeedReader(new FeedReader.Limits(1 << 20, 50_000));

    @Test
    void allFormatsAreReadTheSame() {
        String rss = """
                <?xml version="1.0" encoding="UTF-8"?>
                <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>源</title>
                <link>https://news.example/</link><description>源</description>
                <item><guid isPermaLink="false">a-1</guid><title>霜降防冻</title><link>/2026/a.html</link><author>农技站</author>
                <pubDate>Thu, 12 Mar 2026 09:30:00 +0800</pubDate><description>短</description>
                <content:encoded><![CDATA[<p>盖<b>草帘</b>。</p><script>alert(1)</script><a href="b.html">更多</a>]]></content:encoded></item>
                </channel></rss>""";
        String atom = """
                <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>源</title><updated>2026-03-12T09:30:00+08:00</updated>
                <link rel="alternate" href="https://news.example/"/>
                <entry><id>a-1</id><title>霜降防冻</title><link href="https://news.example/2026/a.html"/><author><name>农技站</name></author>
                <published>2026-03-12T09:30:00+08:00</published><updated>2026-03-13T09:30:00+08:00</updated>
                <content type="html">&lt;p&gt;盖&lt;b&gt;草帘&lt;/b&gt;。&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;a href="b.html"&gt;更多&lt;/a&gt;</content></entry>
                </feed>""";
        String json = """
                {"version": "https://jsonfeed.org/version/1.1", "title": "源", "home_page_url": "https://news.example/",
                 "items": [{"id": "a-1", "title": "霜降防冻", "url": "/2026/a.html", "authors": [{"name": "农技站"}],
                 "date_published": "2026-03-12T09:30:00+08:00",
                 "content_html": "<p>盖<b>草帘</b>。</p><script>alert(1)</script><a href=\\"b.html\\">更多</a>"}]}""";
        for (String feed : new String[] {rss, atom, json}) {
            FeedEntry entry = only(feed);
            assertThat(entry.guid()).isEqualTo("a-1");
            assertThat(entry.title()).isEqualTo("霜降防冻");
            assertThat(entry.url()).isEqualTo("https://news.example/2026/a.html");
            assertThat(entry.author()).isEqualTo("农技站");
            assertThat(entry.publishedAt()).isEqualTo("2026-03-12T01:30:00Z");
            assertThat(entry.html())
                    .as("safe, with absolute links")
                    .startsWith("<p>盖<strong>草帘</strong>。</p><a href=\"https://news.example/b.html\"")
                    .doesNotContain("script", "alert");
        }
    }

    @Test
    void anEntryWithoutGuidDateOrLinkIsKnownByItsText() {
        FeedEntry entry = only(Prose.rss(java.util.List.of("<item><title>只有标题</title></item>")));
        assertThat(entry.guid()).startsWith("sha256:");
        assertThat(entry.url()).isNull();
        assertThat(entry.publishedAt()).isNull();
        assertThat(only(Prose.rss(java.util.List.of("<item><title>只有标题</title></item>")))
                        .guid())
                .isEqualTo(entry.guid());
    }

    @Test
    void entriesThatCannotBeTakenAreNamedAndTheRestIsKept() {
        String long1 = "长".repeat(50_001);
        Feed feed = read(
                Prose.rss(
                        java.util.List.of(
                                Prose.item("1", "一", "正文"),
                                "<item><guid>2</guid></item>",
                                Prose.item("3", "三", long1),
                                Prose.item("1", "又一", "正文二"),
                                "<item><guid isPermaLink=\"false\">5</guid><title>未来</title><pubDate>Thu, 12 Mar 2076 09:30:00 +0800</pubDate></item>")));
        assertThat(feed.entries()).extracting(FeedEntry::guid).containsExactly("1", "5");
        assertThat(feed.size()).isEqualTo(5);
        assertThat(feed.faults())
                .extracting(Poll.Fault::place, Poll.Fault::type)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "entry-empty"),
                        org.assertj.core.groups.Tuple.tuple(2, "entry-too-long"),
                        org.assertj.core.groups.Tuple.tuple(3, "entry-repeated"));
        assertThat(feed.entries().getLast().publishedAt())
                .as("nobody publishes in fifty years")
                .isNull();
    }

    @Test
    void theCharsetIsWhatTheTransportOrTheDocumentSays() {
        String feed = Prose.rss(java.util.List.of(Prose.item("1", "春耕", "播种")));
        String gbk = feed.replace("UTF-8", "GB2312");
        Charset gb = Charset.forName("GB18030");
        assertThat(read(gbk.getBytes(gb), "text/xml").entries().getFirst().title())
                .isEqualTo("春耕");
        assertThat(read(feed.getBytes(gb), "text/xml; charset=\"gbk\"")
                        .entries()
                        .getFirst()
                        .title())
                .as("the transport has the say")
                .isEqualTo("春耕");
        byte[] marked = ("\uFEFF" + feed.replace("UTF-8", "UTF-16")).getBytes(StandardCharsets.UTF_16LE);
        assertThat(read(marked, "text/xml; charset=gbk").entries().getFirst().title())
                .as("but the mark at the beginning is stronger")
                .isEqualTo("春耕");
    }

    @TestFactory
    Stream<DynamicTest> everyFaultOfTheCorpusHasItsName() {
        return BadFeeds.ALL.stream()
                .map(bad -> DynamicTest.dynamicTest(
                        bad.name(),
                        () -> assertThatThrownBy(() -> READER.read(
                                        new FeedReader.Answered(bad.bytes(), bad.packing(), bad.contentType(), AT),
                                        500,
                                        NOW))
                                .isInstanceOfSatisfying(Failure.Invalid.class, failure -> {
                                    assertThat(failure.type()).isEqualTo(bad.type());
                                    assertThat(failure.detail()).containsPattern("\\p{IsHan}");
                                })));
    }

    @Test
    void whatIsWrongWithJsonIsSaidWithItsPlace() {
        assertThatThrownBy(() -> read("{\n  \"version\": \"https://jsonfeed.org/version/1.1\",\n  \"items\": [,]\n}"))
                .isInstanceOfSatisfying(Failure.Invalid.class, failure -> {
                    assertThat(failure.type()).isEqualTo("feed-malformed");
                    assertThat(failure.detail()).contains("JSON", "第 3 行第 1");
                });
        assertThatThrownBy(() -> read("[{\"title\": 春耕}]")).isInstanceOfSatisfying(Failure.Invalid.class, failure -> {
            assertThat(failure.type()).isEqualTo("feed-malformed");
            assertThat(failure.detail()).contains("JSON", "第 1 行").doesNotContain("XML");
        });
        assertThatThrownBy(() -> read("[{\"title\": \"春耕\"}]"))
                .as("it is JSON, but no feed")
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        failure -> assertThat(failure.type()).isEqualTo("feed-format-unknown"));
    }

    @TestFactory
    Stream<DynamicTest> whatIsOddButMeansWellIsRead() {
        return BadFeeds.ODD.stream()
                .map(odd -> DynamicTest.dynamicTest(odd.name(), () -> {
                    Feed feed = READER.read(
                            new FeedReader.Answered(odd.bytes(), odd.packing(), odd.contentType(), AT), 500, NOW);
                    assertThat(feed.entries()).isNotEmpty();
                    assertThat(feed.entries())
                            .allSatisfy(entry -> assertThat(entry.html())
                                    .doesNotContainIgnoringCase(
                                            "<script", "onerror", "javascript:", "<img", "<iframe"));
                }));
    }

    private static FeedEntry only(String feed) {
        Feed read = read(feed);
        assertThat(read.entries()).hasSize(1);
        return read.entries().getFirst();
    }

    private static Feed read(String feed) {
        return read(feed.getBytes(StandardCharsets.UTF_8), "application/xml");
    }

    private static Feed read(byte[] bytes, String type) {
        return READER.read(new FeedReader.Answered(bytes, null, type, AT), 500, NOW);
    }
}
