package kepu.content.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Faults that feeds have in the world, each made here: {@link #ALL} cannot be read, {@link #ODD} can be by who is patient. */
final class BadFeeds {
    private static final String GOOD = Prose.rss(List.of(Prose.item("1", "春耕", "及时播种。")));

    /** {@code type} is that of the failure; empty for what is read. */
    record Bad(
            String name,
            String type,
            byte[] bytes,
            @Nullable String packing,
            String contentType) {}

    static final List<Bad> ALL = List.of(
            bad("nothing", "feed-empty", ""),
            bad("white space", "feed-empty", " \n\t "),
            bad("a page", "feed-is-html", "<!DOCTYPE html><html><body>404</body></html>"),
            bad("a page in capitals", "feed-is-html", "\n<HTML><HEAD></HEAD></HTML>"),
            bad("plain text", "feed-malformed", "Service temporarily unavailable"),
            bad("another XML", "feed-format-unknown", "<?xml version=\"1.0\"?><opml version=\"2.0\"><body/></opml>"),
            bad("truncated", "feed-malformed", GOOD.substring(0, GOOD.length() - 30)),
            bad("cut in a tag", "feed-malformed", GOOD.substring(0, GOOD.indexOf("<description>") + 7)),
            bad("an ampersand alone", "feed-malformed", GOOD.replace("春耕", "春耕 & 播种 < 收割")),
            bad("tags crossed", "feed-malformed", GOOD.replace("</title>", "</titel>")),
            bad("a control character", "feed-malformed", GOOD.replace("春耕", "春\u0008耕")),
            bad("NUL in the text", "feed-malformed", GOOD.replace("春耕", "春\u0000耕")),
            bad(
                    "a prefix nobody declared",
                    "feed-malformed",
                    GOOD.replace("<item>", "<item><dc:creator>甲</dc:creator>")),
            bad(
                    "an attribute twice",
                    "feed-malformed",
                    GOOD.replace("version=\"2.0\"", "version=\"2.0\" version=\"2.0\"")),
            bad("CDATA without end", "feed-malformed", GOOD.replace("及时播种。", "<![CDATA[及时播种。")),
            bad("two roots", "feed-malformed", GOOD + "<rss version=\"2.0\"/>"),
            bad("a laugh a billion times", "feed-doctype", laughs()),
            bad("one entity, very long", "feed-doctype", quadratic()),
            bad("a file of ours", "feed-doctype", entity("<!ENTITY x SYSTEM \"file:///etc/passwd\">")),
            bad("an address of ours", "feed-doctype", entity("<!ENTITY x SYSTEM \"http://127.0.0.1:8081/metrics\">")),
            bad("a parameter entity", "feed-doctype", entity("<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x.dtd\"> %p;")),
            bad(
                    "a document type elsewhere",
                    "feed-doctype",
                    GOOD.replace("<rss", "<!DOCTYPE rss SYSTEM \"http://127.0.0.1:1/rss.dtd\"><rss")),
            bad(
                    "a hundred thousand deep",
                    "feed-malformed",
                    GOOD.replace("及时播种。", "<a>".repeat(100_000) + "</a>".repeat(100_000))),
            raw(
                    "GBK that says UTF-8",
                    "feed-charset-wrong",
                    GOOD.getBytes(Charset.forName("GB18030")),
                    null,
                    "text/xml"),
            raw(
                    "Latin-1 that says UTF-8",
                    "feed-charset-wrong",
                    GOOD.replace("春耕", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1),
                    null,
                    "text/xml; charset=utf-8"),
            raw(
                    "half a character at the end",
                    "feed-charset-wrong",
                    half(GOOD.substring(0, GOOD.indexOf("春耕") + 1)),
                    null,
                    "text/xml"),
            raw(
                    "a charset that is none",
                    "feed-charset-unknown",
                    GOOD.getBytes(StandardCharsets.UTF_8),
                    null,
                    "text/xml; charset=utf-9"),
            bad("a charset with a strange name", "feed-charset-unknown", GOOD.replace("UTF-8", "x-klingon")),
            raw("a packing unknown here", "feed-packing", GOOD.getBytes(StandardCharsets.UTF_8), "br", "text/xml"),
            raw("a packing that it has not", "feed-packing", GOOD.getBytes(StandardCharsets.UTF_8), "gzip", "text/xml"),
            raw(
                    "packed and cut",
                    "feed-packing",
                    Arrays.copyOf(gzip(GOOD.getBytes(StandardCharsets.UTF_8)), 60),
                    "gzip",
                    "text/xml"),
            raw("a bomb", "feed-too-large", gzip(new byte[200 << 20]), "gzip", "text/xml"),
            bad(
                    "JSON cut",
                    "feed-malformed",
                    "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": \"1\""),
            bad("another JSON", "feed-format-unknown", "{\"posts\": []}"),
            bad("JSON of a version to come", "feed-format-unknown", "{\"version\": \"2\", \"items\": []}"),
            bad(
                    "JSON with items that are none",
                    "feed-format-unknown",
                    "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": {}}"),
            bad("JSON a hundred thousand deep", "feed-malformed", "{\"version\": " + "[".repeat(100_000)));

    static final List<Bad> ODD = List.of(
            bad("white space before the declaration", "", "\n\n  " + GOOD),
            bad("a mark before the declaration", "", "\uFEFF" + GOOD),
            bad("names of HTML", "", GOOD.replace("春耕", "春耕&nbsp;&mdash;&ldquo;播种&rdquo;")),
            bad("RSS 0.91 without guids", "", GOOD.replace("2.0", "0.91").replaceAll("<guid.*?</guid>", "")),
            bad("no version", "", GOOD.replace(" version=\"2.0\"", "")),
            bad("dates that are none", "", GOOD.replace("<item>", "<item><pubDate>昨天</pubDate>")),
            bad("links that lead nowhere", "", GOOD.replace("https://news.example/1", "ht!tp:// ")),
            bad(
                    "a script in CDATA",
                    "",
                    GOOD.replace("及时播种。", "<![CDATA[<p>好</p><script>alert(1)</script><img src=x onerror=alert(1)>]]>")),
            bad(
                    "a script in CDATA in CDATA",
                    "",
                    GOOD.replace(
                            "及时播种。", "<![CDATA[<p>]]]]><![CDATA[>好<iframe src=\"javascript:alert(1)\"></iframe>]]>")),
            bad("a link that runs", "", GOOD.replace("及时播种。", "&lt;a href=\"javascript:alert(1)\"&gt;好&lt;/a&gt;")),
            bad("titles with tags", "", GOOD.replace("春耕", "&lt;b&gt;春耕&lt;/b&gt;")),
            bad("entries without anything beside one that has", "", GOOD.replace("<item>", "<item/><item>")),
            raw(
                    "UTF-16 with its mark",
                    "",
                    ("\uFEFF" + GOOD.replace("UTF-8", "UTF-16")).getBytes(StandardCharsets.UTF_16BE),
                    null,
                    "text/xml"),
            raw("packed", "", gzip(GOOD.getBytes(StandardCharsets.UTF_8)), "gzip", "text/xml"),
            bad(
                    "JSON with numbers for ids and nulls",
                    "",
                    "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\": 7, \"title\": null,"
                            + " \"content_text\": \"一 < 二\\u0000\\n二\", \"url\": 5, \"authors\": [], \"date_published\": 3}, null, 4]}"));

    private BadFeeds() {}

    private static Bad bad(String name, String type, String text) {
        return raw(name, type, text.getBytes(StandardCharsets.UTF_8), null, "application/rss+xml");
    }

    private static Bad raw(String name, String type, byte[] bytes, @Nullable String packing, String contentType) {
        return new Bad(name, type, bytes, packing, contentType);
    }

    private static String laughs() {
        StringBuilder entities = new StringBuilder("<!ENTITY l0 \"哈\">");
        for (int i = 1; i < 10; i++) {
            entities.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
        }
        return entity(entities + "<!ENTITY x \"&l9;\">");
    }

    private static String quadratic() {
        return entity("<!ENTITY x \"" + "哈".repeat(50_000) + "\">").replace("&x;", "&x;".repeat(10_000));
    }

    private static String entity(String declarations) {
        return GOOD.replace("<rss", "<!DOCTYPE rss [" + declarations + "]><rss").replace("及时播种。", "&x;");
    }

    /** Without the last byte of the last character. */
    private static byte[] half(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
