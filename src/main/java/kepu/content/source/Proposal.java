package kepu.content.source;

import java.util.List;
import kepu.content.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What somebody chose out of what came in, for reviewers to look at.
 *
 * @param source who says it, by name
 * @param given rights, topic and readers
 * @param text Markdown
 * @param attributions everybody who said the same, the first being {@code source}
 */
public record Proposal(
        Kind kind,
        String title,
        String summary,
        String source,
        Source.Given given,
        String text,
        List<Attribution> attributions,
        @Nullable Film film) {
    public Proposal {
        attributions = List.copyOf(attributions);
    }

    /** Where a text came from. */
    public record Attribution(String source, @Nullable String url, String licence) {}

    /** A video: names under {@code /media/}, and how long it is. */
    public record Film(String media, @Nullable String poster, int seconds) {}
}
