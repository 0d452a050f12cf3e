package kepu.alert;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import kepu.base.Beijing;
import org.jspecify.annotations.Nullable;

/**
 * A message of the Common Alerting Protocol 1.2 (OASIS, 2010), as far as this house acts on it; the bytes it came in are kept beside it.
 * {@code signed} says that it carries an XML signature, not that the signature is right: that is not checked.
 */
public record CapMessage(
        Key key, Status status, Kind kind, Scope scope, List<Key> references, List<Info> infos, boolean signed) {
    static final String NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2";

    /** CAP's form of times: an offset in digits, no fractions, never Z. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(Beijing.ZONE);

    public enum Status {
        ACTUAL,
        EXERCISE,
        SYSTEM,
        TEST,
        DRAFT
    }

    /** CAP's msgType. The later one of two messages sent in the same second decides. */
    public enum Kind {
        ALERT,
        UPDATE,
        CANCEL,
        ACK,
        ERROR;

        /** Whether it has something to show to people. */
        public boolean tells() {
            return this == ALERT || this == UPDATE;
        }
    }

    public enum Scope {
        PUBLIC,
        RESTRICTED,
        PRIVATE
    }

    /** What names a message everywhere. */
    public record Key(String sender, String identifier, Instant sent) {
        /** As CAP's references write it. */
        String text() {
            return sender + "," + identifier + "," + time(sent);
        }
    }

    /** A name and a value, as CAP writes codes and parameters. */
    public record Named(String name, String value) {}

    /** A part of the area: its words, codes and drawn shapes; the union of them. */
    public record Area(String description, List<Named> geocodes, List<Shape> shapes) {
        public Area {
            geocodes = List.copyOf(geocodes);
            shapes = List.copyOf(shapes);
        }
    }

    /** What CAP wants to be told beside the severity. */
    public record Nature(String category, String urgency, String certainty) {}

    /** The words for people, each as the message has it, or empty. */
    public record Words(
            String event, String senderName, String headline, String description, String instruction, String web) {}

    /** From when and until when; null where the message does not say. */
    public record Times(
            @Nullable Instant effective,
            @Nullable Instant onset,
            @Nullable Instant expires) {}

    /** The message in one language for one area. {@code items} are ids of our library. */
    public record Info(
            String language,
            Severity severity,
            Nature nature,
            Words words,
            Times times,
            List<String> items,
            List<Area> areas) {
        public Info {
            items = List.copyOf(items);
            areas = List.copyOf(areas);
        }
    }

    public CapMessage {
        references = List.copyOf(references);
        infos = List.copyOf(infos);
    }

    /** Whether it is meant for everybody: the real thing, and not for a closed circle. */
    public boolean isPublic() {
        return status == Status.ACTUAL && scope == Scope.PUBLIC;
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
