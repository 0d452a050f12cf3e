package kepu.bench.fanout;

import java.io.PrintStream;

/** What has come to the readers of one process; it says in a line each when all are open, and when all have a publication. */
final class Arrivals {
    private final PrintStream out;
    private int expected;
    private int open;
    /** The publication that is on its way, to how many it came, and when to the first. */
    private int round;

    private int told;
    private long firstNanos;

    Arrivals(PrintStream out) {
        this.out = out;
    }

    /** There will be so many readers. */
    void expect(int readers) {
        expected = readers;
        open = 0;
        round = 0;
        told = 0;
    }

    void opened() {
        if (++open == expected) {
            say("open " + open);
        }
    }

    /** By {@link System#nanoTime}, which on Linux all processes share. */
    void told(int of) {
        long now = System.nanoTime();
        if (of != round) {
            if (told != 0 && told != expected) {
                fault("publication " + round + " came to " + told + " of " + expected + " before the next");
            }
            round = of;
            told = 0;
            firstNanos = now;
        }
        if (++told == expected) {
            say("round " + of + " " + firstNanos + " " + now);
        }
    }

    void fault(String what) {
        say("fault " + what);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
