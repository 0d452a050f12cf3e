package kepu.recommend.rank;

import java.time.Instant;
import kepu.base.Beijing;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Resident;
import kepu.recommend.model.Policy;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Whom a feed is for. Whoever wants no personalised feed is a person without groups, interests and history.
 *
 * @param region a village; for guests and staff a region of any level
 * @param groups bits of {@link kepu.recommend.log.People#groupNames}
 * @param birthYear 0 when not known
 * @param interests topics that the person said they like, as bits
 * @param unusedTopics topics that the person does not want to be known for, as bits
 * @param history what they did; null for nothing
 */
public record Person(
        RegionCode region,
        int groups,
        int birthYear,
        long interests,
        long unusedTopics,
        @Nullable History history) {
    /** The same person as on their first visit: only village and groups are known. */
    public Person stranger() {
        return new Person(region, groups, 0, 0, 0, null);
    }

    /** Their age by the year in Beijing; 0 when it is not known. */
    public int age(long nowMillis) {
        return birthYear == 0 ? 0 : Beijing.year(Instant.ofEpochMilli(nowMillis)) - birthYear;
    }

    /** Somebody of whom only the region is known. */
    public static Person of(RegionCode region) {
        return new Person(region, 0, 0, 0, 0, null);
    }

    /** All that is known of a resident. */
    public static Person of(Resident resident, History history) {
        Integer born = resident.birthYear();
        return new Person(
                RegionCode.village(resident.village()),
                Group.mask(resident.groups()),
                born == null ? 0 : born,
                Topic.mask(resident.interests()),
                Topic.mask(resident.deletedTopics()),
                history);
    }

    /** Without personalisation: only what they said they do not want is left, and the age of a minor, which protects them. */
    public Person impersonal(Policy policy, long nowMillis) {
        int known = policy.isMinor(age(nowMillis)) ? birthYear : 0;
        return new Person(region, 0, known, 0, 0, history == null ? null : history.dismissals());
    }
}
