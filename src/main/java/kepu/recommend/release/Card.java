package kepu.recommend.release;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a version says of itself: from which data it was made, by which definition, and how it did (Mitchell et al. 2019, "Model cards
 * for model reporting"). Stands beside the binary as {@code card.json}.
 *
 * @param definition what the operator wrote, as JSON
 * @param parents versions whose parameters or figures it began with
 * @param chances estimates from places that were left to chance; older cards have none
 * @param seconds time by step of the training
 * @param code version of the program that made it
 */
public record Card(
        String name,
        String version,
        Instant madeAt,
        long seed,
        Map<String, Object> definition,
        String definitionDigest,
        Data data,
        List<String> parents,
        List<Figure> figures,
        @Nullable Ranker ranker,
        @Nullable List<Chance> chances,
        Map<String, Double> seconds,
        String code,
        String licence,
        Binary binary) {
    /** The row of {@link Figure#model} that is this version itself. */
    public static final String OWN = "kepu";
    /** The row of the version that was live, evaluated on the same data. */
    public static final String RELEASED = "released";
    /** The rows that a model must beat to be worth anything. */
    public static final List<String> FLOORS = List.of("popularity", "recent-popularity");
    /** The slice of everybody. */
    public static final String ALL = "all";

    private static final int MOST_TEXT = 200;

    public Card {
        id(name, version);
        required("madeAt", madeAt);
        text("definitionDigest", definitionDigest);
        required("data", data);
        text("code", code);
        text("licence", licence);
        required("binary", binary);
        definition = Collections.unmodifiableMap(new LinkedHashMap<>(required("definition", definition)));
        parents = List.copyOf(required("parents", parents));
        parents.forEach(parent -> text("parents", parent));
        figures = List.copyOf(required("figures", figures));
        chances = chances == null || chances.isEmpty() ? null : List.copyOf(chances);
        seconds = measured("seconds", seconds);
    }

    /** What it learned from; {@code from} and {@code to} bound the behaviour, where the data has times. */
    public record Data(
            String source,
            @Nullable Instant from,
            @Nullable Instant to,
            long people,
            long items,
            long events,
            long impressions,
            long opens) {
        public Data {
            text("data.source", source);
            if (Math.min(Math.min(people, items), Math.min(events, Math.min(impressions, opens))) < 0) {
                throw new IllegalArgumentException("data 里的数目不能是负数");
            }
        }
    }

    /**
     * How a model did in a slice of users, offline: recall and NDCG of the first 20, each from 0 to 1, and the interval of the NDCG.
     *
     * @param version of the row {@link #RELEASED}: which version that was
     */
    @JsonPropertyOrder({"model", "slice", "users", "recall@20", "ndcg@20", "low", "high", "version"})
    public record Figure(
            String model,
            String slice,
            int users,
            @JsonProperty("recall@20") double recall,
            @JsonProperty("ndcg@20") double ndcg,
            double low,
            double high,
            @Nullable String version) {
        public Figure {
            text("figures.model", model);
            text("figures.slice", slice);
            for (double value : new double[] {recall, ndcg, low, high}) {
                if (!(value >= 0 && value <= 1)) {
                    throw new IllegalArgumentException("figures 里的指标不在 0 和 1 之间");
                }
            }
            if (low > high || users < 0) {
                throw new IllegalArgumentException("figures 里的区间或人数不对");
            }
        }
    }

    /** How the candidates are put in order: by which features, how much each weighs, and how well it predicts an opening. */
    public record Ranker(
            String kind, List<String> features, Map<String, Double> importance, double auc, double logLoss) {
        public Ranker {
            text("ranker.kind", kind);
            features = List.copyOf(required("ranker.features", features));
            importance = measured("ranker.importance", importance);
            if (!Double.isFinite(auc) || !Double.isFinite(logLoss)) {
                throw new IllegalArgumentException("ranker 里的指标不是有限的数");
            }
        }
    }

    /** An expected share of openings, with its interval. */
    public record Estimate(double value, double low, double high) {}

    /**
     * What a model had earned at places that were left to chance, had it chosen the item there, estimated off policy.
     *
     * @param logged the share that was opened there as it was
     * @param effectiveSize so many places of the model's own would tell as much
     * @param meanWeight 1 but for chance when the logged probabilities are right
     * @param plausible whether it is
     */
    public record Chance(
            String model,
            int places,
            double logged,
            Estimate snips,
            Estimate doublyRobust,
            double effectiveSize,
            double meanWeight,
            boolean plausible) {
        public Chance {
            text("chances.model", model);
            required("chances.snips", snips);
            required("chances.doublyRobust", doublyRobust);
        }
    }

    /** The file of the parameters, its size and its SHA-256 in hexadecimal. */
    public record Binary(String file, long bytes, String sha256) {
        /** The one name it may have. */
        public static final String FILE = "model.bin";

        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

        public Binary {
            if (!FILE.equals(file)) {
                throw new IllegalArgumentException("binary.file 应为 " + FILE);
            }
            if (bytes <= 0) {
                throw new IllegalArgumentException("binary.bytes 应大于 0");
            }
            if (!SHA256.matcher(text("binary.sha256", sha256)).matches()) {
                throw new IllegalArgumentException("binary.sha256 不是 64 位十六进制数");
            }
        }
    }

    /** As it is written down. */
    public JsonObject json() {
        return CardJson.json(this);
    }

    public VersionId id() {
        return id(name, version);
    }

    public Optional<Figure> figure(String model, String slice) {
        return figures.stream()
                .filter(figure -> figure.model().equals(model) && figure.slice().equals(slice))
                .findFirst();
    }

    private static VersionId id(@Nullable String name, @Nullable String version) {
        return new VersionId(text("name", name), text("version", version));
    }

    private static String text(String what, @Nullable String text) {
        String given = required(what, text);
        if (given.length() > MOST_TEXT) {
            throw new IllegalArgumentException(what + " 太长");
        }
        return given;
    }

    private static Map<String, Double> measured(String what, @Nullable Map<String, Double> map) {
        Map<String, Double> copy = new LinkedHashMap<>(required(what, map));
        if (copy.values().stream().anyMatch(value -> value == null || !Double.isFinite(value))) {
            throw new IllegalArgumentException(what + " 里有不是数的值");
        }
        return Collections.unmodifiableMap(copy);
    }

    private static <T> T required(String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("缺少 " + what);
        }
        return value;
    }
}
