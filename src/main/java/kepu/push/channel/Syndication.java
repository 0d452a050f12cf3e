package kepu.push.channel;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import kepu.base.Beijing;

/** A region's publications as other media read them: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. */
public final class Syndication {
    private static final DateTimeFormatter RFC822 = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(Beijing.ZONE);
    private static final String ATOM = "http://www.w3.org/2005/Atom";
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

    /** A feed: {@code self} is where it is, {@code home} the site. {@code updated} is when the newest entry came. */
    public record Feed(String title, String self, String home, Instant updated, List<Entry> entries) {}

    /** {@code id} stays the same for ever; {@code link} is for people. */
    public record Entry(String id, String link, String title, String summary, String author, Instant at) {}

    private Syndication() {}

    public static byte[] write(Feed feed, Format format) {
        return switch (format) {
            case RSS -> xml(writer -> rss(writer, feed));
            case ATOM -> xml(writer -> atom(writer, feed));
            case JSON -> json(feed).encode().getBytes(StandardCharsets.UTF_8);
        };
    }

    private static void rss(XMLStreamWriter writer, Feed feed) throws XMLStreamException {
        writer.writeStartElement("rss");
        writer.writeAttribute("version", "2.0");
        writer.writeNamespace("atom", ATOM);
        writer.writeNamespace("dc", "http://purl.org/dc/elements/1.1/");
        writer.writeStartElement("channel");
        element(writer, "title", feed.title());
        element(writer, "link", feed.home());
        element(writer, "description", feed.title());
        element(writer, "language", LANGUAGE);
        element(writer, "lastBuildDate", RFC822.format(feed.updated()));
        writer.writeEmptyElement("atom", "link", ATOM);
        writer.writeAttribute("rel", "self");
        writer.writeAttribute("href", feed.self());
        writer.writeAttribute("type", "application/rss+xml");
        for (Entry entry : feed.entries()) {
            writer.writeStartElement("item");
            element(writer, "title", entry.title());
            element(writer, "link", entry.link());
            element(writer, "description", entry.summary());
            writer.writeStartElement("guid");
            writer.writeAttribute("isPermaLink", "false");
            writer.writeCharacters(entry.id());
            writer.writeEndElement();
            element(writer, "pubDate", RFC822.format(entry.at()));
            writer.writeStartElement("dc", "creator", "http://purl.org/dc/elements/1.1/");
            writer.writeCharacters(entry.author());
            writer.writeEndElement();
            writer.writeEndElement();
        }
        writer.writeEndElement();
        writer.writeEndElement();
    }

    private static void atom(XMLStreamWriter writer, Feed feed) throws XMLStreamException {
        writer.writeStartElement("feed");
        writer.writeDefaultNamespace(ATOM);
        writer.writeAttribute("xml:lang", LANGUAGE);
        element(writer, "id", feed.self());
        element(writer, "title", feed.title());
        element(writer, "updated", Beijing.text(feed.updated()));
        link(writer, "self", feed.self());
        link(writer, "alternate", feed.home());
        for (Entry entry : feed.entries()) {
            writer.writeStartElement("entry");
            element(writer, "id", entry.id());
            element(writer, "title", entry.title());
            element(writer, "updated", Beijing.text(entry.at()));
            element(writer, "published", Beijing.text(entry.at()));
            writer.writeStartElement("author");
            element(writer, "name", entry.author());
            writer.writeEndElement();
            link(writer, "alternate", entry.link());
            element(writer, "summary", entry.summary());
            writer.writeEndElement();
        }
        writer.writeEndElement();
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
                        .put("authors", new JsonArray().add(new JsonObject().put("name", entry.author())))));
        return new JsonObject()
                .put("version", "https://jsonfeed.org/version/1.1")
                .put("title", feed.title())
                .put("home_page_url", feed.home())
                .put("feed_url", feed.self())
                .put("language", LANGUAGE)
                .put("items", items);
    }

    private interface Writing {
        void write(XMLStreamWriter writer) throws XMLStreamException;
    }

    private static byte[] xml(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
            writer.writeStartDocument("UTF-8", "1.0");
            writing.write(writer);
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static void element(XMLStreamWriter writer, String name, String text) throws XMLStreamException {
        writer.writeStartElement(name);
        writer.writeCharacters(storable(text));
        writer.writeEndElement();
    }

    private static void link(XMLStreamWriter writer, String relation, String href) throws XMLStreamException {
        writer.writeEmptyElement("link");
        writer.writeAttribute("rel", relation);
        writer.writeAttribute("href", href);
    }

    /** XML 1.0 has no way to say most control characters. */
    private static String storable(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "");
    }
}
