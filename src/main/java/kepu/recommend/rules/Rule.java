package kepu.recommend.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that an operator rules about the arrangement of feeds. */
public sealed interface Rule {
    /** How many places of a feed pins and quotas speak of. */
    int PLACES = 10;

    double LEAST_FACTOR = 0.1;
    double MOST_FACTOR = 10;

    /**
     * What every rule says beside its effect: its name within its version, for whom it is, from when (inclusive) until when (exclusive),
     * and why there is such a rule, for colleagues and never for residents.
     */
    record Terms(
            String id,
            Whom whom,
            @Nullable Instant from,
            @Nullable Instant until,
            String note) {
        private static final int LONGEST_NOTE = 200;

        public Terms {
            if (!id.matches("[a-z0-9]{1,12}")) {
                throw new IllegalArgumentException("not a name for a rule: " + id);
            }
            if (from != null && until != null && !until.isAfter(from)) {
                throw new IllegalArgumentException("a rule ends after it begins");
            }
            if (note.isBlank() || note.codePointCount(0, note.length()) > LONGEST_NOTE) {
                throw new IllegalArgumentException("a rule says why in 1 to " + LONGEST_NOTE + " characters");
            }
        }

        boolean isOpen(Instant now) {
            return (from == null || !from.isAfter(now)) && (until == null || until.isAfter(now));
        }
    }

    /** An item that stands at a place, 1 the first. */
    record Pin(Terms terms, String item, int place) implements Rule {
        public Pin {
            if (place < 1 || place > PLACES) {
                throw new IllegalArgumentException("no place to pin to: " + place);
            }
        }
    }

    /** Items that are taken for so many times as good (or, below 1, bad) as they are. */
    record Boost(Terms terms, Subject of, double factor) implements Rule {
        public Boost {
            if (!(factor >= LEAST_FACTOR && factor <= MOST_FACTOR)) {
                throw new IllegalArgumentException("a factor is from 0.1 to 10, not " + factor);
            }
            if (of instanceof Subject.OfKind) {
                throw new IllegalArgumentException("kinds are not boosted");
            }
        }
    }

    /** Items that are not shown. */
    record Ban(Terms terms, Subject of) implements Rule {
        public Ban {
            if (of instanceof Subject.OfKind) {
                throw new IllegalArgumentException("kinds are not banned");
            }
        }
    }

    /** At least or at most so many items of a topic, kind or source in any ten places in a row. */
    record Quota(Terms terms, Subject of, Bound bound, int count) implements Rule {
        /** Which side of the count is allowed. */
        public enum Bound {
            LEAST,
            MOST
        }

        public Quota {
            if (count < (bound == Bound.LEAST ? 1 : 0) || count > PLACES) {
                throw new IllegalArgumentException("no quota of ten places: " + count);
            }
            if (of instanceof Subject.OfItem) {
                throw new IllegalArgumentException("a quota is not about one item");
            }
        }

        /** Whether both cannot be kept, or the one makes the other idle. */
        boolean clashes(Quota other) {
            if (!of.equals(other.of)) {
                return false;
            }
            int least = bound == Bound.LEAST ? count : other.count;
            int most = bound == Bound.LEAST ? other.count : count;
            return bound == other.bound || least > most;
        }
    }

    Terms terms();
}
