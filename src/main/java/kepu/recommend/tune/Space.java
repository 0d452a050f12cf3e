package kepu.recommend.tune;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import kepu.base.Failure;
import smile.hpo.Hyperparameters;
import smile.math.MathEx;

/** The definitions that a search may try: every choice of one value for each parameter. At least one parameter, each path once. */
public record Space(List<Parameter> parameters) {
    /** The most points of a grid: they are all laid out before the first is tried. */
    static final int MOST_GRID = 20_000;
    /** The most trials that a random search draws. */
    public static final int MOST_DRAWN = 1_000;

    public Space {
        parameters = List.copyOf(parameters);
        if (parameters.isEmpty()) {
            throw new Failure.Invalid("tune-space-empty", "搜索范围里没有一个会起作用的参数");
        }
    }

    /** How many choices there are. */
    public BigInteger size() {
        return parameters.stream()
                .map(parameter -> BigInteger.valueOf(parameter.values().size()))
                .reduce(BigInteger.ONE, BigInteger::multiply);
    }

    /** Without some parameters, which stay as they are. */
    public Space without(Set<String> paths) {
        return new Space(parameters.stream()
                .filter(parameter -> !paths.contains(parameter.path()))
                .toList());
    }

    /**
     * What is tried, in this order: the same for the same space and seed. A grid is shuffled, so that what fits into a time lies all over it; a
     * random search draws each choice once (Bergstra and Bengio 2012).
     *
     * @return values by path, in the order of the parameters
     * @throws Failure.Invalid when a grid has too many points
     */
    public List<Map<String, String>> plan(SearchKind kind, long seed) {
        return switch (kind) {
            case GRID -> grid(seed);
            case RANDOM -> random(seed);
        };
    }

    private List<Map<String, String>> grid(long seed) {
        if (size().compareTo(BigInteger.valueOf(MOST_GRID)) > 0) {
            throw new Failure.Invalid(
                    "tune-grid-too-large",
                    "网格有 %,d 组，最多 %,d 组：请缩小搜索范围，或用 --search random".formatted(size(), MOST_GRID));
        }
        List<Map<String, String>> all =
                new ArrayList<>(ordered(hyperparameters().grid()));
        Collections.shuffle(all, new Random(seed));
        return List.copyOf(all);
    }

    private List<Map<String, String>> random(long seed) {
        int most = size().min(BigInteger.valueOf(MOST_DRAWN)).intValueExact();
        MathEx.setSeed(seed);
        return ordered(hyperparameters().random().distinct().limit(most));
    }

    private Hyperparameters hyperparameters() {
        Hyperparameters all = new Hyperparameters();
        parameters.forEach(
                parameter -> all.add(parameter.path(), parameter.values().toArray(String[]::new)));
        return all;
    }

    private List<Map<String, String>> ordered(Stream<Properties> choices) {
        return choices.map(choice -> {
                    Map<String, String> values = new LinkedHashMap<>();
                    parameters.forEach(parameter -> values.put(parameter.path(), choice.getProperty(parameter.path())));
                    return Collections.unmodifiableMap(values);
                })
                .toList();
    }
}
