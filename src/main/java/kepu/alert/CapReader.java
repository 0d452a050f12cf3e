package kepu.alert;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import kepu.alert.CapMessage.Area;
import kepu.alert.CapMessage.Info;
import kepu.alert.CapMessage.Kind;
import kepu.alert.CapMessage.Named;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads CAP 1.2: first whether it keeps the schema, then what the specification asks for beyond it. */
final class CapReader {
    /** A language that is not given is this one, by the specification. */
    private static final String IMPLIED_LANGUAGE = "en-US";
    /** Our own parameter: an item of the library that goes with the message. */
    static final String ITEM = "kepu:item";

    private static final int MAX_NAME = 200;
    private static final String SIGNATURES = "http://www.w3.org/2000/09/xmldsig#";

    private final HardenedXml xml = new HardenedXml("/cap/cap-1.2.xsd");

    /**
     * The message in the bytes; {@link Failure.Invalid} with every fault and its line or element. On a worker: a long message takes
     * milliseconds.
     */
    CapMessage read(byte[] bytes, @Nullable String charset) {
        Element alert = xml.read(bytes, charset).getDocumentElement();
        requireVersion(alert);
        List<Failure.Fault> faults = new ArrayList<>(xml.faults(bytes, charset));
        if (faults.isEmpty()) {
            return checked(alert, faults);
        }
        throw invalid(faults);
    }

    /** The message in bytes that were read before. */
    CapMessage trusted(byte[] bytes) {
        return checked(xml.read(bytes, null).getDocumentElement(), new ArrayList<>());
    }

    private static Failure.Invalid invalid(List<Failure.Fault> faults) {
        return new Failure.Invalid("cap-invalid", "不符合 CAP 1.2，共 " + faults.size() + " 处", faults);
    }

    private static void requireVersion(Element alert) {
        String namespace = String.valueOf(alert.getNamespaceURI());
        if (!alert.getLocalName().equals("alert") || !namespace.equals(CapMessage.NAMESPACE)) {
            throw new Failure.Invalid(
                    "cap-version",
                    "只接受 CAP 1.2 的 alert，这是 " + alert.getLocalName() + "（" + namespace + "）",
                    List.of(new Failure.Fault("/" + alert.getLocalName(), "命名空间应为 " + CapMessage.NAMESPACE)));
        }
    }

    private static CapMessage checked(Element alert, List<Failure.Fault> faults) {
        Kind kind = word(alert, "msgType", Kind::valueOf);
        CapMessage.Key key = new CapMessage.Key(
                name(text(alert, "sender"), "/alert/sender", faults),
                name(text(alert, "identifier"), "/alert/identifier", faults),
                time(text(alert, "sent")));
        List<CapMessage.Key> references = references(text(alert, "references"), faults);
        if (references.isEmpty() && (kind == Kind.UPDATE || kind == Kind.CANCEL)) {
            faults.add(new Failure.Fault("/alert/references", "Update 和 Cancel 必须指明所更新、所取消的消息"));
        }
        CapMessage message = new CapMessage(
                key,
                word(alert, "status", CapMessage.Status::valueOf),
                kind,
                word(alert, "scope", CapMessage.Scope::valueOf),
                references,
                children(alert, "info").stream().map(info -> info(info, faults)).toList(),
                alert.getElementsByTagNameNS(SIGNATURES, "Signature").getLength() > 0);
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
        return message;
    }

    private static String name(String text, String at, List<Failure.Fault> faults) {
        if (text.isEmpty() || text.length() > MAX_NAME || text.matches("(?s).*[\\s,<&].*")) {
            faults.add(new Failure.Fault(at, "不能为空，最多 " + MAX_NAME + " 个字符，不能有空格、逗号、< 和 &"));
        }
        return text;
    }

    private static List<CapMessage.Key> references(String text, List<Failure.Fault> faults) {
        List<CapMessage.Key> keys = new ArrayList<>();
        for (String one : text.isEmpty() ? new String[0] : text.split("\\s+")) {
            Optional<CapMessage.Key> key = reference(one);
            key.ifPresent(keys::add);
            if (key.isEmpty()) {
                faults.add(new Failure.Fault("/alert/references", "应写成 sender,identifier,sent：" + one));
            }
        }
        return keys;
    }

    private static Optional<CapMessage.Key> reference(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CapMessage.Key(parts[0], parts[1], time(parts[2])));
        } catch (java.time.format.DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Info info(Element info, List<Failure.Fault> faults) {
        String language = text(info, "language");
        return new Info(
                language.isEmpty() ? IMPLIED_LANGUAGE : language,
                severity(text(info, "severity")),
                new CapMessage.Nature(text(info, "category"), text(info, "urgency"), text(info, "certainty")),
                new CapMessage.Words(
                        text(info, "event"),
                        text(info, "senderName"),
                        text(info, "headline"),
                        text(info, "description"),
                        text(info, "instruction"),
                        text(info, "web")),
                new CapMessage.Times(
                        maybe(text(info, "effective")), maybe(text(info, "onset")), maybe(text(info, "expires"))),
                named(info, "parameter").stream()
                        .filter(parameter -> parameter.name().equals(ITEM))
                        .map(Named::value)
                        .toList(),
                children(info, "area").stream().map(area -> area(area, faults)).toList());
    }

    private static Area area(Element area, List<Failure.Fault> faults) {
        List<Shape> shapes = new ArrayList<>();
        drawn(area, "polygon", Shape::polygon, "应为至少四点、首尾相同的“纬度,经度”", shapes, faults);
        drawn(area, "circle", Shape::circle, "应为“纬度,经度 半径公里”", shapes, faults);
        return new Area(text(area, "areaDesc"), named(area, "geocode"), shapes);
    }

    private static void drawn(
            Element area,
            String name,
            Function<String, Optional<Shape>> read,
            String rule,
            List<Shape> shapes,
            List<Failure.Fault> faults) {
        for (Element drawn : children(area, name)) {
            Optional<Shape> shape = read.apply(drawn.getTextContent());
            shape.ifPresent(shapes::add);
            if (shape.isEmpty()) {
                faults.add(new Failure.Fault("/alert/info/area/" + name, rule));
            }
        }
    }

    private static List<Named> named(Element parent, String name) {
        return children(parent, name).stream()
                .map(one -> new Named(text(one, "valueName"), text(one, "value")))
                .toList();
    }

    private static Severity severity(String word) {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.cap().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T word(Element alert, String name, Function<String, T> read) {
        return read.apply(text(alert, name).toUpperCase(Locale.ROOT));
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static @Nullable Instant maybe(String text) {
        return text.isEmpty() ? null : time(text);
    }

    /** The text of the first child of this name, without the space around it; empty when there is none. */
    private static String text(Element parent, String name) {
        List<Element> children = children(parent, name);
        return children.isEmpty() ? "" : children.getFirst().getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && name.equals(element.getLocalName())
                    && CapMessage.NAMESPACE.equals(element.getNamespaceURI())) {
                children.add(element);
            }
        }
        return children;
    }
}
