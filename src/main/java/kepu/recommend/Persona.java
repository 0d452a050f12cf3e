package kepu.recommend;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import kepu.activity.EventType;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.recommend.rank.History;
import kepu.recommend.rank.Person;
import kepu.region.RegionCode;

/**
 * Somebody made up, to see what they would be shown.
 *
 * @param region of any level
 * @param birthYear 0 when it is not told
 * @param opened ids of the items that they opened, the latest last
 */
public record Persona(RegionCode region, Set<Group> groups, int birthYear, Set<Topic> interests, List<String> opened) {
    /** Far enough back not to count as just shown. */
    private static final long FIRST_AGO_MILLIS = Duration.ofDays(2).toMillis();

    private static final long APART_MILLIS = Duration.ofHours(6).toMillis();

    public Persona {
        groups = Set.copyOf(groups);
        interests = Set.copyOf(interests);
        opened = List.copyOf(opened);
    }

    /** As ranking knows people; {@link Failure.Invalid} for an item that is not in the catalogue. */
    Person person(Catalogue catalogue, long nowMillis) {
        History history = new History(Math.max(1, opened.size()));
        for (int i = 0; i < opened.size(); i++) {
            String pointer = "/persona/opened/" + i;
            String id = opened.get(i);
            Item item = catalogue.find(id).orElseThrow(() -> Failure.Invalid.at(pointer, "没有这条内容：" + id));
            long ago = FIRST_AGO_MILLIS + (opened.size() - 1L - i) * APART_MILLIS;
            history.add(item.seq(), EventType.OPEN, nowMillis - ago);
        }
        return new Person(region, Group.mask(groups), birthYear, Topic.mask(interests), 0, history);
    }

    /** Who that is, in a line. */
    String who(String regionName) {
        StringBuilder who = new StringBuilder();
        groups.stream().sorted().forEach(group -> who.append(group.label()).append('、'));
        if (!who.isEmpty()) {
            who.setLength(who.length() - 1);
            who.append(" · ");
        }
        if (birthYear > 0) {
            who.append(birthYear).append("年生 · ");
        }
        return who.append(regionName).toString();
    }
}
