package kepu.alert;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes CAP 1.2 in UTF-8: the same message always gives the same bytes. Shapes are never written: what is made here has codes. */
final class CapWriter {
    private final XMLStreamWriter out;

    private CapWriter(XMLStreamWriter out) {
        this.out = out;
    }

    static byte[] write(CapMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter out =
                    XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            new CapWriter(out).alert(message);
            out.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    private void alert(CapMessage message) throws XMLStreamException {
        out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        out.writeStartElement("alert");
        out.writeDefaultNamespace(CapMessage.NAMESPACE);
        element("identifier", message.key().identifier());
        element("sender", message.key().sender());
        element("sent", CapMessage.time(message.key().sent()));
        element("status", word(message.status()));
        element("msgType", word(message.kind()));
        element("scope", word(message.scope()));
        if (!message.references().isEmpty()) {
            element(
                    "references",
                    message.references().stream().map(CapMessage.Key::text).collect(Collectors.joining(" ")));
        }
        for (CapMessage.Info info : message.infos()) {
            info(info);
        }
        out.writeEndElement();
        out.writeEndDocument();
    }

    private void info(CapMessage.Info info) throws XMLStreamException {
        out.writeStartElement("info");
        element("language", info.language());
        element("category", info.nature().category());
        element("event", info.words().event());
        element("urgency", info.nature().urgency());
        element("severity", info.severity().cap());
        element("certainty", info.nature().certainty());
        time("effective", info.times().effective());
        time("onset", info.times().onset());
        time("expires", info.times().expires());
        given("senderName", info.words().senderName());
        given("headline", info.words().headline());
        given("description", info.words().description());
        given("instruction", info.words().instruction());
        given("web", info.words().web());
        for (String item : info.items()) {
            named("parameter", new CapMessage.Named(CapReader.ITEM, item));
        }
        for (CapMessage.Area area : info.areas()) {
            out.writeStartElement("area");
            element("areaDesc", area.description());
            for (CapMessage.Named geocode : area.geocodes()) {
                named("geocode", geocode);
            }
            out.writeEndElement();
        }
        out.writeEndElement();
    }

    private void named(String element, CapMessage.Named named) throws XMLStreamException {
        out.writeStartElement(element);
        element("valueName", named.name());
        element("value", named.value());
        out.writeEndElement();
    }

    private void time(String name, @Nullable Instant time) throws XMLStreamException {
        if (time != null) {
            element(name, CapMessage.time(time));
        }
    }

    private void given(String name, String text) throws XMLStreamException {
        if (!text.isEmpty()) {
            element(name, text);
        }
    }

    private void element(String name, String text) throws XMLStreamException {
        out.writeStartElement(name);
        out.writeCharacters(clean(text));
        out.writeEndElement();
    }

    /** XML 1.0 has no control characters but tab and line ends, and no U+FFFE, U+FFFF. */
    private static String clean(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "");
    }

    /** CAP's words begin with a capital. */
    private static String word(Enum<?> word) {
        return word.name().charAt(0) + word.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
