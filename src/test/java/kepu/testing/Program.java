package kepu.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.App;
import kepu.Ground;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.store.DatabaseAddress;

/** The real program as a process of its own, with the embedded PostgreSQL of its data folder. Every code is 000000. */
public final class Program implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("kepu serves on (\\S+), management on port (\\d+)");
    private static final int ENDING_SECONDS = 90;

    private final Path data;
    private final Process process;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Matcher ready;

    private Program(Path data, Process process, Matcher ready) {
        this.data = data;
        this.process = process;
        this.ready = ready;
    }

    /** A new data folder under target, empty but for PostgreSQL's programs where these tests have unpacked them. */
    public static Path freshData() throws IOException {
        Path parent = Path.of(System.getProperty("kepu.target", "target"), "test-data");
        Path data = Files.createTempDirectory(Files.createDirectories(parent), "program")
                .toAbsolutePath();
        TestPostgres.lendPrograms(data);
        return data;
    }

    /** The same with a PostgreSQL that has the schema, all regions and the library, as {@code kepu import content} leaves it. */
    public static Path furnishedData() throws IOException {
        Path data = freshData();
        Furnishing.copyClusterInto(data);
        return data;
    }

    /** What a command of the program said, and its exit code. */
    public record Said(int code, String text) {}

    /** Runs a command to its end on a data folder that no other process holds. */
    public static Said command(Path data, String... arguments) throws IOException {
        Path log = data.resolveSibling(data.getFileName() + ".log");
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        Process process = Processes.start(java(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Said(process.waitFor(), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Starts the program and waits until it serves. It pushes by night too, and sheds nothing on a busy machine, as a {@link House} does. */
    public static Program serve(Path data) throws IOException {
        return serve(data, Map.of());
    }

    /** The same with settings by environment variable. */
    public static Program serve(Path data, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                java(List.of("serve", "--data", data.toString(), "--port", "0", "--management-port", "0"));
        builder.environment().put("KEPU_PEOPLE_FIXED_CODE", "000000");
        builder.environment().put("KEPU_HTTP_OVERLOAD_DELAY_MILLIS", House.NEVER_LATE);
        builder.environment().putAll(variables(House.UNGOVERNED));
        builder.environment().putAll(environment);
        Path log = data.resolveSibling(data.getFileName() + ".log");
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = Processes.start(builder);
        CompletableFuture<Matcher> ready = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().map(READY::matcher).filter(Matcher::find).forEach(ready::complete);
            } catch (IOException | java.io.UncheckedIOException e) {
                ready.completeExceptionally(e);
            }
            ready.completeExceptionally(new IllegalStateException("the program ended; see " + log));
        });
        try {
            return new Program(data, process, ready.get(5, TimeUnit.MINUTES));
        } catch (Exception e) {
            process.destroyForcibly();
            throw new AssertionError("the program does not serve; see " + log, e);
        }
    }

    /** The same on a database, with settings by path, e.g. {@code push.approvalReach}, and no limit on guests. */
    public static Program serve(Path data, DatabaseAddress database, Map<String, Object> settings) throws IOException {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("database.url", database.url());
        all.put("http.guestRequestsPerMinute", 1_000_000);
        return serve(data, variables(all));
    }

    private static Map<String, String> variables(Map<String, Object> settings) {
        Map<String, String> variables = new HashMap<>();
        settings.forEach((path, value) -> variables.put(
                "KEPU_"
                        + path.replace('.', '_')
                                .replaceAll("([a-z])([A-Z])", "$1_$2")
                                .toUpperCase(Locale.ROOT),
                value.toString()));
        return variables;
    }

    /** Imports the library of the repository into a database. */
    public static void library(Path data, DatabaseAddress database) throws Exception {
        Config config = new ConfigReader()
                .set("data", data.toString())
                .set(
                        "content",
                        Path.of(System.getProperty("kepu.home", "."), "content").toString())
                .config();
        Ground.lay(database, (bulk, divisions) -> App.importLibrary(config, bulk, divisions));
    }

    /** A process of the program to be started, by {@link Processes#start}; it speaks UTF-8. */
    public static ProcessBuilder java(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                // it lives for seconds: what compiles less and collects in one thread leaves the cores to others
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dkepu.home=" + System.getProperty("kepu.home", "."),
                "-cp",
                System.getProperty("java.class.path"),
                "kepu.Main"));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    public URI uri(String path) {
        return URI.create(ready.group(1) + path);
    }

    public URI management(String path) {
        return URI.create("http://127.0.0.1:" + ready.group(2) + path);
    }

    /** Posts as a resident, or, when the token is null, as a guest. */
    public HttpResponse<String> post(String path, JsonObject body, String token) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofMinutes(1))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
        try {
            return client.send(
                    (token == null ? request : request.header("authorization", "Bearer " + token)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The first column of a query to the program's own database. */
    public List<String> sql(String query) throws IOException, SQLException {
        DatabaseAddress address = address();
        List<String> rows = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement();
                ResultSet set = statement.executeQuery(query)) {
            while (set.next()) {
                rows.add(set.getString(1));
            }
        }
        return rows;
    }

    /** The program's own database. */
    public DatabaseAddress address() throws IOException {
        Path postgres = data.resolve("postgres");
        String port = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"))
                .get(3)
                .strip();
        String password = Files.readString(postgres.resolve("password")).strip();
        return new DatabaseAddress("127.0.0.1", Integer.parseInt(port), "kepu", "kepu", password);
    }

    /** The process of its PostgreSQL. */
    public ProcessHandle postgres() throws IOException {
        Path file = data.resolve("postgres/cluster/postmaster.pid");
        return ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                .orElseThrow();
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly();
        ended();
    }

    /** SIGTERM; gives the exit code. */
    public int terminate() {
        process.destroy();
        return ended();
    }

    private int ended() {
        try {
            if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the program did not end in " + ENDING_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }
}
