package kepu.push.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import kepu.base.Group;
import kepu.base.Topic;

/** Something that people have in common and an audience can ask for: a group, an interest, a span of ages. */
record Trait(Audience term, String label, Predicate<Sketch> has) {
    private static final int[][] AGES = {{0, 17}, {18, 34}, {35, 59}, {60, 130}};

    /** All of them, in this calendar year. */
    static List<Trait> all(int year) {
        List<Trait> traits = new ArrayList<>();
        for (Group group : Group.values()) {
            traits.add(new Trait(
                    new Audience.InGroup(Set.of(group)),
                    group.label(),
                    person -> (person.groups() >> group.ordinal() & 1) != 0));
        }
        for (Topic topic : Topic.values()) {
            traits.add(new Trait(
                    new Audience.Interested(Set.of(topic)),
                    "关注“" + topic.label() + "”的居民",
                    person -> (person.topics() >> topic.ordinal() & 1) != 0));
        }
        for (int[] ages : AGES) {
            Audience.Aged aged = new Audience.Aged(ages[0] == 0 ? null : ages[0], ages[1] == 130 ? null : ages[1]);
            traits.add(new Trait(
                    aged, label(aged), person -> person.birthYear() != 0 && aged.includes(person.birthYear(), year)));
        }
        return traits;
    }

    private static String label(Audience.Aged aged) {
        if (aged.from() == null) {
            return aged.to() + " 岁及以下的居民";
        }
        return aged.to() == null ? aged.from() + " 岁及以上的居民" : aged.from() + "–" + aged.to() + " 岁的居民";
    }
}
