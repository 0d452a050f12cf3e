package kepu.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A word of the vocabulary: a stable code for machines and a Chinese name for people. */
public interface Coded {
    /** As the enum names it. */
    String name();

    /** The name in lower case, stable for ever. */
    default String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Plain Chinese. */
    String label();

    /** A set as bits by ordinal, from codes with commas between them; codes that {@code words} does not know are left out. */
    static <T extends Enum<T> & Coded> long bits(String codes, Function<String, Optional<T>> words) {
        long bits = 0;
        for (String code : codes.split(",")) {
            bits |= words.apply(code).map(word -> 1L << word.ordinal()).orElse(0L);
        }
        return bits;
    }

    /** Looks words up by code: {@code Coded.index(Topic.values())}. */
    static <T extends Coded> Function<String, Optional<T>> index(T[] words) {
        Map<String, T> byCode =
                Arrays.stream(words).collect(Collectors.toUnmodifiableMap(Coded::code, Function.identity()));
        return code -> Optional.ofNullable(byCode.get(code));
    }
}
