package kepu.command;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where a command prints. */
@Command
final class Console {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** Says what options and subcommands there are. */
    void usage() {
        command.commandLine().usage(out());
    }

    /** The command as it was typed. */
    String typed() {
        CommandLine all = command.root().commandLine();
        List<String> arguments = all.getParseResult().originalArgs();
        return "./kepu " + String.join(" ", arguments);
    }
}
