package kepu.alert;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import kepu.base.Xml;

/**
 * An Atom feed (RFC 4287) of CAP messages for other systems: one entry a message, with the link to its bytes and the words that aggregators
 * look at (OASIS CAP Feeds 1.0). The same bulletins always give the same bytes.
 */
final class CapFeed {
    static final String CAP_TYPE = "application/cap+xml";
    private static final String ATOM = "http://www.w3.org/2005/Atom";

    private final Xml xml = new Xml();
    private final String url;

    private CapFeed(String url) {
        this.url = url;
    }

    /** {@code url} is how this server is reached from outside. */
    static Buffer write(List<Bulletin> bulletins, String url, String title) {
        CapFeed feed = new CapFeed(url);
        feed.feed(bulletins, title);
        return Buffer.buffer(feed.xml.bytes());
    }

    private void feed(List<Bulletin> bulletins, String title) {
        xml.begin("feed").namespace(ATOM).namespace("cap", CapMessage.NAMESPACE);
        xml.element("id", url + "/v1/bulletins.atom");
        xml.element("title", title);
        Instant updated = bulletins.stream()
                .map(bulletin -> bulletin.posted().at())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        xml.element("updated", CapMessage.time(updated));
        author(title);
        link("self", "application/atom+xml", url + "/v1/bulletins.atom");
        for (Bulletin bulletin : bulletins) {
            entry(bulletin);
        }
        xml.end();
    }

    private void entry(Bulletin bulletin) {
        CapMessage message = bulletin.message();
        xml.begin("entry");
        xml.element("id", url + "/v1/bulletins/" + bulletin.id() + ".xml");
        xml.element("title", title(message));
        xml.element("updated", CapMessage.time(message.key().sent()));
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
        cap("msgType", CapWriter.word(message.kind()));
        xml.end();
    }

    private void summary(CapMessage.Info info) {
        xml.element("summary", (info.words().description() + "\n" + info.words().instruction()).strip());
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

    private void author(String name) {
        xml.begin("author").element("name", name).end();
    }

    private void link(String rel, String type, String href) {
        xml.empty("link").attribute("rel", rel).attribute("type", type).attribute("href", href);
    }

    private void cap(String name, String text) {
        xml.element("cap", name, CapMessage.NAMESPACE, text);
    }
}
