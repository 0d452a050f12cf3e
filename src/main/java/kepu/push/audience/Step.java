package kepu.push.audience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.Container;
import org.roaringbitmap.ContainerPointer;
import org.roaringbitmap.RoaringBitmap;

/**
 * A part of a {@link Plan}: says of one block after another who is of it. Made for one evaluation by one thread while nobody changes the
 * index. What a step writes holds only positions where somebody stands.
 */
abstract sealed class Step {
    private long @Nullable [] own;
    private long @Nullable [] spare;

    /** At most so many residents are of it: what is smaller is asked first. */
    abstract long most();

    /** Writes who of the block is of it; false when nobody is, and then {@code into} holds anything. */
    abstract boolean load(int block, long[] into);

    /** The first block that can hold somebody. */
    int first() {
        return 0;
    }

    /** The block behind the last one that can. */
    int end() {
        return Integer.MAX_VALUE;
    }

    /** Leaves in {@code into} who is of it too; false when nobody is left. */
    boolean and(int block, long[] into) {
        long[] own = own();
        return load(block, own) && Block.and(into, own);
    }

    /** Adds those of it to {@code into}. */
    void or(int block, long[] into) {
        long[] own = own();
        if (load(block, own)) {
            Block.or(into, own);
        }
    }

    /** Takes those of it out of {@code into}; false when nobody is left. */
    boolean andNot(int block, long[] into) {
        long[] own = own();
        return !load(block, own) || Block.andNot(into, own);
    }

    /** Words of this step alone, into which it loads what it joins with others. */
    final long[] own() {
        long[] words = own;
        if (words == null) {
            words = new long[Block.WORDS];
            own = words;
        }
        return words;
    }

    /** Further words, for while it loads. */
    final long[] spare() {
        long[] words = spare;
        if (words == null) {
            words = new long[Block.WORDS];
            spare = words;
        }
        return words;
    }

    /** One set of the index, or any that holds nobody but those who stand somewhere. */
    static final class Of extends Step {
        private final RoaringBitmap set;
        private final long size;
        private ContainerPointer at;

        Of(RoaringBitmap set) {
            this.set = set;
            this.size = set.getLongCardinality();
            this.at = set.getContainerPointer();
        }

        @Override
        long most() {
            return size;
        }

        @Override
        boolean load(int block, long[] into) {
            Container container = container(block);
            if (container == null) {
                return false;
            }
            if (!at.isBitmapContainer()) {
                Block.clear(into);
            }
            container.copyBitmapTo(into, 0);
            return true;
        }

        @Override
        void or(int block, long[] into) {
            Container container = container(block);
            if (container == null) {
                return;
            }
            if (at.isBitmapContainer()) {
                container.copyBitmapTo(own(), 0);
                Block.or(into, own());
            } else {
                container.copyBitmapTo(into, 0);
            }
        }

        /** Blocks are asked for in order, so the pointer walks once. */
        private @Nullable Container container(int block) {
            if (at.getContainer() == null || at.key() > block) {
                at = set.getContainerPointer();
            }
            while (at.getContainer() != null && at.key() < block) {
                at.advance();
            }
            return at.getContainer() != null && at.key() == block ? at.getContainer() : null;
        }
    }

    /** Regions: ranges of positions in order, and those of their people who stand in the tail. */
    static final class Within extends Step {
        private final int[] from;
        private final int[] to;
        private final int tailBlock;
        private final Of tail;
        private final Of live;
        private final long size;

        /**
         * Regions that lie apart, in order.
         *
         * @param from first positions of the ranges
         * @param to the positions behind their last ones
         * @param tail those who stand in the tail
         */
        Within(int[] from, int[] to, RoaringBitmap tail, Places places) {
            this.from = from;
            this.to = to;
            this.tailBlock = Block.of(places.tailStart());
            this.tail = new Of(tail);
            this.live = new Of(places.live());
            long sum = this.tail.most();
            for (int i = 0; i < from.length; i++) {
                sum += from[i] == to[i] ? 0 : places.live().rangeCardinality(from[i], to[i]);
            }
            this.size = sum;
        }

        /** Exactly so many: those who stand in the ranges. */
        @Override
        long most() {
            return size;
        }

