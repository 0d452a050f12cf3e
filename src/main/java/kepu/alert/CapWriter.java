package kepu.alert;

import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import kepu.base.Xml;
import org.jspecify.annotations.Nullable;

/** Writes CAP 1.2 in UTF-8: the same message always gives the same bytes. Shapes are never written: what is made here has codes. */
final class CapWriter {
    private final Xml xml = new Xml();

    private CapWriter() {}

    static byte[] write(CapMessage message) {
        CapWriter writer = new CapWriter();
        writer.alert(message);
        return writer.xml.bytes();
    }

    private void alert(CapMessage message) {
        xml.begin("alert").namespace(CapMessage.NAMESPACE);
        xml.element("identifier", message.key().identifier());
        xml.element("sender", message.key().sender());
        xml.element("sent", CapMessage.time(message.key().sent()));
        xml.element("status", word(message.status()));
        xml.element("msgType", word(message.kind()));
        xml.element("scope", word(message.scope()));
        if (!message.references().isEmpty()) {
            xml.element(
                    "references",
                    message.references().stream().map(CapMessage.Key::text).collect(Collectors.joining(" ")));
        }
        for (CapMessage.Info info : message.infos()) {
            info(info);
        }
        xml.end();
    }

    private void info(CapMessage.Info info) {
        xml.begin("info");
        xml.element("language", info.language());
        xml.element("category", info.nature().category());
        xml.element("event", info.words().event());
        xml.element("urgency", info.nature().urgency());
        xml.element("severity", info.severity().cap());
        xml.element("certainty", info.nature().certainty());
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
            xml.begin("area");
            xml.element("areaDesc", area.description());
            for (CapMessage.Named geocode : area.geocodes()) {
                named("geocode", geocode);
            }
            xml.end();
        }
        xml.end();
    }

    private void named(String element, CapMessage.Named named) {
        xml.begin(element)
                .element("valueName", named.name())
                .element("value", named.value())
                .end();
    }

    private void time(String name, @Nullable Instant time) {
        if (time != null) {
            xml.element(name, CapMessage.time(time));
        }
    }

    private void given(String name, String text) {
        if (!text.isEmpty()) {
            xml.element(name, text);
        }
    }

    /** CAP's words begin with a capital. */
    static String word(Enum<?> word) {
        return word.name().charAt(0) + word.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
