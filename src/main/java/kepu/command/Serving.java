package kepu.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the program alive until it is asked to end, and then closes it in order, with a limit. */
final class Serving {
    private static final int CLOSING_SECONDS = 30;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Work that runs while the program serves, and closes what it opened. */
    interface Work {
        void run(CountDownLatch asked) throws Exception;
    }

    /** Runs {@code work}; Ctrl-C and SIGTERM count its latch down, and the process ends when it has returned. */
    void run(Work work) throws Exception {
        Thread hook = Thread.ofPlatform().name("kepu-closing").unstarted(this::close);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work.run(asked);
        } finally {
            closed.countDown();
        }
    }

    private void close() {
        asked.countDown();
        try {
            if (!closed.await(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("kepu: closing took longer than " + CLOSING_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
