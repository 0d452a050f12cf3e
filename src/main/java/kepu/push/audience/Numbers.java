package kepu.push.audience;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The position of each resident by id. Ids count up, so pages of neighbouring ids are full and a resident takes 4 bytes; of ids far from
 * all others each would take a page.
 */
final class Numbers {
    private final Map<Long, int[]> pages = new HashMap<>();

    /** The position, or -1. */
    int get(long id) {
        int @Nullable [] page = pages.get(id >>> Block.BITS);
        return page == null ? -1 : page[(int) id & Block.SIZE - 1] - 1;
    }

    /** Keeps a position; -1 forgets it. */
    void set(long id, int position) {
        pages.computeIfAbsent(id >>> Block.BITS, page -> new int[Block.SIZE])[(int) id & Block.SIZE - 1] = position + 1;
    }

    long bytes() {
        return (long) pages.size() * Block.SIZE * Integer.BYTES;
    }
}
