package kepu.people;

import java.time.Instant;
import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a resident: what they told us, and nothing else. {@code village} is a 12-digit code; {@code deletedTopics} are
 * those that must not be learned of them; {@code guardian} is null where none consented.
 */
public record Resident(
        long id,
        long village,
        Set<Group> groups,
        @Nullable Integer birthYear,
        @Nullable String occupation,
        Set<Topic> interests,
        Set<Topic> deletedTopics,
        String language,
        boolean largePrint,
        boolean personalised,
        String consentVersion,
        Instant consentAt,
        @Nullable Guardian guardian) {
    /** That a guardian consented: to which version of the text, and when. */
    public record Guardian(String version, Instant at) {}

    public Resident {
        groups = Set.copyOf(groups);
        interests = Set.copyOf(interests);
        deletedTopics = Set.copyOf(deletedTopics);
    }

    /** Whether they are under 14 by what they told, whoever consented. */
    public boolean isChild(Instant now) {
        return Minority.isUnder(birthYear, now);
    }

    /** Whether only the least may be kept of them: they are under 14 and no guardian has consented. */
    public boolean isHeld(Instant now) {
        return guardian == null && isChild(now);
    }
}
