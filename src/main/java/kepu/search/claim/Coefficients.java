package kepu.search.claim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What was learned: logistic models for claims with paraphrases and for those without, where meanings are known and where they are not, each
 * with its calibration and the probability from which a verdict is given.
 */
record Coefficients(Map<Kind, Model> models) {
    /** What a model is for. */
    enum Kind {
        RICH,
        BARE,
        RICH_COUNTED,
        BARE_COUNTED;

        static Kind of(boolean isRich, boolean hasMeaning) {
            return hasMeaning ? isRich ? RICH : BARE : isRich ? RICH_COUNTED : BARE_COUNTED;
        }

        boolean isRich() {
            return this == RICH || this == RICH_COUNTED;
        }

        boolean hasMeaning() {
            return this == RICH || this == BARE;
        }

        /** Whether what {@link Likeness#isContrary} says rules a claim out: where nothing better tells the texts unlike it. */
        boolean isRuled() {
            return this != RICH;
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** The probability from which a verdict is given; how each was chosen stands in docs/rumours.md. */
    static double sure(Kind kind) {
        return switch (kind) {
            case RICH -> 0.915;
            case BARE -> 0.95;
            case RICH_COUNTED -> 0.9;
            case BARE_COUNTED -> 0.925;
        };
    }

    private static final String FILE = "/claims/coefficients.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param weights one for each number of {@link Likeness#NAMES}
     * @param slope and {@code shift}: Platt's calibration of the model's log-odds
     * @param threshold the calibrated probability below which nothing is said
     */
    record Model(double bias, double[] weights, double slope, double shift, double threshold) {
        /** The log-odds before calibration. */
        double odds(double[] numbers) {
            double sum = bias;
            for (int at = 0; at < weights.length; at++) {
                sum += weights[at] * numbers[at];
            }
            return sum;
        }

        /** The probability that a statement with these log-odds makes the claim. */
        double probability(double odds) {
            return 1 / (1 + Math.exp(-(slope * odds + shift)));
        }

        Model calibrated(double otherSlope, double otherShift, double otherThreshold) {
            return new Model(bias, weights, otherSlope, otherShift, otherThreshold);
        }
    }

    /** What all models are before anything is learned. */
    static Coefficients untaught() {
        Map<Kind, Model> models = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            models.put(kind, new Model(0, new double[Likeness.NAMES.length], 1, 0, 0));
        }
        return new Coefficients(models);
    }

    Model model(Kind kind) {
        return Objects.requireNonNull(models.get(kind));
    }

    static Coefficients shipped() {
        try (InputStream in = Objects.requireNonNull(Coefficients.class.getResourceAsStream(FILE))) {
            JsonNode file = MAPPER.readTree(in);
            Map<Kind, Model> models = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                models.put(kind, model(file.required(kind.key())));
            }
            return new Coefficients(models);
        } catch (IOException e) {
            throw new IllegalStateException("the shipped " + FILE + " cannot be read", e);
        }
    }

    /** As the file has it. */
    String json() {
        ObjectNode file = MAPPER.createObjectNode();
        models.forEach((kind, model) -> file.set(kind.key(), write(model)));
        return file.toPrettyString() + "\n";
    }

    private static Model model(JsonNode node) {
        double[] weights = new double[Likeness.NAMES.length];
        for (int at = 0; at < weights.length; at++) {
            weights[at] = node.get("weights").required(Likeness.NAMES[at]).asDouble();
        }
        return new Model(
                node.required("bias").asDouble(),
                weights,
                node.required("slope").asDouble(),
                node.required("shift").asDouble(),
                node.required("threshold").asDouble());
    }

    private static ObjectNode write(Model model) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("bias", rounded(model.bias()));
        ObjectNode weights = node.putObject("weights");
        for (int at = 0; at < Likeness.NAMES.length; at++) {
            weights.put(Likeness.NAMES[at], rounded(model.weights()[at]));
        }
        return node.put("slope", rounded(model.slope()))
                .put("shift", rounded(model.shift()))
                .put("threshold", rounded(model.threshold()));
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
