package kepu.command;

import kepu.bench.load.Alternation;
import kepu.bench.load.Generator;
import picocli.CommandLine.Option;

/** The options of benches that ask a whole program over HTTP. */
final class ServingOptions {
    @Option(names = "--items", defaultValue = "20000", description = "in the catalogue (default: ${DEFAULT-VALUE})")
    private int items;

    @Option(
            names = "--history",
            defaultValue = "50",
            description = "items that each resident opened (default: ${DEFAULT-VALUE})")
    private int history;

    @Option(names = "--rounds", defaultValue = "5", description = "that count (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "3", description = "rounds before (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "2", description = "a turn (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--connections", defaultValue = "128", description = "at once (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--threads",
            defaultValue = "0",
            description = "of the load generator; 0: one for every two cores (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--heap", defaultValue = "2g", description = "of the node (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Option(names = "--seed", defaultValue = "5109", description = "of all that is made up (default: ${DEFAULT-VALUE})")
    private long seed;

    int items() {
        return items;
    }

    int history() {
        return history;
    }

    int rounds() {
        return rounds;
    }

    String heap() {
        return heap;
    }

    long seed() {
        return seed;
    }

    Alternation.Rounds alternating() {
        int asked = threads == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : threads;
        return new Alternation.Rounds(
                warmUp, rounds, new Generator.Effort(asked, Math.max(asked, connections), seconds));
    }
}
