package kepu.bench.city;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.bench.load.Children;
import kepu.bench.load.Usage;

/** A node that serves a city: {@code serve} as a process of its own, on free ports of the loopback interface. */
public final class CityNode implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("kepu serves on (\\S+), management on port (\\d+)");
    /** The last line of a histogram: objects and bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private static final int STARTING_SECONDS = 600;
    private static final int ENDING_SECONDS = 40;
    private static final int LOOK_MILLIS = 200;
    private static final String SEARCH = "/v1/search?q=kepu";
    private static final int OK = 200;

    /** Differences from the shipped configuration; all else is as it comes. */
    private static final Map<String, String> SETTINGS = Map.of(
            // it is evening all day here
            "KEPU_GOVERNOR_QUIET_FROM", "",
            // an operator's push needs no second person
            "KEPU_PUSH_APPROVAL_REACH", "100000000",
            "KEPU_PEOPLE_TOKEN_MINUTES", Long.toString(City.TOKEN_LIFE.toMinutes()));

    private final Process process;
    private final URI url;
    private final Path pauseLog;
    private final long begin;
    private final Duration start;

    private CityNode(Process process, URI url, Path pauseLog, long begin) {
        this.process = process;
        this.url = url;
        this.pauseLog = pauseLog;
        this.begin = begin;
        this.start = Duration.ofNanos(System.nanoTime() - begin);
    }

    /**
     * Starts a node and waits until it serves.
     *
     * @param folder for its data and its logs
     * @param heap such as {@code 4g}
     * @param options more for its Java, with spaces between them
     */
    public static CityNode start(City city, Path folder, String heap, String options) throws IOException {
        Files.createDirectories(folder);
        Path pauseLog = folder.resolve("pauses.log");
        ProcessBuilder builder = new ProcessBuilder(Children.java(
                java(heap, options, pauseLog),
                "kepu.Main",
                "serve",
                "--data",
                folder.toString(),
                "--port",
                "0",
                "--management-port",
                "0"));
        builder.environment().keySet().removeIf(name -> name.startsWith("KEPU_"));
        builder.environment().putAll(SETTINGS);
        builder.environment()
                .putAll(Map.of("KEPU_DATABASE_URL", city.address().url(), "KEPU_PEOPLE_SECRET", city.secret()));
        Path log = folder.resolve("node.log");
        long begin = System.nanoTime();
        Process process = Children.start(builder.redirectError(log.toFile()));
        try {
            URI url = URI.create(ready(process).group(1));
            return new CityNode(process, url, pauseLog, begin);
        } catch (IOException e) {
            Children.end(process, ENDING_SECONDS);
            throw new IOException("the node does not serve: " + last(log), e);
        }
    }

    private static List<String> java(String heap, String options, Path pauseLog) {
        List<String> all = new ArrayList<>(List.of(
                "-Xmx" + heap,
                "-Xlog:gc:file=" + pauseLog,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dkepu.home=" + System.getProperty("kepu.home", ".")));
        List.of(options.split("\\s+")).stream()
                .filter(option -> !option.isEmpty())
                .forEach(all::add);
        return all;
    }

    public URI url() {
        return url;
    }

    /** From its launch to its first word that it serves. */
    public Duration startTime() {
        return start;
    }

    /** Waits until it finds what is searched for: it makes its index beside serving; gives the time since its launch. */
    public Duration awaitSearch() throws IOException {
        HttpRequest search = HttpRequest.newBuilder(url.resolve(SEARCH)).build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (client.send(search, HttpResponse.BodyHandlers.discarding()).statusCode() != OK) {
                if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the node ended");
                }
                if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(STARTING_SECONDS)) {
                    throw new IOException("the node does not search within " + STARTING_SECONDS + " s");
                }
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Bytes that it holds in memory. */
    public long memory() {
        return Usage.memory(List.of(process.toHandle()));
    }

    /** What its garbage collector did so far. */
    public Pauses pauses() throws IOException {
        return Pauses.read(pauseLog);
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
