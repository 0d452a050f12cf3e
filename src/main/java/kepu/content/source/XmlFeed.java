package kepu.content.source;

import com.rometools.rome.feed.synd.SyndContent;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.ParsingFeedException;
import com.rometools.rome.io.SyndFeedInput;
import java.io.StringReader;
import java.net.URI;
import java.util.Comparator;
import java.util.Date;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** RSS of all versions and Atom, by Rome: without document types, so without entities of anybody's making (CWE-611, CWE-776). */
final class XmlFeed {
    private XmlFeed() {}

    static void read(String text, URI at, EntryCleaning cleaning) {
        SyndFeed feed = parsed(text);
        String link = EntryCleaning.absolute(feed.getLink(), at);
        URI base = link == null ? at : URI.create(link);
        feed.getEntries().forEach(entry -> cleaning.take(raw(entry, base)));
    }

    private static SyndFeed parsed(String text) {
        SyndFeedInput input = new SyndFeedInput(false, Locale.ROOT);
        input.setAllowDoctypes(false);
        try {
            return input.build(new StringReader(text));
        } catch (ParsingFeedException e) {
            throw String.valueOf(e.getMessage()).contains("DOCTYPE")
                    ? FeedFailures.doctype()
                    : FeedFailures.malformed(e.getLineNumber(), e.getColumnNumber());
        } catch (FeedException | IllegalArgumentException e) {
            throw FeedFailures.unknownFormat();
        }
    }

    private static EntryCleaning.Raw raw(SyndEntry entry, URI base) {
        Date at = entry.getPublishedDate() == null ? entry.getUpdatedDate() : entry.getPublishedDate();
        return new EntryCleaning.Raw(
                entry.getUri(),
                entry.getLink(),
                entry.getTitle(),
                true,
                entry.getAuthor(),
                html(entry),
                at == null ? null : at.toInstant(),
                base);
    }

    /** The longest of its texts: some feeds have a summary and the whole. */
    private static @Nullable String html(SyndEntry entry) {
        Stream<SyndContent> all =
                Stream.concat(Stream.ofNullable(entry.getDescription()), entry.getContents().stream());
        return all.filter(Objects::nonNull)
                .map(XmlFeed::html)
                .filter(Objects::nonNull)
                .max(Comparator.comparingInt(String::length))
                .orElse(null);
    }

    private static @Nullable String html(SyndContent content) {
        return "text".equals(content.getType()) || "text/plain".equals(content.getType())
                ? JsonFeed.paragraphs(content.getValue())
                : content.getValue();
    }
}
