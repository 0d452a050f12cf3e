package kepu.recommend.tune;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A definition that was tried.
 *
 * @param number 0 for the present definition, then in the order of the plan
 * @param values what it has instead of the present definition's, by path
 * @param figures on the validation part; null when the training failed
 * @param failed why it did; null when it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trial(
        int number,
        Map<String, String> values,
        @Nullable Figures figures,
        @Nullable String failed,
        double seconds) {
    /** The present definition. */
    static final int PRESENT = 0;

    private static final Comparator<Trial> BEST_FIRST =
            Comparator.comparingDouble((Trial trial) -> -trial.score()).thenComparingInt(Trial::number);

    public Trial {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        if ((figures == null) == (failed == null)) {
            throw new IllegalArgumentException("a trial has figures or a failure");
        }
    }

    @JsonIgnore
    public boolean isPresent() {
        return number == PRESENT;
    }

    /** By what the best is chosen: NDCG@20 on the validation part; below all others when the training failed. */
    @JsonIgnore
    double score() {
        return figures == null ? -1 : figures.ndcg();
    }

    /** The best first; of equal ones the earlier. */
    static List<Trial> bestFirst(List<Trial> trials) {
        return trials.stream().sorted(BEST_FIRST).toList();
    }
}
