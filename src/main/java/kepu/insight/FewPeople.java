package kepu.insight;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which cells of a table must not be shown because few people stand in them (primary and complementary cell suppression, Willenborg and
 * de Waal 2001).
 */
public final class FewPeople {
    private FewPeople() {}

    /**
     * The keys to hide: of every cell with less than {@code least} people, and, where the cells add up to a total that is shown, of the
     * next smallest ones until the hidden ones together are {@code least} and at least two, so that the rest does not tell.
     */
    public static Set<String> hidden(Map<String, Long> cells, long least, boolean addUp) {
        Set<String> hidden = new HashSet<>();
        long people = 0;
        for (Map.Entry<String, Long> cell : cells.entrySet().stream()
                .filter(cell -> cell.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Comparator.comparing(Map.Entry::getKey)))
                .toList()) {
            boolean few = cell.getValue() < least;
            boolean tells = addUp && !hidden.isEmpty() && (hidden.size() < 2 || people < least);
            if (!few && !tells) {
                break;
            }
            hidden.add(cell.getKey());
            people += cell.getValue();
        }
        return hidden;
    }
}
