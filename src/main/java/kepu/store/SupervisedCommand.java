package kepu.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command under a small shell that ends it when this process ends, even by kill -9.
 *
 * <p>The shell's standard input is a pipe that only this process holds (the JDK closes it in every other child), so the
 * kernel closes it when this process ends, whatever the reason; at its end the shell sends SIGINT and after 10 s
 * SIGQUIT.
 */
record SupervisedCommand(Process process) {
    /**
     * A session of its own keeps the terminal's Ctrl-C and hang-up away from the command; macOS has no setsid, but Perl.
     * ({@code set -m} would take the terminal away from this process.)
     */
    private static final String OWN_SESSION = """
            if command -v setsid >/dev/null 2>&1; then exec setsid "$@"
            elif command -v perl >/dev/null 2>&1; then exec perl -e 'use POSIX; POSIX::setsid(); exec @ARGV' "$@"
            else exec "$@"
            fi
            """;

    /** Its input is handed on as 3, because a shell gives what it puts in the background an empty one. */
    private static final String SUPERVISOR = """
            trap '' INT TERM HUP QUIT
            exec 3<&0 </dev/null
            "$@" 3<&- &
            server=$!
            (
                read -r line <&3
                kill -INT "$server"
                left=10
                while [ "$left" -gt 0 ] && kill -0 "$server"; do sleep 1; left=$((left - 1)); done
                kill -QUIT "$server"
            ) >/dev/null 2>&1 &
            watcher=$!
            exec 3<&-
            wait "$server"
            status=$?
            kill -KILL "$watcher" 2>/dev/null
            exit "$status"
            """;

    /** Starts the command with no input and its output appended to the log. */
    static SupervisedCommand start(List<String> command, Path log) throws IOException {
        var all = new ArrayList<>(List.of("sh", "-c", OWN_SESSION, "sh", "sh", "-c", SUPERVISOR, "kepu-postgres"));
        all.addAll(command);
        var builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // the environment is meant for kepu: its libraries and client settings are not PostgreSQL's
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LD_"));
        builder.environment().put("LC_ALL", "C");
        return new SupervisedCommand(builder.start());
    }

    boolean runs(long pid) {
        try (Stream<ProcessHandle> children = process.descendants()) {
            return children.anyMatch(child -> child.pid() == pid);
        }
    }

    /** Whether it has ended, after waiting no longer than the limit. */
    boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for PostgreSQL", e);
        }
    }

    /** Asks the command to end and kills it with all its children when it still runs after the limit. */
    void stop(Duration limit) {
        // an interrupt hurries the wait, not the shutdown: a killed server must recover at the next start
        boolean interrupted = Thread.interrupted();
        try {
            process.getOutputStream().close();
            if (!endsWithin(limit)) {
                kill();
            }
        } catch (IOException e) {
            kill();
            throw new UncheckedIOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void kill() {
        try (Stream<ProcessHandle> children = process.descendants()) {
            children.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }
}
