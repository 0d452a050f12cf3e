package kepu.base;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML 1.0 document in UTF-8 that is written from its beginning to its end; the same calls always give the same bytes. */
public final class Xml {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XMLStreamWriter out;

    private interface Step {
        void take() throws XMLStreamException;
    }

    public Xml() {
        try {
            out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
    }

    public Xml begin(String element) {
        return step(() -> out.writeStartElement(element));
    }

    /** An element without contents; its attributes may follow. */
    public Xml empty(String element) {
        return step(() -> out.writeEmptyElement(element));
    }

    /** The same, in a namespace. */
    public Xml empty(String prefix, String element, String namespace) {
        return step(() -> out.writeEmptyElement(prefix, element, namespace));
    }

    /** The namespace of all names without a prefix. */
    public Xml namespace(String uri) {
        return step(() -> out.writeDefaultNamespace(uri));
    }

    public Xml namespace(String prefix, String uri) {
        return step(() -> out.writeNamespace(prefix, uri));
    }

    public Xml attribute(String name, String value) {
        return step(() -> out.writeAttribute(name, clean(value)));
    }

    public Xml text(String text) {
        return step(() -> out.writeCharacters(clean(text)));
    }

    public Xml end() {
        return step(out::writeEndElement);
    }

    /** A whole element. */
    public Xml element(String name, String text) {
        return begin(name).text(text).end();
    }

    /** The same, in a namespace. */
    public Xml element(String prefix, String name, String namespace, String text) {
        return step(() -> out.writeStartElement(prefix, name, namespace))
                .text(text)
                .end();
    }

    /** The document, after its last element has ended. */
    public byte[] bytes() {
        step(out::writeEndDocument).step(out::close);
        return bytes.toByteArray();
    }

    private Xml step(Step step) {
        try {
            step.take();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        return this;
    }

    /** XML 1.0 has no control characters but tab and line ends, and no U+FFFE, U+FFFF. */
    private static String clean(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "");
    }
}
