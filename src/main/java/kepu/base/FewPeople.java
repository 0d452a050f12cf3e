package kepu.base;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which numbers of people are not told because they are of few, nor those that would let these be found by subtraction (primary and
 * complementary cell suppression, Willenborg and de Waal 2001).
 */
public final class FewPeople {
    /** The smallest number of people that is told where nothing else is configured. */
    public static final int FEWEST = 5;

    private FewPeople() {}

    public static boolean isFew(long people) {
        return isFew(people, FEWEST);
    }

    /** Whether that is somebody, but less than {@code least}. */
    public static boolean isFew(long people, long least) {
        return people > 0 && people < least;
    }

    /**
     * The keys to hide: of every cell with less than {@code least} people, and, where the cells add up to a total that is shown, of the
     * next smallest ones until the hidden ones together are {@code least}, hence at least two, so that the rest does not tell.
     */
    public static <K extends Comparable<? super K>> Set<K> hidden(Map<K, Long> cells, long least, boolean addUp) {
        List<Map.Entry<K, Long>> smallestFirst = cells.entrySet().stream()
                .sorted(Map.Entry.<K, Long>comparingByValue()
                        .thenComparing(Map.Entry::getKey, Comparator.naturalOrder()))
                .toList();
        Set<K> hidden = new HashSet<>();
        long people = 0;
        for (Map.Entry<K, Long> cell : smallestFirst) {
            if (isFew(cell.getValue(), least) || (addUp && isFew(people, least))) {
                hidden.add(cell.getKey());
                people += cell.getValue();
            }
        }
        return hidden;
    }
}
