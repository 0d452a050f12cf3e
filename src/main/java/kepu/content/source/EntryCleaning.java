package kepu.content.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import kepu.base.Sha256;
import kepu.base.Shortened;
import kepu.content.SafeHtml;
import org.jspecify.annotations.Nullable;

/** Makes entries out of what a feed has, one after the other: safe HTML, absolute addresses, times that can be. */
final class EntryCleaning {
    private static final int MOST_TITLE = 300;
    private static final int MOST_GUID = 1_000;
    private static final int MOST_AUTHOR = 100;
    private static final Duration AHEAD = Duration.ofDays(1);

    private final int mostChars;
    private final int mostEntries;
    private final Instant now;
    private final List<FeedEntry> entries = new ArrayList<>();
    private final List<Poll.Fault> faults = new ArrayList<>();
    private final Set<String> guids = new HashSet<>();
    private int place;

    EntryCleaning(int mostChars, int mostEntries, Instant now) {
        this.mostChars = mostChars;
        this.mostEntries = mostEntries;
        this.now = now;
    }

    /**
     * An entry as it is written.
     *
     * @param titleIsHtml whether the title can have tags
     * @param base what its addresses are relative to
     */
    record Raw(
            @Nullable String guid,
            @Nullable String url,
            @Nullable String title,
            boolean titleIsHtml,
            @Nullable String author,
            @Nullable String html,
            @Nullable Instant at,
            URI base) {}

    /** Takes the next entry, or notes why it cannot be taken. */
    void take(Raw raw) {
        int at = place++;
        if (at >= mostEntries) {
            if (at == mostEntries) {
                fault(at, "entries-too-many", "订阅源的条目超过 %,d 条的上限，从这一条起没有读".formatted(mostEntries));
            }
            return;
        }
        String html = raw.html() == null ? "" : raw.html();
        if (html.length() > mostChars) {
            fault(at, "entry-too-long", "这一条超过 %,d 字的上限".formatted(mostChars));
            return;
        }
        String safe = SafeHtml.clean(storable(html), raw.base());
        String title = title(raw);
        if (title.isEmpty() && SafeHtml.text(safe).isBlank()) {
            fault(at, "entry-empty", "这一条既没有标题，也没有正文");
            return;
        }
        add(at, raw, title, safe);
    }

    private void add(int at, Raw raw, String title, String safe) {
        String url = absolute(raw.url(), raw.base());
        String guid = guid(raw.guid(), url, title, safe);
        if (!guids.add(guid)) {
            fault(at, "entry-repeated", "同一个订阅源里有两条用了同一个编号，只取前一条");
            return;
        }
        String author = raw.author() == null ? "" : line(raw.author());
        entries.add(new FeedEntry(
                guid,
                url,
                title.isEmpty() ? Shortened.of(line(SafeHtml.text(safe)), 60) : title,
                author.isEmpty() ? null : Shortened.of(author, MOST_AUTHOR),
                safe,
                raw.at() == null || raw.at().isAfter(now.plus(AHEAD)) ? null : raw.at()));
    }

    Feed feed() {
        return new Feed(place, entries, faults);
    }

    private static String title(Raw raw) {
        String written = raw.title() == null ? "" : storable(raw.title());
        String cut = written.length() > MOST_TITLE * 4 ? written.substring(0, MOST_TITLE * 4) : written;
        return Shortened.of(
                line(raw.titleIsHtml() ? SafeHtml.text(SafeHtml.clean(cut, null)) : storable(cut)), MOST_TITLE);
    }

    private static String guid(@Nullable String given, @Nullable String url, String title, String html) {
        String own = given == null ? "" : line(storable(given));
        if (!own.isEmpty()) {
            return own.length() <= MOST_GUID ? own : hashed(own);
        }
        return url == null ? hashed(title + "\n" + html) : url;
    }

    private static String hashed(String text) {
        return "sha256:" + HexFormat.of().formatHex(Sha256.of(text));
    }

    /** The address that a link comes to, when it is one of the web. */
    static @Nullable String absolute(@Nullable String link, URI base) {
        if (link == null || link.isBlank() || link.length() > MOST_GUID) {
            return null;
        }
        try {
            URI uri = base.resolve(new URI(link.strip().replace(" ", "%20")));
            boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return isWeb && uri.getHost() != null ? uri.toString() : null;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    private void fault(int at, String type, String detail) {
        faults.add(new Poll.Fault(at, type, detail));
    }

    private static String line(String text) {
        return text.replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ").strip();
    }

    /** Without what PostgreSQL and UTF-8 cannot hold. */
    static String storable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE))
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
