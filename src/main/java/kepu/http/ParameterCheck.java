package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a parameter's value, a {@link String} or an {@link Integer}, is what its schema says. Plain schemas, which nearly all are, are
 * checked by hand: the validator comes to the same, but makes some hundred objects on its way.
 */
@FunctionalInterface
interface ParameterCheck {
    boolean passes(Object value);

    /** The keywords that a plain schema is made of; the last two say nothing about values. */
    Set<String> KEYWORDS =
            Set.of("type", "minimum", "maximum", "minLength", "maxLength", "pattern", "enum", "default", "description");

    /** By the validator, which knows every schema. */
    static ParameterCheck of(Validator validator) {
        return value -> validator.validate(value).getValid();
    }

    /** By hand; empty for a schema that is not plain. */
    static Optional<ParameterCheck> plain(JsonObject schema) {
        if (!KEYWORDS.containsAll(schema.fieldNames())) {
            return Optional.empty();
        }
        return switch (schema.getString("type", "")) {
            case "string" -> Optional.of(Texts.of(schema));
            case "integer" ->
                schema.containsKey("enum") || schema.containsKey("pattern")
                        ? Optional.empty()
                        : Optional.of(new Numbers(
                                schema.getInteger("minimum", Integer.MIN_VALUE),
                                schema.getInteger("maximum", Integer.MAX_VALUE)));
            default -> Optional.empty();
        };
    }

    /** Integers from {@code least} to {@code most}. */
    record Numbers(int least, int most) implements ParameterCheck {
        @Override
        public boolean passes(Object value) {
            return value instanceof Integer number && number >= least && number <= most;
        }
    }

    /** Texts of so many characters in which the pattern is found, and which are among the words, if there are any. */
    record Texts(
            int least,
            int most,
            @Nullable Pattern pattern,
            @Nullable Set<Object> words) implements ParameterCheck {
        static Texts of(JsonObject schema) {
            String pattern = schema.getString("pattern");
            JsonArray words = schema.getJsonArray("enum");
            return new Texts(
                    schema.getInteger("minLength", 0),
                    schema.getInteger("maxLength", Integer.MAX_VALUE),
                    pattern == null ? null : Pattern.compile(pattern),
                    words == null ? null : words.stream().collect(Collectors.toUnmodifiableSet()));
        }

        @Override
        public boolean passes(Object value) {
            return value instanceof String text
                    && hasLength(text)
                    && (words == null || words.contains(text))
                    && (pattern == null || pattern.matcher(text).find());
        }

        /** Characters are code points, of which a text has no more than {@code char}s. */
        private boolean hasLength(String text) {
            int chars = text.length();
            int points = least == 0 && chars <= most ? chars : text.codePointCount(0, chars);
            return points >= least && points <= most;
        }
    }
}
