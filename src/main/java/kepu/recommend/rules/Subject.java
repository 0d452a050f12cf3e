package kepu.recommend.rules;

import kepu.base.Topic;
import kepu.content.Item;
import kepu.content.Kind;

/** What a rule is about. */
public sealed interface Subject {
    record OfItem(String item) implements Subject {}

    record OfTopic(Topic topic) implements Subject {}

    record OfSource(String source) implements Subject {}

    record OfKind(Kind kind) implements Subject {}

    /** Whether the rule concerns this item. */
    default boolean covers(Item item) {
        return switch (this) {
            case OfItem(String id) -> item.id().equals(id);
            case OfTopic(Topic topic) -> item.topic() == topic;
            case OfSource(String source) -> item.source().equals(source);
            case OfKind(Kind kind) -> item.kind() == kind;
        };
    }
}
