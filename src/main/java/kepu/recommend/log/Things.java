package kepu.recommend.log;

import java.util.Arrays;
import java.util.List;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.region.RegionCode;

/**
 * The items of a log. For the event store the number of an item is its seq, so that number 0 and those of withdrawn items stand for
 * nothing; for files items are numbered from 0.
 *
 * @param topicNames the name of each bit in {@link Thing#topics}
 */
public record Things(Thing[] all, String[] topicNames) {
    /** The most topics that a log can name. */
    public static final int MOST_TOPICS = 63;

    /**
     * One item.
     *
     * @param id its name outside; empty where the number stands for nothing
     * @param topics what it is about, as bits
     * @param groups whom it was made for, as bits of {@link People#groupNames}
     * @param regions where it may be shown; everywhere when empty
     * @param publishedMillis when it appeared (epoch); {@link Long#MIN_VALUE} when that is not known
     * @param size characters of text, or 10 for each second of video; 0 when not known
     * @param source who made it
     */
    public record Thing(
            String id,
            String title,
            long topics,
            int groups,
            List<RegionCode> regions,
            Season season,
            Kind kind,
            long publishedMillis,
            int size,
            String source) {
        public boolean isThere() {
            return !id.isEmpty();
        }
    }

    private static final Thing NOTHING =
            new Thing("", "", 0, 0, List.of(), Season.ALWAYS, Kind.ARTICLE, Long.MIN_VALUE, 0, "");
    private static final int CHARACTERS_A_SECOND = 10;

    /** The live items, numbered by their seq; topics are {@link Topic} and groups {@link Group#mask}. */
    public static Things of(Catalogue catalogue) {
        Thing[] all = new Thing[catalogue.bound()];
        Arrays.fill(all, NOTHING);
        catalogue.entries().forEach(entry -> all[entry.item().seq()] = of(entry.item()));
        return new Things(all, Arrays.stream(Topic.values()).map(Topic::code).toArray(String[]::new));
    }

    /** A live item. */
    public static Thing of(Item item) {
        return new Thing(
                item.id(),
                item.title(),
                1L << item.topic().ordinal(),
                Group.mask(item.groups()),
                item.regions(),
                item.season(),
                item.kind(),
                item.publishedAt().toEpochMilli(),
                item.chars() + CHARACTERS_A_SECOND * item.seconds(),
                item.source());
    }

    public int size() {
        return all.length;
    }
}
