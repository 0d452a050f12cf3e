package kepu.recommend.tune;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One key of a definition that a search may change.
 *
 * @param path section and key, {@code ranker.trees}
 * @param meaning what it does, in plain Chinese
 * @param values to choose from, each once, as {@link #text} writes them
 */
public record Parameter(String path, String meaning, List<String> values) {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]*");

    private static final String ATOM = "([a-z][a-z0-9-]*|-?[0-9]{1,12}(\\.[0-9]{1,12})?)";
    private static final Pattern WRITTEN = Pattern.compile(ATOM + "|\\[(" + ATOM + "(, " + ATOM + ")*)?]");

    public Parameter {
        values = List.copyOf(values);
    }

    /** A value of a definition in the one way it is written, which YAML reads: a number, a word, or a list of them; else none. */
    static Optional<String> text(JsonNode value) {
        if (value.isNumber()) {
            return value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())
                    ? Optional.empty()
                    : Optional.of(number(value.decimalValue()));
        }
        if (value.isTextual()) {
            return Optional.of(value.textValue())
                    .filter(word -> WORD.matcher(word).matches());
        }
        if (!value.isArray()) {
            return Optional.empty();
        }
        List<Optional<String>> parts = StreamSupport.stream(value.spliterator(), false)
                .map(part -> part.isArray() ? Optional.<String>empty() : text(part))
                .toList();
        return parts.stream().allMatch(Optional::isPresent)
                ? Optional.of(parts.stream().map(Optional::orElseThrow).collect(Collectors.joining(", ", "[", "]")))
                : Optional.empty();
    }

    /** Whether a text is a value as {@link #text} writes it. */
    static boolean isWritten(String value) {
        return WRITTEN.matcher(value).matches();
    }

    /** 0.10 and 0.1 are one value. */
    static String number(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
