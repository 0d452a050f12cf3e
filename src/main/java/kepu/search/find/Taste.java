package kepu.search.find;

import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Item;
import kepu.people.Resident;
import org.jspecify.annotations.Nullable;

/** What of a person tilts the order of what they find: a little, so that the text decides. Nothing does of who switched personalisation off. */
public record Taste(
        Set<Group> groups, Set<Topic> interests, @Nullable Long village) {
    public static final Taste NONE = new Taste(Set.of(), Set.of(), null);

    private static final double OF_GROUP = 0.08;
    private static final double OF_INTEREST = 0.06;
    private static final double OF_REGION = 0.06;

    public Taste {
        groups = Set.copyOf(groups);
        interests = Set.copyOf(interests);
    }

    public static Taste of(Resident resident) {
        return resident.personalised() ? new Taste(resident.groups(), resident.interests(), resident.village()) : NONE;
    }

    /** What an item counts for this person beside for anybody, from 1. */
    double tilt(Item item) {
        double tilt = 1;
        if (item.groups().stream().anyMatch(groups::contains)) {
            tilt += OF_GROUP;
        }
        if (interests.contains(item.topic())) {
            tilt += OF_INTEREST;
        }
        if (village != null && !item.regions().isEmpty() && item.isFor(village)) {
            tilt += OF_REGION;
        }
        return tilt;
    }
}
