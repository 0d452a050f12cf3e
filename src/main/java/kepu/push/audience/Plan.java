package kepu.push.audience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import kepu.base.Group;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.roaringbitmap.RoaringBitmap;

/**
 * An audience compiled against the index, good until the index changes: evaluated block by block in a few buffers, so that only what is
 * asked for is made — a number, numbers by region and group, or the residents themselves.
 */
final class Plan {
    private static final List<Group> GROUPS = List.of(Group.values());

    private final ResidentIndex index;
    private final Step root;

    Plan(ResidentIndex index, Step root) {
        this.index = index;
        this.root = root;
    }

    /** How many residents are of it. Sets and ranges know without being looked at. */
    long count() {
        return switch (root) {
            case Step.Of set -> set.most();
            case Step.Within range -> range.most();
            case Step.Between range -> range.most();
            case Step.Or or -> counted();
            case Step.And and -> counted();
        };
    }

    private long counted() {
        long count = 0;
        long[] words = new long[Block.WORDS];
        for (int block = first(); block < end(); block++) {
            if (root.load(block, words)) {
                count += Block.count(words);
            }
        }
        return count;
    }

    /**
     * How many residents are of it, in which regions of a level and in which groups, and how many of those who are given.
     *
     * @param some positions, of those who are connected
     */
    Census census(Level level, RoaringBitmap some) {
        Regions regions = new Regions(level);
        long[] byGroup = new long[GROUPS.size()];
        Step.Of[] groups = index.groups();
        Step.Of given = new Step.Of(some);
        long all = 0;
        long connected = 0;
        long[] words = new long[Block.WORDS];
        long[] other = new long[Block.WORDS];
        for (int block = first(); block < end(); block++) {
            int here = root.load(block, words) ? Block.count(words) : 0;
            if (here == 0) {
                continue;
            }
            all += here;
            regions.count(block, words);
            connected += given.load(block, other) ? Block.common(words, other) : 0;
            for (int group = 0; group < byGroup.length; group++) {
                byGroup[group] += groups[group].load(block, other) ? Block.common(words, other) : 0;
            }
        }
        return new Census(all, connected, regions.counts, named(byGroup));
    }

    /** Tells the ids of residents in their order, from a position on, until {@code more} says that it is enough. Gives the next position. */
    int each(int from, LongPredicate more) {
        long[] words = new long[Block.WORDS];
        for (int block = Math.max(first(), Block.of(from)); block < end(); block++) {
            if (!root.load(block, words)) {
                continue;
            }
            for (int word = 0; word < Block.WORDS; word++) {
                for (long left = words[word]; left != 0; left &= left - 1) {
                    int position = (block << Block.BITS) + (word << 6) + Long.numberOfTrailingZeros(left);
                    if (position >= from && !more.test(index.places().id(position))) {
                        return position + 1;
                    }
                }
            }
        }
        return Integer.MAX_VALUE;
    }

    /** At most {@code most} of the residents, the same ones for the same seed while nobody comes or goes. */
    Drawn draw(int most, long seed) {
        long all = count();
        long[] ranks = Drawn.ranks(all, most, seed);
        List<Long> ids = new ArrayList<>(ranks.length);
        long[] words = new long[Block.WORDS];
        long before = 0;
        for (int block = first(); block < end() && ids.size() < ranks.length; block++) {
            int here = root.load(block, words) ? Block.count(words) : 0;
            while (ids.size() < ranks.length && ranks[ids.size()] < before + here) {
                ids.add(index.places()
                        .id((block << Block.BITS) + Block.select(words, (int) (ranks[ids.size()] - before))));
            }
            before += here;
        }
        return new Drawn(all, ids);
    }

    /** The residents themselves. */
    Members members() {
        List<Long> ids = new ArrayList<>();
        each(0, ids::add);
        return Members.of(ids);
    }

    private int first() {
        return Math.max(0, root.first());
    }

    private int end() {
        return Math.min(index.places().blocks(), root.end());
    }

    private static Map<String, Long> named(long[] byGroup) {
        Map<String, Long> counts = new HashMap<>();
        for (Group group : GROUPS) {
            if (byGroup[group.ordinal()] > 0) {
                counts.put(group.code(), byGroup[group.ordinal()]);
            }
        }
        return counts;
    }

    /** Counts the residents of each region of a level while blocks pass in order. */
    private final class Regions {
        private final Level level;
        private final Map<RegionCode, Long> counts = new HashMap<>();
        private final Villages villages = index.places().villages();
        private int village;

        Regions(Level level) {
            this.level = level;
        }

        void count(int block, long[] words) {
            int start = block << Block.BITS;
            if (start >= index.places().tailStart()) {
                index.places()
                        .eachTail((code, set) -> add(RegionCode.village(code).at(level), members(set, start, words)));
                return;
            }
            int end = Math.min(start + Block.SIZE, villages.end());
            if (start >= end) {
                return;
            }
            village = villages.at(start);
            while (village < villages.count() && villages.start(village) < end) {
                RegionCode region = RegionCode.village(villages.code(village)).at(level);
                int from = Math.max(start, villages.start(village));
                int behind = villages.from(region.last() + 1);
                int to = Math.min(end, villages.start(behind));
                add(region, Block.count(words, from - start, to - start));
                village = behind;
            }
        }

        private void add(RegionCode region, long count) {
            if (count > 0) {
                counts.merge(region, count, Long::sum);
            }
        }

        private static long members(RoaringBitmap set, int start, long[] words) {
            long[] count = new long[1];
            set.forEach((org.roaringbitmap.IntConsumer) position -> {
                if (position >= start && position - start < Block.SIZE && Block.has(words, position - start)) {
                    count[0]++;
                }
            });
            return count[0];
        }
    }
}
