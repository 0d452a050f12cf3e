package kepu.rumour;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.search.claim.ClaimText;

/**
 * A claim and what is to be said of it. {@code body} is safe HTML; {@code items} are ids of items that say more, of which some may not be
 * live.
 */
public record Verdict(
        ClaimText text,
        Rating rating,
        Topic topic,
        Set<Group> groups,
        String summary,
        String body,
        Sourcing sourcing,
        LocalDate published,
        List<String> items) {
    /** Who says it, and under what licence it is told. */
    public record Sourcing(String source, String authority, String licence, String language) {}

    public Verdict {
        groups = Set.copyOf(groups);
        items = List.copyOf(items);
    }

    public String id() {
        return text.id();
    }

    public String claim() {
        return text.claim();
    }
}
