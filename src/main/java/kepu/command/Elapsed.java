package kepu.command;

import java.io.PrintWriter;
import java.util.Locale;

/** Lines of progress with the seconds since the command began. */
final class Elapsed {
    private final long start = System.nanoTime();

    void say(PrintWriter out, String progress) {
        out.printf(Locale.ROOT, "%4.0f s  %s%n", (System.nanoTime() - start) / 1e9, progress);
        out.flush();
    }
}
