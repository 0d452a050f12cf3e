package kepu.push.channel;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import kepu.base.Beijing;
import kepu.base.Xml;

/** A region's publications as other media read them: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. */
public final class Syndication {
    private static final DateTimeFormatter RFC822 = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(Beijing.ZONE);
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final String DUBLIN_CORE = "http://purl.org/dc/elements/1.1/";
    private static final String LANGUAGE = "zh-CN";

    /** The formats, with the media type of each. */
    public enum Format {
        RSS("application/rss+xml; charset=utf-8"),
        ATOM("application/atom+xml; charset=utf-8"),
        JSON("application/feed+json; charset=utf-8");

        private final String type;

        Format(String type) {
            this.type = type;
        }

        public String type() {
            return type;
        }
    }

    /** A feed: {@code self} is where it is, {@code home} the site. {@code updated} is when an entry last came or changed. */
    public record Feed(String title, String self, String home, Instant updated, List<Entry> entries) {}

    /** {@code id} stays the same for ever; {@code link} is for people; {@code updated} is {@code at} until it is corrected. */
    public record Entry(
            String id, String link, String title, String summary, String author, Instant at, Instant updated) {}

    private Syndication() {}

    public static byte[] write(Feed feed, Format format) {
        return switch (format) {
            case RSS -> rss(feed);
            case ATOM -> atom(feed);
            case JSON -> json(feed).encode().getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] rss(Feed feed) {
        Xml xml = new Xml();
        xml.begin("rss").attribute("version", "2.0").namespace("atom", ATOM).namespace("dc", DUBLIN_CORE);
        xml.begin("channel")
                .element("title", feed.title())
                .element("link", feed.home())
                .element("description", feed.title())
                .element("language", LANGUAGE)
                .element("lastBuildDate", RFC822.format(feed.updated()));
        xml.empty("atom", "link", ATOM)
                .attribute("rel", "self")
                .attribute("href", feed.self())
                .attribute("type", "application/rss+xml");
        for (Entry entry : feed.entries()) {
            xml.begin("item")
                    .element("title", entry.title())
                    .element("link", entry.link())
                    .element("description", entry.summary());
            xml.begin("guid").attribute("isPermaLink", "false").text(entry.id()).end();
            xml.element("pubDate", RFC822.format(entry.at()))
                    .element("dc", "creator", DUBLIN_CORE, entry.author())
                    .element("atom", "updated", ATOM, Beijing.text(entry.updated()))
                    .end();
        }
        return xml.end().end().bytes();
    }

    private static byte[] atom(Feed feed) {
        Xml xml = new Xml();
        xml.begin("feed").namespace(ATOM).attribute("xml:lang", LANGUAGE);
        xml.element("id", feed.self()).element("title", feed.title()).element("updated", Beijing.text(feed.updated()));
        link(xml, "self", feed.self());
        link(xml, "alternate", feed.home());
        for (Entry entry : feed.entries()) {
            xml.begin("entry")
                    .element("id", entry.id())
                    .element("title", entry.title())
                    .element("updated", Beijing.text(entry.updated()))
                    .element("published", Beijing.text(entry.at()));
            xml.begin("author").element("name", entry.author()).end();
            link(xml, "alternate", entry.link());
            xml.element("summary", entry.summary()).end();
        }
        return xml.end().bytes();
    }

    private static void link(Xml xml, String relation, String href) {
        xml.empty("link").attribute("rel", relation).attribute("href", href);
    }

    private static JsonObject json(Feed feed) {
        JsonArray items = new JsonArray();
        feed.entries()
                .forEach(entry -> items.add(new JsonObject()
                        .put("id", entry.id())
                        .put("url", entry.link())
                        .put("title", entry.title())
                        .put("content_text", entry.summary())
                        .put("date_published", Beijing.text(entry.at()))
                        .put("date_modified", Beijing.text(entry.updated()))
                        .put("authors", new JsonArray().add(new JsonObject().put("name", entry.author())))));
        return new JsonObject()
                .put("version", "https://jsonfeed.org/version/1.1")
                .put("title", feed.title())
                .put("home_page_url", feed.home())
                .put("feed_url", feed.self())
                .put("language", LANGUAGE)
                .put("items", items);
    }
}