        @Override
        int first() {
            return from.length == 0 ? tailBlock : Math.min(Block.of(from[0]), tailBlock);
        }

        @Override
        int end() {
            int behind = from.length == 0 ? 0 : Block.of(to[to.length - 1] + Block.SIZE - 1);
            return tail.most() > 0 ? Integer.MAX_VALUE : behind;
        }

        @Override
        boolean load(int block, long[] into) {
            return block >= tailBlock ? tail.load(block, into) : live.load(block, into) && clip(block, into);
        }

        @Override
        boolean and(int block, long[] into) {
            return block >= tailBlock ? tail.and(block, into) : clip(block, into);
        }

        /** Leaves only what lies in the ranges; a block that one range covers is as it was. */
        private boolean clip(int block, long[] into) {
            int start = block << Block.BITS;
            int first = behind(to, start);
            if (first < from.length && from[first] <= start && to[first] - start >= Block.SIZE) {
                return true;
            }
            long[] mask = spare();
            Block.clear(mask);
            for (int i = first; i < from.length && from[i] - start < Block.SIZE; i++) {
                Block.fill(mask, Math.max(0, from[i] - start), Math.min(Block.SIZE, to[i] - start));
            }
            return Block.and(into, mask);
        }

        /** The first of the ordered bounds that lies behind a position. */
        private static int behind(int[] bounds, int position) {
            int found = Arrays.binarySearch(bounds, position);
            return found < 0 ? -found - 1 : found + 1;
        }
    }

    /** Those whose number lies between two bounds, the bounds included. */
    static final class Between extends Step {
        private final Digits digits;
        private final int least;
        private final int greatest;
        private final long size;

        Between(Digits digits, int least, int greatest) {
            this.digits = digits;
            this.least = Math.max(1, least);
            this.greatest = Math.min(greatest, digits.most());
            this.size = digits.count(this.least, this.greatest);
        }

        @Override
        long most() {
            return size;
        }

        @Override
        boolean load(int block, long[] into) {
            if (size == 0 || !digits.atLeast(least, block, into)) {
                return false;
            }
            if (greatest == digits.most()) {
                return true;
            }
            long[] above = spare();
            return !digits.atLeast(greatest + 1, block, above) || Block.andNot(into, above);
        }
    }

    /** All who are of at least one of several. */
    static final class Or extends Step {
        private final List<Step> parts;

        Or(List<Step> parts) {
            this.parts = List.copyOf(parts);
        }

        @Override
        long most() {
            return parts.stream().mapToLong(Step::most).sum();
        }

        @Override
        int first() {
            return parts.stream().mapToInt(Step::first).min().orElse(0);
        }

        @Override
        int end() {
            return parts.stream().mapToInt(Step::end).max().orElse(0);
        }

        @Override
        boolean load(int block, long[] into) {
            Block.clear(into);
            parts.forEach(part -> part.or(block, into));
            return true;
        }
    }

    /** All who are of each of several and of none of others: the fewest first, so that an empty block is left early. */
    static final class And extends Step {
        private final List<Step> wanted;
        private final List<Step> unwanted;
        private final int first;
        private final int end;

        And(List<Step> wanted, List<Step> unwanted) {
            List<Step> ordered = new ArrayList<>(wanted);
            ordered.sort(Comparator.comparingLong(Step::most));
            this.wanted = List.copyOf(ordered);
            List<Step> taking = new ArrayList<>(unwanted);
            taking.sort(Comparator.comparingLong(Step::most).reversed());
            this.unwanted = List.copyOf(taking);
            this.first = wanted.stream().mapToInt(Step::first).max().orElse(0);
            this.end = wanted.stream().mapToInt(Step::end).min().orElse(0);
        }

        @Override
        long most() {
            return wanted.getFirst().most();
        }

        @Override
        int first() {
            return first;
        }

        @Override
        int end() {
            return end;
        }

        @Override
        boolean load(int block, long[] into) {
            if (block < first || block >= end || !wanted.getFirst().load(block, into)) {
                return false;
            }
            for (int i = 1; i < wanted.size(); i++) {
                if (!wanted.get(i).and(block, into)) {
                    return false;
                }
            }
            for (Step step : unwanted) {
                if (!step.andNot(block, into)) {
                    return false;
                }
            }
            return true;
        }
    }
}
