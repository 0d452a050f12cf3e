package kepu.bench.fanout;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import kepu.bench.Figure;

/** Means over stretches of rounds, of what is known too coarsely to be compared round by round. */
final class Stretches {
    private static final int MOST = 5;
    private static final int SHORTEST = 6;

    private Stretches() {}

    /** The middle one of the means; ratios stretch by stretch, unless one of ours is too short to be known. */
    static Figure figure(String name, List<Round> our, List<Round> their, ToDoubleFunction<Round> of) {
        double[] ours = means(our, of);
        if (their.isEmpty()) {
            return Figure.alone(name, "ms", ours);
        }
        double[] theirs = means(their, of);
        return Arrays.stream(ours).anyMatch(mean -> mean == 0)
                ? new Figure(name, "ms", Figure.median(ours), Figure.median(theirs), null)
                : Figure.beside(name, "ms", ours, theirs);
    }

    private static double[] means(List<Round> rounds, ToDoubleFunction<Round> of) {
        int stretches = Math.clamp(rounds.size() / SHORTEST, 1, MOST);
        return IntStream.range(0, stretches)
                .mapToDouble(
                        i -> rounds.subList(rounds.size() * i / stretches, rounds.size() * (i + 1) / stretches).stream()
                                .mapToDouble(of)
                                .average()
                                .orElseThrow())
                .toArray();
    }
}
