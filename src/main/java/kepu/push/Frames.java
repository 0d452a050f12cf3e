package kepu.push;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import kepu.base.Beijing;
import kepu.content.Catalogue;
import kepu.push.Publications.Framed;

/** The frames of the last hours by their offsets, for those who come back. */
final class Frames {
    /** Cancellations are remembered beside the live publications, so many times the limit in all. */
    private static final int FRAMES_PER_PUBLICATION = 2;

    private final Supplier<Catalogue> catalogue;
    private final int limit;
    private final ConcurrentSkipListMap<Long, Framed> byOffset = new ConcurrentSkipListMap<>();
    /** When each offset was given, those without a frame too. */
    private final ConcurrentSkipListMap<Long, Long> millis = new ConcurrentSkipListMap<>();

    private volatile long last;
    /** Readers that stand before this offset cannot be told everything they missed. */
    private volatile long floor;

    Frames(Supplier<Catalogue> catalogue, int limit) {
        this.catalogue = catalogue;
        this.limit = limit;
    }

    /** After what the database holds is in. */
    void begin(long lowest, long highest) {
        floor = Math.max(floor, lowest);
        last = Math.max(last, highest);
    }

    Framed published(Posted posted) {
        Frame frame = Frame.of("publication", posted.seq(), entry(posted.publication()));
        return put(posted.seq(), posted.publishedMillis(), new Framed(frame, posted));
    }

    Framed cancelled(Posted posted) {
        byOffset.remove(posted.seq());
        long offset = Objects.requireNonNull(posted.publication().cancelSeq());
        Frame frame = Frame.of("cancel", offset, new JsonObject().put("id", Long.toString(posted.seq())));
        return put(offset, posted.cancelledMillis(), new Framed(frame, posted));
    }

    /** A publication is over and is told to nobody any more. */
    void over(long seq) {
        byOffset.remove(seq);
    }

    long last() {
        return last;
    }

    /** Whether a reader at {@code offset} can be told everything that came after. */
    boolean reaches(long offset) {
        return offset >= floor && offset <= last;
    }

    /** When the offset was given, or the one before it that is known. */
    long millisOf(long offset) {
        Map.Entry<Long, Long> entry = millis.floorEntry(offset);
        return entry == null ? Long.MIN_VALUE : entry.getValue();
    }

    /** The frames after {@code offset}, in order, without those of publications that are over or {@link #isWithdrawn withdrawn}. */
    List<Framed> after(long offset, long now) {
        List<Framed> after = new ArrayList<>();
        byOffset.tailMap(offset, false).forEach((at, framed) -> {
            if (framed.publication().cancelSeq() != null
                    || framed.posted().isLive(now) && !isWithdrawn(framed.publication())) {
                after.add(framed);
            }
        });
        return after;
    }

    /** Forgets the oldest past the limit. */
    void trim() {
        while (byOffset.size() > limit * FRAMES_PER_PUBLICATION) {
            long offset = byOffset.firstKey();
            floor = Math.max(floor, offset);
            byOffset.remove(offset);
        }
        while (millis.size() > limit * FRAMES_PER_PUBLICATION * 2) {
            millis.pollFirstEntry();
        }
    }

    /** Whether it went to one person, which no cancel takes back, and its item is not live any more. */
    boolean isWithdrawn(Publication publication) {
        return publication.resident() != 0 && !isInCatalogue(publication);
    }

    /** Whether its item, if it has one, can be shown. */
    boolean isInCatalogue(Publication publication) {
        return publication.item().isEmpty()
                || catalogue.get().find(publication.item()).isPresent();
    }

    /** As inboxes and live lines show it. */
    JsonObject entry(Publication publication) {
        JsonObject entry = new JsonObject().put("id", Long.toString(publication.seq()));
        if (!publication.item().isEmpty()) {
            entry.put(
                    "item",
                    catalogue
                            .get()
                            .find(publication.item())
                            .map(Catalogue::wire)
                            .orElseGet(() -> new JsonObject().put("id", publication.item())));
        }
        return entry.put("title", publication.title())
                .put("message", publication.message())
                .put("sender", publication.sender())
                .put("senderCode", publication.handling().sender())
                .put("priority", publication.handling().lane().code())
                .put("publishedAt", Beijing.text(publication.publishedAt()))
                .put("expiresAt", Beijing.text(publication.expiresAt()));
    }

    private Framed put(long offset, long at, Framed framed) {
        byOffset.put(offset, framed);
        millis.put(offset, at);
        last = Math.max(last, offset);
        return framed;
    }
}
