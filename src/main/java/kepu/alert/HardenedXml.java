package kepu.alert;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;

/**
 * XML of strangers, read without trust: no DTD (so no entities, inside or outside), no XInclude, nothing fetched, a bounded depth. What is
 * wrong is told by its line.
 */
final class HardenedXml {
    private static final String DEPTH = "jdk.xml.maxElementDepth";
    private static final int MAX_DEPTH = 32;
    private static final String ATTRIBUTES = "jdk.xml.elementAttributeLimit";
    private static final int MAX_ATTRIBUTES = 100;
    private static final String NO_DTD = "http://apache.org/xml/features/disallow-doctype-decl";
    private static final String LANGUAGE = "http://apache.org/xml/properties/locale";
    private static final int MOST_FAULTS = 20;

    private final Schema schema;

    /** Keeps to the schema of this resource. */
    HardenedXml(String resource) {
        try (InputStream in = Objects.requireNonNull(HardenedXml.class.getResourceAsStream(resource))) {
            SchemaFactory schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            schemas.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            schemas.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            schema = schemas.newSchema(new StreamSource(in));
        } catch (SAXException | IOException e) {
            throw new IllegalStateException("the shipped schema " + resource + " cannot be read", e);
        }
    }

    /**
     * The document in the bytes, whether it keeps the schema or not; {@code charset} is what the transport says of it (RFC 7303), null when
     * the document says itself. {@link Failure.Invalid} when it is no harmless XML.
     */
    Document read(byte[] bytes, @Nullable String charset) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setIgnoringComments(true);
            factory.setCoalescing(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DTD, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute(DEPTH, Integer.toString(MAX_DEPTH));
            factory.setAttribute(ATTRIBUTES, Integer.toString(MAX_ATTRIBUTES));
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Faults());
            return builder.parse(source(bytes, charset));
        } catch (SAXException e) {
            throw malformed(e);
        } catch (IOException e) {
            // the bytes are in memory: only their encoding can be wrong
            throw new Failure.Invalid("xml-malformed", "XML 的字符编码有误：" + e.getMessage());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java has no XML parser that can be hardened", e);
        }
    }

    /** What of the bytes does not keep the schema. */
    List<Failure.Fault> faults(byte[] bytes, @Nullable String charset) {
        Faults faults = new Faults();
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DTD, true);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            reader.setProperty(DEPTH, Integer.toString(MAX_DEPTH));
            Validator validator = schema.newValidator();
            validator.setProperty(LANGUAGE, Locale.SIMPLIFIED_CHINESE);
            validator.setErrorHandler(faults);
            validator.validate(new SAXSource(reader, source(bytes, charset)));
        } catch (SAXException e) {
            throw malformed(e);
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("what was read once cannot be read again", e);
        }
        return faults.found;
    }

    private static InputSource source(byte[] bytes, @Nullable String charset) {
        InputSource source = new InputSource(new ByteArrayInputStream(bytes));
        if (charset != null) {
            source.setEncoding(charset);
        }
        return source;
    }

    private static Failure.Invalid malformed(SAXException cause) {
        String message = String.valueOf(cause.getMessage());
        List<Failure.Fault> where = cause instanceof SAXParseException at
                ? List.of(new Failure.Fault("line=" + at.getLineNumber(), "从这里起读不下去"))
                : List.of();
        if (message.contains("DOCTYPE")) {
            return new Failure.Invalid("xml-doctype", "XML 里不能有 DOCTYPE（不接受 DTD 和实体）", where);
        }
        if (message.contains("JAXP")) {
            return new Failure.Invalid("xml-limit", "XML 嵌套太深或属性太多：最多 " + MAX_DEPTH + " 层", where);
        }
        return new Failure.Invalid("xml-malformed", "不是正确的 XML", where);
    }

    /** Collects what breaks the schema; what breaks XML ends the reading. */
    private static final class Faults implements ErrorHandler {
        private final List<Failure.Fault> found = new ArrayList<>();

        @Override
        public void warning(SAXParseException fault) {
            // a warning breaks nothing
        }

        @Override
        public void error(SAXParseException fault) {
            if (found.size() < MOST_FAULTS) {
                String said = String.valueOf(fault.getMessage());
                found.add(new Failure.Fault("line=" + fault.getLineNumber(), said.replaceFirst("^[\\w.-]+: ", "")));
            }
        }

        @Override
        public void fatalError(SAXParseException fault) throws SAXParseException {
            throw fault;
        }
    }
}
