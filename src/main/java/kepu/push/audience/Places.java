package kepu.push.audience;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import kepu.region.RegionCode;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who stands where in the order of residents. A newcomer takes a free position of their village; when there is none, or nobody lived there
 * when the order was laid, one in the tail behind all villages, where a region is a small set instead of a range. The next laying of the
 * order brings the tail home.
 *
 * <p>With one free position for 16 residents and four more in every village, a village of 1,500 takes 97 newcomers between two nights, and
 * the order is 7 % longer than its residents. A tail of {@code audience.tail} (20,000) people costs a region's range at most one block more.
 */
final class Places {
    private final Villages villages;
    /** Where the tail begins: on a block of its own. */
    private final int tailStart;

    private int tailEnd;
    private int tailed;
    private final TreeMap<Long, RoaringBitmap> tail = new TreeMap<>();
    private final Map<Integer, Long> tailVillages = new HashMap<>();
    private final RoaringBitmap live = new RoaringBitmap();
    private final Longs ids = new Longs();
    private final Numbers positions = new Numbers();

    Places(Villages villages) {
        this.villages = villages;
        this.tailStart = villages.end() + Block.SIZE - 1 & -Block.SIZE;
        this.tailEnd = tailStart;
    }

    Villages villages() {
        return villages;
    }

    /** The position of a resident, or -1. */
    int find(long id) {
        return positions.get(id);
    }

    long id(int position) {
        return ids.get(position);
    }

    /** Gives a resident, who must not have one, a position. */
    int add(long id, long code) {
        int village = villages.find(code);
        int position = -1;
        if (village >= 0) {
            long free = live.nextAbsentValue(villages.start(village));
            position = free < villages.start(village + 1) ? (int) free : -1;
        }
        if (position < 0) {
            position = tailEnd++;
            tailed++;
            tail.computeIfAbsent(code, none -> new RoaringBitmap()).add(position);
            tailVillages.put(position, code);
        }
        take(id, position);
        return position;
    }

    private void take(long id, int position) {
        live.add(position);
        lay(id, position);
    }

    /** Puts a resident at a position of their village that is known to be free; {@link #raise} makes it count. */
    void lay(long id, int position) {
        ids.set(position, id);
        positions.set(id, position);
    }

    /** Makes everybody count who was laid from the start of each village on without a gap, and tells their positions in order. */
    void raise(IntConsumer told) {
        for (int village = 0; village < villages.count(); village++) {
            int start = villages.start(village);
            int end = start;
            while (end < villages.start(village + 1) && ids.holds(end) && ids.get(end) != 0) {
                told.accept(end++);
            }
            live.add((long) start, (long) end);
        }
    }

    /** Frees the position of a resident. */
    void remove(long id, int position) {
        live.remove(position);
        positions.set(id, -1);
        Long code = tailVillages.remove(position);
        if (code != null) {
            tailed--;
            tail.computeIfPresent(code, (key, set) -> {
                set.remove(position);
                return set.isEmpty() ? null : set;
            });
        }
    }

    /** The village of whoever stands at a position. */
    long village(int position) {
        Long code = tailVillages.get(position);
        return code == null ? villages.code(villages.at(position)) : code;
    }

    RoaringBitmap live() {
        return live;
    }

    int residents() {
        return live.getCardinality();
    }

    /** Where the tail begins. */
    int tailStart() {
        return tailStart;
    }

    /** How many stand in the tail. */
    int tailed() {
        return tailed;
    }

    /** Those of a region who stand in the tail. */
    RoaringBitmap tail(RegionCode region) {
        RoaringBitmap all = new RoaringBitmap();
        tail.subMap(region.first(), true, region.last(), true).values().forEach(all::or);
        return all;
    }

    /** Tells who of each village stands in the tail. */
    void eachTail(BiConsumer<Long, RoaringBitmap> told) {
        tail.forEach(told);
    }

    /** Blocks that can hold somebody. */
    int blocks() {
        return Block.of(Math.max(villages.end(), tailEnd) + Block.SIZE - 1);
    }

    long bytes() {
        return ids.bytes() + positions.bytes() + live.getLongSizeInBytes();
    }
}
