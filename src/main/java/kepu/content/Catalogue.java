package kepu.content;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kepu.base.Beijing;
import org.jspecify.annotations.Nullable;

/** All live items at one moment, with the bytes of their cards ready. Immutable; a change makes a new one. */
public final class Catalogue {
    /** An item and its card: a JSON object in UTF-8 without the closing brace, so that a reason can be put behind. */
    public record Entry(Item item, byte[] card) {}

    private final List<Entry> entries;
    private final Map<String, Entry> byId = new HashMap<>();
    private final @Nullable Entry[] bySeq;

    public Catalogue(List<Item> items) {
        this.entries = items.stream().map(item -> new Entry(item, card(item))).toList();
        this.bySeq = new Entry[items.stream().mapToInt(Item::seq).max().orElse(0) + 1];
        entries.forEach(entry -> {
            byId.put(entry.item().id(), entry);
            bySeq[entry.item().seq()] = entry;
        });
    }

    /** In order of seq. */
    public List<Entry> entries() {
        return entries;
    }

    public Optional<Item> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(Entry::item);
    }

    /** The entry of a seq, or null when it is withdrawn or unknown. */
    public @Nullable Entry at(int seq) {
        return seq >= 0 && seq < bySeq.length ? bySeq[seq] : null;
    }

    /** One more than the highest seq: the size of an array indexed by it. */
    public int bound() {
        return bySeq.length;
    }

    /** The card as an object, for answers that are not in a hurry. */
    public static JsonObject wire(Item item) {
        JsonObject card = new JsonObject()
                .put("id", item.id())
                .put("kind", item.kind().code())
                .put("title", item.title())
                .put("summary", item.summary())
                .put("topic", item.topic().code())
                .put("source", item.source())
                .put("publishedAt", Beijing.text(item.publishedAt()));
        if (item.isForChildren()) {
            card.put("forChildren", true);
        }
        if (item.poster() != null) {
            card.put("cover", "/media/" + item.poster());
        }
        return item.kind() == Kind.ARTICLE ? card.put("chars", item.chars()) : card.put("seconds", item.seconds());
    }

    private static byte[] card(Item item) {
        String json = wire(item).encode();
        return json.substring(0, json.length() - 1).getBytes(StandardCharsets.UTF_8);
    }
}
