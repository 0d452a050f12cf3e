package kepu.people;

import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import org.jspecify.annotations.Nullable;

/** What a resident changes of their profile; null parts stay as they are. */
public record ProfileChange(
        @Nullable Long village,
        @Nullable Set<Group> groups,
        @Nullable Integer birthYear,
        @Nullable String occupation,
        @Nullable Set<Topic> interests,
        @Nullable String language,
        @Nullable Boolean largePrint,
        @Nullable Boolean personalised) {
    /** Nothing but the switch for a personalised feed. */
    public static ProfileChange personalised(boolean on) {
        return new ProfileChange(null, null, null, null, null, null, null, on);
    }
}
