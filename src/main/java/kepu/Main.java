package kepu;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import kepu.base.Failure;
import kepu.command.AccountCommand;
import kepu.command.BenchCommand;
import kepu.command.DemoCommand;
import kepu.command.EvaluateCommand;
import kepu.command.ImportCommand;
import kepu.command.RehearseCommand;
import kepu.command.ServeCommand;
import kepu.command.ServicesCommand;
import kepu.command.SimulateCommand;
import kepu.command.TrainCommand;
import kepu.command.TuneCommand;
import kepu.config.ConfigException;
import kepu.recommend.train.Definition;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Arguments to configuration to house; the exit code. */
@Command(
        name = "kepu",
        version = "kepu 0.1.0",
        description = "智慧科普：把合适的科普内容送到每个村、每个人",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footer = {"", "`kepu test` runs all tests."},
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            ImportCommand.class,
            SimulateCommand.class,
            TrainCommand.class,
            TuneCommand.class,
            EvaluateCommand.class,
            BenchCommand.class,
            ServicesCommand.class,
            AccountCommand.class,
            RehearseCommand.class
        })
public final class Main implements Runnable {
    private static final int FAILED = 1;
    private static final String LOG_LEVEL = "KEPU_LOG_LEVEL";

    private Main() {}

    public static void main(String[] args) {
        quiet(args);
        System.exit(run(args));
    }

    private static int run(String[] args) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command))
                .execute(args);
    }

    /** A demo and a command talk to a person; only a server tells the log how it goes. */
    private static void quiet(String[] args) {
        boolean serves = args.length > 0 && args[0].equals("serve");
        if (!serves && System.getenv(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "WARN");
        }
    }

    /** What a person can mend is one line; anything else is a bug and shows where. */
    private static int failed(Exception e, CommandLine command) {
        switch (e) {
            case ConfigException mendable -> command.getErr().println("kepu: " + e.getMessage());
            case IllegalStateException mendable -> command.getErr().println("kepu: " + e.getMessage());
            case Definition.Refused mendable -> command.getErr().println("kepu: " + e.getMessage());
            case Failure mendable -> command.getErr().println("kepu: " + mendable.detail());
            case FileSystemException mendable ->
                command.getErr()
                        .println("kepu: " + e.getMessage() + " (" + e.getClass().getSimpleName() + ")");
            case IOException mendable -> command.getErr().println("kepu: " + e.getMessage());
            default -> e.printStackTrace(command.getErr());
        }
        return FAILED;
    }

    /** Without a command: what there is. */
    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }
}
