package kepu.content.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a feed has it, made clean.
 *
 * @param guid what the feed calls it, else its address, else a hash of its text: the same for ever
 * @param url where people read it, absolute
 * @param html the text, safe; empty when there is a title only
 */
record FeedEntry(
        String guid,
        @Nullable String url,
        String title,
        @Nullable String author,
        String html,
        @Nullable Instant publishedAt) {}
