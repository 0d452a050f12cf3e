package kepu.content.source;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Collectors;
import kepu.content.Draft;
import kepu.content.Season;
import kepu.content.review.Reviews;
import kepu.content.review.Version;
import kepu.people.Caller;

/** Hands what was chosen to 三审三校, with those who said it named below the text. */
public final class ReviewDrafts implements Drafts {
    private static final String LANGUAGE = "zh-CN";
    private static final int MOST_SOURCE = 80;

    private final Reviews reviews;

    public ReviewDrafts(Reviews reviews) {
        this.reviews = reviews;
    }

    @Override
    public Future<String> add(Caller.OfStaff by, Proposal proposal, String origin, String key) {
        Draft draft = draft(proposal);
        draft.requireWithin(by);
        return reviews.draft(draft, new Version.Origin(origin, proposal.given().trust()), key)
                .map(Version::item);
    }

    private static Draft draft(Proposal proposal) {
        Source.Given given = proposal.given();
        Proposal.Film film = proposal.film();
        String source = proposal.source();
        return new Draft(
                proposal.kind(),
                proposal.title(),
                proposal.summary(),
                given.topic(),
                given.groups(),
                given.regions(),
                Season.ALWAYS,
                List.of(),
                source.length() > MOST_SOURCE ? source.substring(0, MOST_SOURCE) : source,
                given.authority(),
                given.licence(),
                LANGUAGE,
                film == null ? null : film.media(),
                film == null ? null : film.poster(),
                null,
                film == null ? 0 : film.seconds(),
                text(proposal));
    }

    private static String text(Proposal proposal) {
        String text = proposal.text().isBlank() ? proposal.title() : proposal.text();
        if (proposal.attributions().isEmpty()) {
            return text;
        }
        String sources =
                proposal.attributions().stream().map(ReviewDrafts::named).collect(Collectors.joining("；"));
        return text + "\n\n来源（" + proposal.given().trust().label() + "）：" + sources;
    }

    private static String named(Proposal.Attribution one) {
        String name = escaped(one.source());
        String linked = one.url() != null && one.url().startsWith("https://")
                ? "[" + name + "](<" + one.url().replace("<", "%3C").replace(">", "%3E") + ">)"
                : name;
        return linked + "，" + escaped(one.licence());
    }

    /** What Markdown would read as more than text. */
    private static String escaped(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]<>#&!])", "\\\\$1");
    }
}
