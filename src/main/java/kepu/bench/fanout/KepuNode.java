package kepu.bench.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.bench.load.Children;

/** A node of this program as a process of its own, as {@code ./kepu serve} starts it, on free ports of the loopback interface. */
final class KepuNode implements AutoCloseable {
    static final int HEARTBEAT_SECONDS = 20;

    private static final Pattern READY = Pattern.compile("kepu serves on (\\S+), management on port (\\d+)");
    /** The last line of a histogram: objects and bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private static final int STARTING_SECONDS = 120;
    private static final int ENDING_SECONDS = 30;
    private static final String TOKEN_MINUTES = "60";
    private static final String MOST_LINES = "1000000";
    /** An operator's push needs no second person up to here. */
    private static final String APPROVAL_REACH = "10000000";

    /** Everybody is told of every round, at any time of day, though it is the same item: as many frames as nchan sends. */
    private static final Map<String, String> UNGOVERNED = Map.of(
            "KEPU_GOVERNOR_DAILY", "1000000",
            "KEPU_GOVERNOR_TOPIC_WEEKLY", "1000000",
            "KEPU_GOVERNOR_QUIET_FROM", "",
            "KEPU_GOVERNOR_DUPLICATE_DAYS", "0");

    private final Process process;
    private final URI url;

    private KepuNode(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a node and waits until it serves.
     *
     * @param folder for its data and its log
     * @param heap such as {@code 1g}
     */
    static KepuNode start(Path folder, String heap, World world) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Children.java(
                List.of(
                        "-Xmx" + heap,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dkepu.home=" + System.getProperty("kepu.home", ".")),
                "kepu.Main",
                "serve",
                "--data",
                Files.createDirectories(folder).toString(),
                "--port",
                "0",
                "--management-port",
                "0"));
        builder.environment().keySet().removeIf(name -> name.startsWith("KEPU_"));
        builder.environment().putAll(UNGOVERNED);
        builder.environment()
                .putAll(Map.of(
                        "KEPU_DATABASE_URL", world.databaseUrl(),
                        "KEPU_PEOPLE_SECRET", world.secret(),
                        "KEPU_PEOPLE_TOKEN_MINUTES", TOKEN_MINUTES,
                        "KEPU_HTTP_CONNECTIONS", MOST_LINES,
                        "KEPU_PUSH_CONNECTIONS", MOST_LINES,
                        "KEPU_PUSH_HEARTBEAT_SECONDS", Integer.toString(HEARTBEAT_SECONDS),
                        "KEPU_PUSH_APPROVAL_REACH", APPROVAL_REACH));
        Path log = folder.resolve("log");
        Process process = Children.start(builder.redirectError(log.toFile()));
        try {
            return new KepuNode(process, URI.create(ready(process).group(1)));
        } catch (IOException e) {
            Children.end(process, ENDING_SECONDS);
            throw new IOException("the node does not serve: " + last(log), e);
        }
    }

    URI url() {
        return url;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Has what is garbage taken away, and gives the bytes that live on the heap; 0 without {@code jcmd}, and the garbage stays. */
    long collect() throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.exists(jcmd)) {
            return 0;
        }
        Process asking =
                Children.start(new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
                        .redirectErrorStream(true));
        try (BufferedReader lines = asking.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines()
                    .map(TOTAL::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(total -> Long.parseLong(total.group(1)))
                    .sum();
        } finally {
            Children.end(asking, ENDING_SECONDS);
        }
    }

    @Override
    public void close() {
        Children.end(process, ENDING_SECONDS);
    }

    private static Matcher ready(Process process) throws IOException {
        CompletableFuture<Matcher> ready = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("node").start(() -> {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().map(READY::matcher).filter(Matcher::find).forEach(ready::complete);
            } catch (IOException | UncheckedIOException e) {
                ready.completeExceptionally(e);
            }
            ready.completeExceptionally(new IOException("it ended"));
        });
        try {
            return ready.get(STARTING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String last(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
