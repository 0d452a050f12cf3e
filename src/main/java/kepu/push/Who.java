package kepu.push;

import java.time.Instant;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Resident;
import org.jspecify.annotations.Nullable;

/** What audiences ask of a resident, ready to be compared: sets as bits, the age in years of the calendar ({@link Fits#UNKNOWN} when nobody told). */
record Who(
        long id,
        long village,
        int groups,
        long interests,
        int age,
        @Nullable String occupation,
        String language) {
    static Who of(Resident resident, Instant now) {
        Integer born = resident.birthYear();
        return new Who(
                resident.id(),
                resident.village(),
                Group.mask(resident.groups()),
                Topic.mask(resident.interests()),
                born == null ? Fits.UNKNOWN : Publications.year(now) - born,
                resident.occupation(),
                resident.language());
    }
}
