package kepu.insight;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import kepu.base.FewPeople;

/** A number of people, or that it is not told because it is of few ({@code people} is 0 then). */
public record Figure(long people, boolean few) {
    public static final Figure HIDDEN = new Figure(0, true);

    static Figure of(long people, int least) {
        return FewPeople.isFew(people, least) ? HIDDEN : new Figure(people, false);
    }

    /** Cells that do not add up to a total that is told. */
    static <K extends Comparable<? super K>> Map<K, Figure> apart(Map<K, Long> cells, int least) {
        return told(cells, FewPeople.hidden(cells, least, false));
    }

    /** Cells of a total: where it is hidden all of them are, else none can be found by subtraction. */
    static <K extends Comparable<? super K>> Map<K, Figure> of(Map<K, Long> cells, Figure total, int least) {
        return told(cells, total.few() ? cells.keySet() : FewPeople.hidden(cells, least, true));
    }

    private static <K> Map<K, Figure> told(Map<K, Long> cells, Set<K> hidden) {
        Map<K, Figure> figures = new HashMap<>();
        cells.forEach((key, people) -> figures.put(key, hidden.contains(key) ? HIDDEN : new Figure(people, false)));
        return figures;
    }
}
