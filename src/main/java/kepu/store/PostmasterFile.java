package kepu.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL's own note of who serves a cluster, {@code postmaster.pid}: the process first, its state in line 8. */
final class PostmasterFile {
    private static final Logger LOG = LoggerFactory.getLogger(PostmasterFile.class);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    /** No process has this number: Linux stops at 2^22, macOS at 99999. */
    private static final String NO_PROCESS = String.valueOf(Integer.MAX_VALUE);

    private final Path cluster;
    private final Path file;

    PostmasterFile(Path cluster) {
        this.cluster = cluster;
        file = cluster.resolve("postmaster.pid");
    }

    /** Whether the server under this command takes connections, by the last line of its pid file. */
    boolean ready(SupervisedCommand command) throws IOException {
        List<String> lines = lines();
        return lines.size() >= 8 && lines.get(7).startsWith("ready") && command.runs(pid(lines));
    }

    /** Makes way for a new server: ends one that outlived its kepu. */
    void stopLeftover() throws IOException {
        long pid = pid(lines());
        if (isServer(pid)) {
            LOG.warn("a PostgreSQL left over on {} is stopped first (process {})", cluster, pid);
            if (!endsAfter("INT", pid) && !endsAfter("QUIT", pid) && !endsAfter("KILL", pid)) {
                throw new IllegalStateException("PostgreSQL on " + cluster + " does not end: process " + pid);
            }
        }
        disarm();
    }

    private boolean isServer(long pid) throws IOException {
        String command = pid > 0 ? commandLine(pid) : "";
        return command.contains("postgres -D " + cluster + " ");
    }

    private static String commandLine(long pid) throws IOException {
        if (Files.isDirectory(Path.of("/proc/self"))) {
            try {
                byte[] command = Files.readAllBytes(Path.of("/proc", String.valueOf(pid), "cmdline"));
                return new String(command, StandardCharsets.UTF_8).replace('\0', ' ');
            } catch (IOException e) {
                // it has ended
                return "";
            }
        }
        var ps = new ProcessBuilder("ps", "-ww", "-o", "command=", "-p", String.valueOf(pid));
        try (var output = ps.start().getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private boolean endsAfter(String signal, long pid) throws IOException {
        // Java sends only TERM (for PostgreSQL: wait for every client) and KILL
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).start();
        long deadline = System.nanoTime() + SIGNAL_LIMIT.toNanos();
        while (isServer(pid)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(pid);
        }
        return true;
    }

    /** Polled besides, because the end of a process that nobody collects is never reported. */
    private static void pause(long pid) {
        try {
            var process = ProcessHandle.of(pid);
            if (process.isPresent()) {
                process.get().onExit().get(POLL.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL was stopped", e);
        }
    }

    /**
     * Takes the number out of a dead server's file when some process has it now, for PostgreSQL would not start. The
     * file is not deleted: the lines that follow let PostgreSQL see whether children of the dead server still write. One
     * without a number, as a power cut leaves it, says nothing and only stands in the way.
     */
    private void disarm() throws IOException {
        List<String> lines = new ArrayList<>(lines());
        long pid = pid(lines);
        if (pid > 0 && ProcessHandle.of(pid).isPresent()) {
            LOG.info("{} names a process that is not its server: {}", file, pid);
            lines.set(0, NO_PROCESS);
            Files.write(file, lines, StandardCharsets.ISO_8859_1);
        } else if (pid == 0) {
            Files.deleteIfExists(file);
        }
    }

    /** Byte by byte, for the path among them has whatever encoding. */
    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** 0 when there is none. */
    private static long pid(List<String> lines) {
        try {
            return lines.isEmpty()
                    ? 0
                    : Math.max(0, Long.parseLong(lines.getFirst().strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
