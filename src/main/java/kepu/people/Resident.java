package kepu.people;

import java.time.Instant;
import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a resident: what they told us, and nothing else. {@code village} is a 12-digit code; {@code deletedTopics} are
 * those that must not be learned of them.
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
        Instant consentAt) {
    public Resident {
        groups = Set.copyOf(groups);
        interests = Set.copyOf(interests);
        deletedTopics = Set.copyOf(deletedTopics);
    }
}
