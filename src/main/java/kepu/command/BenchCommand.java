package kepu.command;

import java.io.IOException;
import java.sql.SQLException;
import kepu.bench.AudienceBench;
import kepu.bench.InboxBench;
import kepu.bench.Report;
import kepu.config.ConfigReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures; each subcommand prints what it found, and those with a reference write {@code target/bench/NAME.json}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "measure beside a reference on the same work",
        subcommands = {
            FeedBenchCommand.class,
            ItemBenchCommand.class,
            MemoryBenchCommand.class,
            FanoutBenchCommand.class,
            ServicesBenchCommand.class,
            ImportBenchCommand.class,
            SearchBenchCommand.class,
            EventsBenchCommand.class,
            CityBenchCommand.class,
            StartBenchCommand.class
        })
public final class BenchCommand extends CommandGroup {
    @Command(
            name = "audience",
            mixinStandardHelpOptions = true,
            description = "counting an audience, beside PostgreSQL's count(*), and the memory of the index")
    int audience(
            @Option(
                            names = "--residents",
                            defaultValue = "3000000",
                            description = "in the largest index (default: ${DEFAULT-VALUE})")
                    int residents,
            @Option(
                            names = "--rows",
                            defaultValue = "3000000",
                            description = "in PostgreSQL and the index beside it (default: ${DEFAULT-VALUE})")
                    int rows,
            @Option(names = "--rounds", defaultValue = "7", description = "alternating (default: ${DEFAULT-VALUE})")
                    int rounds,
            @Option(
                            names = "--counts",
                            defaultValue = "50",
                            description = "of the index in a round (default: ${DEFAULT-VALUE})")
                    int counts,
            @Option(
                            names = "--seed",
                            defaultValue = "5109",
                            description = "of the residents (default: ${DEFAULT-VALUE})")
                    long seed)
            throws IOException, SQLException {
        AudienceBench.Size size = new AudienceBench.Size(residents, Math.min(rows, residents), rounds, counts, seed);
        Report report = AudienceBench.run(
                size, Workbench.folder().resolve("audience-postgres"), console().err()::println);
        Workbench.tell(report, "audience", console());
        return 0;
    }

    @Command(
            name = "inbox",
            mixinStandardHelpOptions = true,
            description =
                    "computing an inbox in process, beside all publications filtered and sorted without limits a person")
    int inbox(
            @Option(
                            names = "--publications",
                            defaultValue = "5000",
                            description = "that are live (default: ${DEFAULT-VALUE})")
                    int publications,
            @Option(
                            names = "--residents",
                            defaultValue = "20000",
                            description = "who look, a round (default: ${DEFAULT-VALUE})")
                    int residents,
            @Option(
                            names = "--rounds",
                            defaultValue = "5",
                            description = "rounds that count (default: ${DEFAULT-VALUE})")
                    int rounds)
            throws IOException {
        Report report = InboxBench.measure(
                new InboxBench.Effort(publications, residents, rounds),
                new ConfigReader().config().governor());
        Workbench.tell(report, "inbox", console());
        return 0;
    }
}
