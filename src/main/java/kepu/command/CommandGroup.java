package kepu.command;

import picocli.CommandLine.Mixin;

/** A command that does its work by subcommands; alone it says which there are. */
abstract class CommandGroup implements Runnable {
    @Mixin
    private final Console console = new Console();

    Console console() {
        return console;
    }

    @Override
    public final void run() {
        console.usage();
    }
}
