package kepu.recommend.tune;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The best trial on the test part, which nothing was chosen by, beside the present definition and the floors.
 *
 * @param trial which one it is
 * @param rows the best trial's first; then the present definition's, unless that is the best
 * @param gain its NDCG minus that of the present definition for the same people; null when it is the present definition
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Tested(int trial, List<Row> rows, @Nullable Gain gain) {
    static final String TUNED = "tuned";
    static final String PRESENT = "present";

    public Tested {
        rows = List.copyOf(rows);
    }

    /** One model. */
    public record Row(String model, Figures figures) {}

    /** With its 95 % interval. */
    public record Gain(double mean, double low, double high) {
        public Verdict verdict() {
            return low > 0 ? Verdict.BETTER : high < 0 ? Verdict.WORSE : Verdict.UNCLEAR;
        }
    }

    /** What the test says of the best trial. */
    public enum Verdict {
        BETTER,
        UNCLEAR,
        WORSE,
        /** Nothing was better than the present definition in the first place. */
        PRESENT;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Verdict verdict() {
        return gain == null ? Verdict.PRESENT : gain.verdict();
    }
}
