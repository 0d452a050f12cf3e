package kepu.push.audience;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Some of an audience.
 *
 * @param audience residents that it has
 * @param ids of those who were drawn: all of them, when they are not more than were asked for
 */
public record Drawn(long audience, List<Long> ids) {
    public Drawn {
        ids = List.copyOf(ids);
    }

    /** {@code most} different numbers below {@code all}, in order, each set of them as likely (Bentley and Floyd, 1987); all, when they are not more. */
    static long[] ranks(long all, int most, long seed) {
        if (all <= most) {
            return LongStream.range(0, all).toArray();
        }
        SplittableRandom random = new SplittableRandom(seed);
        Set<Long> drawn = LinkedHashSet.newLinkedHashSet(most);
        for (long top = all - most; top < all; top++) {
            if (!drawn.add(random.nextLong(top + 1))) {
                drawn.add(top);
            }
        }
        long[] ranks = drawn.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(ranks);
        return ranks;
    }
}
