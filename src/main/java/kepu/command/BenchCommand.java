package kepu.command;

import java.util.Locale;
import kepu.bench.FeedCost;
import kepu.bench.ServingMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what a feed costs and how much memory serving takes, on a synthetic world; needs no database. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "measure the cost of a feed and the memory of serving")
public final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Without a subcommand: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "feed",
            mixinStandardHelpOptions = true,
            description = "processor time and allocation of one cold feed and of its parts")
    int feed(
            @Option(names = "--warm-up", defaultValue = "4", description = "rounds before (default: ${DEFAULT-VALUE})")
                    int warmUp,
            @Option(
                            names = "--rounds",
                            defaultValue = "5",
                            description = "rounds that count (default: ${DEFAULT-VALUE})")
                    int rounds,
            @Option(names = "--seconds", defaultValue = "2", description = "a round (default: ${DEFAULT-VALUE})")
                    int seconds) {
        FeedCost.measure(new FeedCost.Effort(warmUp, rounds, seconds), this::say);
        return 0;
    }

    @Command(
            name = "memory",
            mixinStandardHelpOptions = true,
            description = "heap that the serving state of a synthetic population takes, by part")
    int memory(
            @Option(
                            names = "--items",
                            defaultValue = "20000",
                            description = "in the catalogue (default: ${DEFAULT-VALUE})")
                    int items,
            @Option(
                            names = "--residents",
                            defaultValue = "1000000",
                            description = "whose histories are in memory (default: ${DEFAULT-VALUE})")
                    int residents,
            @Option(
                            names = "--history",
                            defaultValue = "50",
                            description = "items in each history (default: ${DEFAULT-VALUE})")
                    int history)
            throws Exception {
        return ServingMemory.fork(new ServingMemory.Size(items, residents, history));
    }

    private void say(FeedCost cost) {
        spec.commandLine()
                .getOut()
                .println(String.format(
                        Locale.ROOT,
                        "benchmark=%s cpu_us=%.1f alloc_bytes=%.0f",
                        cost.benchmark(),
                        cost.micros(),
                        cost.bytes()));
    }
}
