package kepu.content.source;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;

/** Reads RSS, Atom and JSON Feed from what a server answered. Nothing in a feed makes it read anything else. Blocking: for a worker. */
final class FeedReader {
    private final Limits limits;

    FeedReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * @param bytes of a feed, unpacked
     * @param entryChars characters of one entry
     */
    record Limits(int bytes, int entryChars) {}

    /** What a server answered: packed bytes and what it says of them; {@code at} is where they came from in the end. */
    record Answered(
            byte[] bytes,
            @Nullable String packing,
            @Nullable String contentType,
            URI at) {}

    /** The first {@code most} entries; {@link Failure.Invalid} of type {@code feed-…} when it is no feed that can be read. */
    Feed read(Answered answered, int most, Instant now) {
        String text = FeedText.of(answered.bytes(), answered.packing(), answered.contentType(), limits.bytes());
        String head = text.substring(0, Math.min(text.length(), 1_000)).strip().toLowerCase(Locale.ROOT);
        if (head.isEmpty()) {
            throw FeedFailures.empty();
        }
        EntryCleaning cleaning = new EntryCleaning(limits.entryChars(), most, now);
        if (head.startsWith("{") || head.startsWith("[")) {
            JsonFeed.read(text, answered.at(), cleaning);
        } else if (head.startsWith("<!doctype html") || head.startsWith("<html")) {
            throw FeedFailures.html();
        } else {
            XmlFeed.read(text, answered.at(), cleaning);
        }
        return cleaning.feed();
    }
}
