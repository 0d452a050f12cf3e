package kepu.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node of this program as a process of its own, as {@code ./kepu serve} starts it, on free ports of the loopback interface. */
public final class Node implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("kepu serves on (\\S+), management on port (\\d+)");
    /** The last line of a histogram: objects and bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final int ENDING_SECONDS = 40;
    private static final long LOOK_NANOS = 500_000_000;
    private static final int IDLE_LOOKS = 4;
    /** Of processor time between two looks: what its clocks and jobs take. */
    private static final long IDLE_MILLIS = 100;

    private final Process process;
    private final URI url;
    private final int managementPort;

    private Node(Process process, URI url, int managementPort) {
        this.process = process;
        this.url = url;
        this.managementPort = managementPort;
    }

    /**
     * Starts a node and waits until it serves.
     *
     * @param folder for its data and its log
     * @param heap such as {@code 1g}
     * @param environment settings, such as {@code KEPU_DATABASE_URL}; those of our own environment do not count
     */
    public static Node start(Path folder, String heap, Map<String, String> environment) throws IOException {
        List<String> options = new ArrayList<>(Children.inherited());
        options.add("-Xmx" + heap);
        return start(folder, options, environment, STARTING);
    }

    /**
     * The same with a Java of its own options.
     *
     * @param options with the heap
     * @param most how long it may take to serve
     */
    public static Node start(Path folder, List<String> options, Map<String, String> environment, Duration most)
            throws IOException {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dkepu.home=" + System.getProperty("kepu.home", ".")));
        ProcessBuilder builder = new ProcessBuilder(Children.java(
                all,
                "kepu.Main",
                "serve",
                "--data",
                Files.createDirectories(folder).toString(),
                "--port",
                "0",
                "--management-port",
                "0"));
        builder.environment().keySet().removeIf(name -> name.startsWith("KEPU_"));
        builder.environment().putAll(environment);
        Path log = folder.resolve("log");
        Process process = Children.start(builder.redirectError(log.toFile()));
        try {
            Matcher ready = ready(process, most);
            return new Node(process, URI.create(ready.group(1)), Integer.parseInt(ready.group(2)));
        } catch (IOException e) {
            Children.end(process, ENDING_SECONDS);
            throw new IOException("the node does not serve: " + last(log), e);
        }
    }

    /** Waits until what a node does after its start is done, such as comparing texts: it is idle for two seconds in a row, or the time is over. */
    public Node settled(Duration most) {
        List<ProcessHandle> own = List.of(process());
        long until = System.nanoTime() + most.toNanos();
        for (int idle = 0; idle < IDLE_LOOKS && System.nanoTime() < until && process.isAlive(); ) {
            long before = Usage.cpuMillis(own);
            LockSupport.parkNanos(LOOK_NANOS);
            idle = Usage.cpuMillis(own) - before < IDLE_MILLIS ? idle + 1 : 0;
        }
        return this;
    }

    public URI url() {
        return url;
    }

    public int managementPort() {
        return managementPort;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Waits so long at most; whether it ended. */
    public boolean ended(Duration most) throws InterruptedException {
        return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Has what is garbage taken away, and gives the bytes that live on the heap; 0 without {@code jcmd}, and the garbage stays. */
    public long collect() throws IOException {
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

    private static Matcher ready(Process process, Duration most) throws IOException {
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
            return ready.get(most.toSeconds(), TimeUnit.SECONDS);
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
