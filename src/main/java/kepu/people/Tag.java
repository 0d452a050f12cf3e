package kepu.people;

import java.util.Optional;
import kepu.base.Group;
import kepu.base.Topic;

/** What a resident is taken for: somebody of a group, or somebody whom a topic interests. */
public sealed interface Tag {
    String GROUP = "group:";
    String TOPIC = "topic:";

    record OfGroup(Group group) implements Tag {}

    record OfTopic(Topic topic) implements Tag {}

    /** Stable, e.g. {@code topic:health} or {@code group:farmer}. */
    default String code() {
        return switch (this) {
            case OfGroup(Group group) -> GROUP + group.code();
            case OfTopic(Topic topic) -> TOPIC + topic.code();
        };
    }

    /** Plain Chinese. */
    default String label() {
        return switch (this) {
            case OfGroup(Group group) -> group.label();
            case OfTopic(Topic topic) -> topic.label();
        };
    }

    /** The tag of a {@link #code}; empty when there is none. */
    static Optional<Tag> of(String code) {
        if (code.startsWith(GROUP)) {
            return Group.of(code.substring(GROUP.length())).map(OfGroup::new);
        }
        return code.startsWith(TOPIC) ? Topic.of(code.substring(TOPIC.length())).map(OfTopic::new) : Optional.empty();
    }
}
