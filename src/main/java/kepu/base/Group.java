package kepu.base;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The groups that outreach is layered by: the five of the policies, and those beside them. A resident can be in several. */
public enum Group implements Coded {
    YOUTH("青少年"),
    FARMER("农民"),
    WORKER("产业工人"),
    ELDER("老年人"),
    OFFICIAL("领导干部和公务员"),
    GIG("新就业形态劳动者"),
    WOMAN("农村妇女"),
    CHILD("留守儿童"),
    RETURNEE("返乡创业者"),
    COOP("家庭农场和合作社");

    private static final Function<String, Optional<Group>> BY_CODE = Coded.index(values());
    private static final List<Group> ALL = List.of(values());

    private final String label;

    Group(String label) {
        this.label = label;
    }

    public static Optional<Group> of(String code) {
        return BY_CODE.apply(code);
    }

    /** The set as bits, the first group lowest. */
    public static int mask(Collection<Group> groups) {
        int mask = 0;
        for (Group group : groups) {
            mask |= 1 << group.ordinal();
        }
        return mask;
    }

    /** The set that {@link #mask} made. */
    public static Set<Group> unmask(int mask) {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        for (Group group : ALL) {
            if ((mask & 1 << group.ordinal()) != 0) {
                groups.add(group);
            }
        }
        return groups;
    }

    @Override
    public String label() {
        return label;
    }
}
