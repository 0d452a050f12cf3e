package kepu.people;

import java.time.Instant;
import java.util.Set;
import kepu.base.Beijing;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Being under 14, where nothing but the least is kept of somebody until a guardian consents (个人信息保护法 §28, §31).
 * Only the year of birth is known, so whoever may still be 13 counts as 13.
 */
public final class Minority {
    private static final int OF_AGE = 14;

    private Minority() {}

    /** Whether somebody born in that year may still be under 14. */
    public static boolean isUnder(@Nullable Integer birthYear, Instant now) {
        return birthYear != null && Beijing.year(now) - birthYear <= OF_AGE;
    }

    /**
     * Whether the least is all that may be kept of a resident from this change on, while more may have been before it. {@link Failure.Conflict}
     * {@code guardian-needed} for what a guardian has to consent to first, {@code birth-year-kept} for growing up by a tap.
     */
    static boolean begins(Resident before, ProfileChange change, Instant now) {
        Integer year = change.birthYear() != null ? change.birthYear() : before.birthYear();
        boolean isCleared = change.cleared().contains(ProfileChange.Clearable.BIRTH_YEAR);
        boolean wasUnder = isUnder(before.birthYear(), now);
        boolean isUnder = !isCleared && isUnder(year, now);
        if (wasUnder && !isUnder) {
            throw new Failure.Conflict("birth-year-kept", "登记的年龄不满 14 周岁，出生年份不能改大。填错了，请注销后重新登记");
        }
        if (!isUnder || before.guardian() != null) {
            return false;
        }
        if (tells(change.groups()) || tells(change.interests()) || change.occupation() != null || isPersonal(change)) {
            throw needed();
        }
        return !wasUnder;
    }

    static Failure.Conflict needed() {
        return new Failure.Conflict("guardian-needed", "不满 14 周岁，要先请爸爸妈妈或其他监护人同意");
    }

    private static boolean tells(@Nullable Set<?> words) {
        return words != null && !words.isEmpty();
    }

    private static boolean isPersonal(ProfileChange change) {
        return Boolean.TRUE.equals(change.personalised());
    }
}
