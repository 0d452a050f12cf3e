package kepu.testing;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Processes that tests start: none outlives its test, however that ends, nor the JVM of the tests, even one that is killed. JUnit finds this
 * extension by itself (META-INF/services), so no test can forget it.
 */
public final class Processes implements AfterEachCallback {
    /** Its input is a pipe that only this JVM holds, so the kernel ends it when the JVM ends. */
    private static final String WATCH = "trap '' INT TERM HUP; read -r line; kill -KILL \"$1\"";

    private static final int ENDING_SECONDS = 90;
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    /** Starts a process of the test that runs. */
    public static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        ALIVE.add(process);
        try {
            Process watch = new ProcessBuilder("sh", "-c", WATCH, "sh", Long.toString(process.pid())).start();
            process.onExit().thenRun(() -> {
                watch.destroyForcibly();
                ALIVE.remove(process);
            });
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        return process;
    }

    /** Kills what is left; a PostgreSQL ends with the program that started it. */
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (Process process : ALIVE) {
            if (!process.destroyForcibly().waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("process " + process.pid() + " did not end in " + ENDING_SECONDS + " s");
            }
        }
    }
}
