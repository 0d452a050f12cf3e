package kepu.bench;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What one operation of a benchmark of {@link FeedBench} costs one thread, after warming up in a process of its own.
 *
 * @param micros processor time of the thread
 * @param bytes allocated
 */
public record FeedCost(String benchmark, double micros, double bytes) {
    private static final List<String> BENCHMARKS = List.of("warm", "feed", "list", "score");
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** How long to measure: rounds of {@code seconds} each. */
    public record Effort(int warmUp, int rounds, int seconds) {}

    /** Measures one benchmark after the other and tells each as it is known. */
    public static void measure(Effort effort, Consumer<FeedCost> told) {
        BENCHMARKS.forEach(name -> told.accept(of(name, effort)));
    }

    private static FeedCost of(String name, Effort effort) {
        OptionsBuilder options = new OptionsBuilder();
        options.include(FeedBench.class.getName() + "\\." + name + "$")
                .forks(1)
                .threads(1)
                .timeUnit(TimeUnit.MICROSECONDS)
                .warmupIterations(effort.warmUp())
                .warmupTime(TimeValue.seconds(effort.seconds()))
                .measurementIterations(effort.rounds())
                .measurementTime(TimeValue.seconds(effort.seconds()))
                .addProfiler(ThreadCpu.class)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        try {
            RunResult result = new Runner(options.build()).runSingle();
            return new FeedCost(name, secondary(result, ThreadCpu.LABEL), secondary(result, ALLOCATED));
        } catch (RunnerException failure) {
            throw new IllegalStateException("benchmark " + name + ": " + failure.getMessage(), failure);
        }
    }

    private static double secondary(RunResult result, String label) {
        return Objects.requireNonNull(result.getSecondaryResults().get(label), label)
                .getScore();
    }
}
