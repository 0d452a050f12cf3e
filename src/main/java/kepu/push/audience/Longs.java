package kepu.push.audience;

import java.util.Arrays;

/** A long for each position, in pages of a block, so that growing moves nothing. */
final class Longs {
    private long[][] pages = {};

    long get(int position) {
        return pages[Block.of(position)][Block.within(position)];
    }

    void set(int position, long value) {
        int page = Block.of(position);
        if (page >= pages.length) {
            int known = pages.length;
            pages = Arrays.copyOf(pages, page + 1);
            for (int i = known; i <= page; i++) {
                pages[i] = new long[Block.SIZE];
            }
        }
        pages[page][Block.within(position)] = value;
    }

    boolean holds(int position) {
        return Block.of(position) < pages.length;
    }

    long bytes() {
        return (long) pages.length * Block.SIZE * Long.BYTES;
    }
}
