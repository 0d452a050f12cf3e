package kepu.simulate;

import java.time.Instant;
import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import org.jspecify.annotations.Nullable;

/**
 * A synthetic resident with what nobody can know of a real one. {@code index} counts residents from 0; {@code groups} are the true ones,
 * not only those that the profile tells; {@code rate} is the probability that a day is active.
 */
public record Person(
        int index,
        Village home,
        int age,
        Set<Group> groups,
        Taste taste,
        double rate,
        double charsPerSecond,
        Profile profile) {
    /** What the person told us: the visible part. */
    public record Profile(
            Set<Group> groups,
            @Nullable Integer birthYear,
            @Nullable String occupation,
            Set<Topic> interests,
            String language,
            boolean largePrint,
            boolean personalised,
            Instant consentAt) {}
}
