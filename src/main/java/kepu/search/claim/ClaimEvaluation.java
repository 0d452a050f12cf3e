package kepu.search.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How good verdicts are on texts of which it is known what they claim, through the code that serves. Every verdict counts, also a second one
 * on the same text; where no claim is made, any verdict is wrong.
 */
public final class ClaimEvaluation {
    /** A text and the claim that it makes; null where it makes none of those that are known. */
    public record Query(String id, String text, @Nullable String claim) {}

    /**
     * How often verdicts are right, and how often they are given where there is one.
     *
     * @param given verdicts, {@code right} of them right
     * @param answerable queries that make a known claim, {@code found} of them got its verdict
     * @param abstained queries without any verdict
     */
    public record Result(int given, int right, int answerable, int found, int abstained, int queries) {
        /** 1 where no verdict was given. */
        public double precision() {
            return given == 0 ? 1 : (double) right / given;
        }

        public double recall() {
            return answerable == 0 ? 1 : (double) found / answerable;
        }

        public String line() {
            return String.format(
                    Locale.ROOT,
                    "precision=%.3f recall=%.3f abstained=%d queries=%d",
                    precision(),
                    recall(),
                    abstained,
                    queries);
        }
    }

    private record Looked(Query query, List<Matcher.Likest> likest) {}

    private static final double[] CURVE = {
        .05, .1, .2, .3, .4, .45, .5, .55, .6, .625, .65, .675, .7, .725, .75, .775, .8, .825, .85, .875, .9, .925, .95,
        .975, .99
    };

    private final Matcher matcher;
    private final Matcher.Limits limits;

    public ClaimEvaluation(Matcher matcher, Matcher.Limits limits) {
        this.matcher = matcher;
        this.limits = limits;
    }

    /** At the threshold that serves. */
    public Result run(List<Query> queries) {
        return run(looked(queries), null);
    }

    /** Precision and recall by threshold, a line each. */
    public List<String> curve(List<Query> queries) {
        List<Looked> looked = looked(queries);
        List<String> lines = new ArrayList<>();
        lines.add("threshold precision recall abstained");
        for (double threshold : CURVE) {
            Result result = run(looked, threshold);
            lines.add(String.format(
                    Locale.ROOT,
                    "%9.3f %9.3f %6.3f %9d",
                    threshold,
                    result.precision(),
                    result.recall(),
                    result.abstained()));
        }
        return lines;
    }

    private List<Looked> looked(List<Query> queries) {
        return queries.stream()
                .map(query -> new Looked(query, matcher.likest(Plain.of(query.text()), limits)))
                .toList();
    }

    private static Result run(List<Looked> all, @Nullable Double threshold) {
        int given = 0;
        int right = 0;
        int answerable = 0;
        int abstained = 0;
        for (Looked looked : all) {
            Query query = looked.query();
            List<Matcher.Match> matches = Matcher.matches(looked.likest(), threshold);
            given += matches.size();
            right += matches.stream().anyMatch(match -> match.claim().equals(query.claim())) ? 1 : 0;
            answerable += query.claim() == null ? 0 : 1;
            abstained += matches.isEmpty() ? 1 : 0;
        }
        return new Result(given, right, answerable, right, abstained, all.size());
    }
}
