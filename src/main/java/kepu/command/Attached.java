package kepu.command;

import java.io.IOException;
import picocli.CommandLine.Option;

/** For commands that a program starts as a process of its own: they end when it does. */
final class Attached {
    @Option(names = "--attached", hidden = true, description = "end when standard input does")
    private boolean attached;

    /** From now on, when that was asked for. */
    void watch() {
        if (attached) {
            Thread.ofPlatform().daemon().name("kepu-attached").start(Attached::endWithInput);
        }
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // nothing is told this way but the end
            }
        } catch (IOException e) {
            // as good as the end
        }
        Runtime.getRuntime().halt(1);
    }
}
