package kepu.bench.city;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kepu.bench.load.Node;
import kepu.bench.load.Usage;

/** A node that serves a city: {@code serve} as a process of its own, on free ports of the loopback interface. */
public final class CityNode implements AutoCloseable {
    private static final Duration STARTING = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final String SEARCH = "/v1/search?q=kepu";
    private static final int OK = 200;
    private static final Predicate<String> COUNTED = Pattern.compile(
                    "^kepu_rates_recount_total\\{.*result=\"done\".*} [1-9].*")
            .asMatchPredicate();

    /** Differences from the shipped configuration; all else is as it comes. */
    private static final Map<String, String> SETTINGS = Map.of(
            // it is evening all day here
            "KEPU_GOVERNOR_QUIET_FROM", "",
            // an operator's push needs no second person
            "KEPU_PUSH_APPROVAL_REACH", "100000000",
            // what is too much shows as time here, not as refusals
            "KEPU_HTTP_OVERLOAD_DELAY_MILLIS", "60000",
            "KEPU_PEOPLE_TOKEN_MINUTES", Long.toString(City.TOKEN_LIFE.toMinutes()));

    private final Node node;
    private final Path pauseLog;
    private final long begin;
    private final Duration start;

    private CityNode(Node node, Path pauseLog, long begin) {
        this.node = node;
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
        Path pauseLog = Files.createDirectories(folder).resolve("pauses.log");
        List<String> java = new ArrayList<>(List.of("-Xms" + heap, "-Xmx" + heap, "-Xlog:gc:file=" + pauseLog));
        Stream.of(options.split("\\s+")).filter(option -> !option.isEmpty()).forEach(java::add);
        Map<String, String> environment = new HashMap<>(SETTINGS);
        environment.put("KEPU_DATABASE_URL", city.address().url());
        environment.put("KEPU_PEOPLE_SECRET", city.secret());
        long begin = System.nanoTime();
        return new CityNode(Node.start(folder, java, environment, STARTING), pauseLog, begin);
    }

    public URI url() {
        return node.url();
    }

    /** From its launch to its first word that it serves. */
    public Duration startTime() {
        return start;
    }

    /** Waits until it finds what is searched for: it makes its index beside serving; gives the time since its launch. */
    public Duration awaitSearch() throws IOException {
        HttpRequest search = HttpRequest.newBuilder(url().resolve(SEARCH)).build();
        await(
                "search",
                client -> client.send(search, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == OK);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Waits until feeds go by all that people did: they are served before, from what items are. Gives the time since its launch. */
    public Duration awaitCounted() throws IOException {
        HttpRequest metrics = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.managementPort() + "/metrics"))
                .build();
        await(
                "count",
                client -> client.send(metrics, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .lines()
                        .anyMatch(COUNTED));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Whether a node does what is waited for. */
    private interface Does {
        boolean now(HttpClient client) throws IOException, InterruptedException;
    }

    private void await(String what, Does does) throws IOException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (!does.now(client)) {
                if (node.ended(LOOK)) {
                    throw new IOException("the node ended");
                }
                if (System.nanoTime() - begin > STARTING.toNanos()) {
                    throw new IOException("the node does not %s within %d s".formatted(what, STARTING.toSeconds()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public ProcessHandle process() {
        return node.process();
    }

    /** Bytes that it holds in memory. */
    public long memory() {
        return Usage.memory(List.of(process()));
    }

    /** What its garbage collector did so far. */
    public Pauses pauses() throws IOException {
        return Pauses.read(pauseLog);
    }

    /** Has what is garbage taken away, and gives the bytes that live on the heap; 0 without {@code jcmd}, and the garbage stays. */
    public long collect() throws IOException {
        return node.collect();
    }

    @Override
    public void close() {
        node.close();
    }
}
