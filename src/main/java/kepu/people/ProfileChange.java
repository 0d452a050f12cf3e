package kepu.people;

import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import org.jspecify.annotations.Nullable;

/** What a resident changes of their profile; null parts stay as they are, those named in {@code cleared} are taken out. */
public record ProfileChange(
        @Nullable Long village,
        @Nullable Set<Group> groups,
        @Nullable Integer birthYear,
        @Nullable String occupation,
        @Nullable Set<Topic> interests,
        @Nullable String language,
        @Nullable Boolean largePrint,
        @Nullable Boolean personalised,
        Set<Clearable> cleared) {
    /** What a resident may keep to themself. */
    public enum Clearable {
        BIRTH_YEAR,
        OCCUPATION
    }

    public ProfileChange {
        cleared = Set.copyOf(cleared);
    }

    /** Nothing but the switch for a personalised feed. */
    public static ProfileChange personalised(boolean on) {
        return new ProfileChange(null, null, null, null, null, null, null, on, Set.of());
    }
}
