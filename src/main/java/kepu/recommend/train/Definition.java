package kepu.recommend.train;

import static kepu.recommend.model.Bounds.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Policy;

/** What operators edit of a model, as {@code models/<name>.yaml} explains it; an unknown key is an error. */
public record Definition(
        String name,
        long seed,
        Data data,
        Rates rates,
        Collaborative collaborative,
        Ranker ranker,
        Policy arrangement) {

    /** Which behaviour is read: of so many days, and of so many residents at most, drawn evenly. */
    public record Data(int days, int people) {
        public Data {
            within("data.days", days, 1, 3_650);
            within("data.people", people, 100, 100_000_000);
        }
    }

    /**
     * How behaviour is counted.
     *
     * @param halfLifeDays 0: an eighth of the time that the events span
     */
    public record Rates(int halfLifeDays, int backoffImpressions) {
        public Rates {
            within("rates.halfLifeDays", halfLifeDays, 0, 36_500);
            within("rates.backoffImpressions", backoffImpressions, 1, 100_000);
        }
    }

    /** How the item-item weights are made. */
    public record Collaborative(Method method, double[] lambdas, int factors, int neighbours, int heldPeople) {
        /** EASE for catalogues up to about 10,000 items, a graph filter for larger ones. */
        public enum Method {
            AUTO,
            EASE,
            GRAPH
        }

        public Collaborative {
            within("collaborative.lambdas (how many)", lambdas.length, 1, 20);
            for (double lambda : lambdas) {
                within("collaborative.lambdas", lambda, 0.001, 1e9);
            }
            within("collaborative.factors", factors, 0, 2_000);
            within("collaborative.neighbours", neighbours, 1, 5_000);
            within("collaborative.heldPeople", heldPeople, 10, 1_000_000);
        }
    }

    /** How candidates are scored. */
    public record Ranker(
            Kind kind,
            int rows,
            double window,
            int trees,
            int leaves,
            int depth,
            int leastRows,
            double learningRate,
            double sample,
            double ridge,
            List<String> without) {
        /** Boosted trees, a logistic regression, or whichever is better on rows that it did not see. */
        public enum Kind {
            AUTO,
            TREES,
            LINEAR
        }

        public Ranker {
            within("ranker.rows", rows, 1_000, 50_000_000);
            within("ranker.window", window, 0.01, 0.9);
            within("ranker.trees", trees, 1, 2_000);
            within("ranker.leaves", leaves, 2, 256);
            within("ranker.depth", depth, 1, 20);
            within("ranker.leastRows", leastRows, 1, 1_000_000);
            within("ranker.learningRate", learningRate, 0.001, 1);
            within("ranker.sample", sample, 0.05, 1);
            within("ranker.ridge", ridge, 0, 1e6);
            without = List.copyOf(without);
            for (String code : without) {
                if (Feature.of(code).isEmpty()) {
                    throw new IllegalArgumentException("ranker.without names no feature: " + code);
                }
            }
        }
    }

    public Definition {
        if (!name.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("name is not a word of small letters, digits and hyphens: " + name);
        }
    }

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    /** Reads a definition; {@link Refused} when it is none. */
    public static Definition read(Path file) throws IOException {
        return parse(file.toString(), Files.readString(file));
    }

    /** The definition that a text is; {@link Refused} with {@code source} and what is wrong. */
    public static Definition parse(String source, String text) {
        try {
            return YAML.readValue(text, Definition.class);
        } catch (JsonProcessingException e) {
            throw new Refused(source + ": " + fault(e), e);
        }
    }

    /** A file that is no definition; the message names it and says what is wrong. */
    public static final class Refused extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The definition as it was written, for the card. */
    static Map<String, Object> plain(String text) throws IOException {
        return YAML.readValue(text, new TypeReference<Map<String, Object>>() {});
    }

    /** What is wrong, with the key: our own words where a value is out of bounds, else those of the reader. */
    private static String fault(JsonProcessingException failure) {
        if (!(failure instanceof JsonMappingException mapping)) {
            return "is no YAML: " + failure.getMessage();
        }
        if (mapping.getCause() instanceof IllegalArgumentException outOfBounds) {
            return String.valueOf(outOfBounds.getMessage());
        }
        String key = mapping.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return key
                + (mapping instanceof UnrecognizedPropertyException
                        ? " is an unknown key"
                        : " cannot be read: " + mapping.getOriginalMessage());
    }
}
