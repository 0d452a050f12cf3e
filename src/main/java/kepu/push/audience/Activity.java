package kepu.push.audience;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What residents did, as far as audiences ask for it. Days are those of Beijing. */
public interface Activity {
    /** For audiences that ask for none of it. To be asked is a bug. */
    Activity UNTOLD = new Activity() {
        @Override
        public boolean reached(long resident, @Nullable LocalDate since) {
            throw new IllegalStateException("nobody tells here whom something reached");
        }

        @Override
        public boolean opened(long resident, String item, @Nullable LocalDate since) {
            throw new IllegalStateException("nobody tells here who opened something");
        }

        @Override
        public boolean shared(long resident, String item, @Nullable LocalDate since) {
            throw new IllegalStateException("nobody tells here who shared something");
        }

        @Override
        public boolean checked(long resident, String claim, @Nullable LocalDate since) {
            throw new IllegalStateException("nobody tells here who checked something");
        }
    };

    /** Whether a service to the resident was counted on a day or later; ever, for null. */
    boolean reached(long resident, @Nullable LocalDate since);

    /** Whether the resident opened or played the item on a day or later; ever, for null. */
    boolean opened(long resident, String item, @Nullable LocalDate since);

    /** Whether the resident shared the item on a day or later; ever, for null. */
    boolean shared(long resident, String item, @Nullable LocalDate since);

    /** Whether the resident was told of the claim when they checked it, on a day or later; ever, for null. */
    boolean checked(long resident, String claim, @Nullable LocalDate since);
}
