package kepu.alert;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An Atom feed (RFC 4287) of CAP messages for other systems: one entry a message, with the link to its bytes and the words that aggregators
 * look at (OASIS CAP Feeds 1.0). The same bulletins always give the same bytes.
 */
final class CapFeed {
    static final String CAP_TYPE = "application/cap+xml";
    private static final String ATOM = "http://www.w3.org/2005/Atom";

    private final XMLStreamWriter out;
    private final String url;

    private CapFeed(XMLStreamWriter out, String url) {
        this.out = out;
        this.url = url;
    }

    /** {@code url} is how this server is reached from outside. */
    static Buffer write(List<Bulletin> bulletins, String url, String title) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter out =
                    XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            new CapFeed(out, url).feed(bulletins, title);
            out.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private void feed(List<Bulletin> bulletins, String title) throws XMLStreamException {
        out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        out.writeStartElement("feed");
        out.writeDefaultNamespace(ATOM);
        out.writeNamespace("cap", CapMessage.NAMESPACE);
        element("id", url + "/v1/bulletins.atom");
        element("title", title);
        Instant updated = bulletins.stream()
                .map(bulletin -> bulletin.posted().at())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        element("updated", CapMessage.time(updated));
        author(title);
        link("self", "application/atom+xml", url + "/v1/bulletins.atom");
        for (Bulletin bulletin : bulletins) {
            entry(bulletin);
        }
        out.writeEndElement();
        out.writeEndDocument();
    }

    private void entry(Bulletin bulletin) throws XMLStreamException {
        CapMessage message = bulletin.message();
        out.writeStartElement("entry");
        element("id", url + "/v1/bulletins/" + bulletin.id() + ".xml");
        element("title", title(message));
        element("updated", CapMessage.time(message.key().sent()));
        author(
                message.infos().isEmpty()
                                || message.infos()
                                        .getFirst()
                                        .words()
                                        .senderName()
                                        .isEmpty()
                        ? message.key().sender()
                        : message.infos().getFirst().words().senderName());
        link("alternate", CAP_TYPE, url + "/v1/bulletins/" + bulletin.id() + ".xml");
        if (!message.infos().isEmpty()) {
            summary(message.infos().getFirst());
        }
        cap("identifier", message.key().identifier());
        cap("msgType", word(message.kind()));
        out.writeEndElement();
    }

    private void summary(CapMessage.Info info) throws XMLStreamException {
        element("summary", (info.words().description() + "\n" + info.words().instruction()).strip());
        cap("event", info.words().event());
        cap("urgency", info.nature().urgency());
        cap("severity", info.severity().cap());
        cap("certainty", info.nature().certainty());
    }

    private static String title(CapMessage message) {
        if (message.infos().isEmpty()) {
            return message.kind() == CapMessage.Kind.CANCEL
                    ? "取消"
                    : message.key().identifier();
        }
        CapMessage.Words words = message.infos().getFirst().words();
        return words.headline().isEmpty() ? words.event() : words.headline();
    }

    private void author(String name) throws XMLStreamException {
        out.writeStartElement("author");
        element("name", name);
        out.writeEndElement();
    }

    private void link(String rel, String type, String href) throws XMLStreamException {
        out.writeEmptyElement("link");
        out.writeAttribute("rel", rel);
        out.writeAttribute("type", type);
        out.writeAttribute("href", href);
    }

    private void cap(String name, String text) throws XMLStreamException {
        out.writeStartElement("cap", name, CapMessage.NAMESPACE);
        out.writeCharacters(text);
        out.writeEndElement();
    }

    private void element(String name, String text) throws XMLStreamException {
        out.writeStartElement(name);
        out.writeCharacters(text);
        out.writeEndElement();
    }

    private static String word(Enum<?> word) {
        return word.name().charAt(0) + word.name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }
}
