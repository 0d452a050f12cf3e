package kepu.bench.start;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.bench.load.Children;
import kepu.bench.load.Usage;

/** {@code serve} on a data folder as a process of its own, from the moment that its Java is started. */
final class Started implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("kepu serves on (\\S+), management on port (\\d+)");
    private static final int LONGEST_SECONDS = 300;
    private static final int ENDING_SECONDS = 40;
    private static final int LOOK_MILLIS = 50;
    private static final double NANOS = 1e9;
    private static final double MEBIBYTE = 1L << 20;

    private final Process process;
    private final long begun;
    private final double readySeconds;
    private final URI url;
    private final URI management;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Started(Process process, long begun, Matcher ready) {
        this.process = process;
        this.begun = begun;
        this.readySeconds = secondsSince(begun);
        this.url = URI.create(ready.group(1));
        this.management = URI.create("http://127.0.0.1:" + ready.group(2) + "/health/ready");
    }

    /** Starts it and waits until it serves. */
    static Started with(List<String> options, Path data, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Children.java(
                options,
                "kepu.Main",
                "serve",
                "--data",
                data.toAbsolutePath().toString(),
                "--port",
                "0",
                "--management-port",
                "0"));
        builder.environment().put("KEPU_HTTP_GUEST_REQUESTS_PER_MINUTE", "1000000");
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        long begun = System.nanoTime();
        Process process = Children.start(builder);
        try {
            return new Started(process, begun, ready(process));
        } catch (IOException e) {
            Children.end(process, ENDING_SECONDS);
            throw new IOException("it does not serve; see " + log, e);
        }
    }

    private static Matcher ready(Process process) throws IOException {
        CompletableFuture<Matcher> ready = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Matcher matcher = READY.matcher(line);
                    if (matcher.find()) {
                        ready.complete(matcher);
                    }
                }
            } catch (IOException e) {
                ready.completeExceptionally(e);
            }
            ready.completeExceptionally(new IOException("it ended"));
        });
        try {
            return ready.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    double readySeconds() {
        return readySeconds;
    }

    /** Waits until nothing follows any more; the seconds since the start. */
    double wholeSeconds() throws IOException, InterruptedException {
        while (!new JsonObject(get(management)).getJsonArray("awaiting").isEmpty()) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) || secondsSince(begun) > LONGEST_SECONDS) {
                throw new IOException("it never was whole");
            }
        }
        return secondsSince(begun);
    }

    /** Mebibytes of the program itself, without its database. */
    double mebibytes() {
        return Usage.memory(List.of(process.toHandle())) / MEBIBYTE;
    }

    /** Seconds that its threads ran. */
    double cpuSeconds() {
        return Usage.cpuMillis(List.of(process.toHandle())) / 1_000.0;
    }

    /** Feeds of guests, one after the other over one connection; answers a second. */
    double feeds(int count, String region) throws IOException, InterruptedException {
        long from = System.nanoTime();
        for (int i = 0; i < count; i++) {
            get(url.resolve("/v1/feed?region=" + region));
        }
        return count / secondsSince(from);
    }

    private String get(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(LONGEST_SECONDS))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / NANOS;
    }

    @Override
    public void close() {
        client.close();
        Children.end(process, ENDING_SECONDS);
    }
}
