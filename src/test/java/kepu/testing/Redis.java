package kepu.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Redis on a port of its own, in memory, that can be killed, started again there, stopped like a hung machine and woken. As an extension
 * it is there for one run of a class, and again for the next one.
 */
public final class Redis implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
    private static final Path TARGET = Path.of(System.getProperty("kepu.target", "target"));
    private static final int LOWEST_PORT = 12_000;
    /** A cluster's nodes talk on the port so much above; that too is below those that the system gives to connections. */
    private static final int BUS_PORT = 10_000;

    private static final int HIGHEST_PORT = 22_000;

    /** What a server can do. */
    public enum Version {
        /** Knows no sharded pub/sub. */
        SIX("6.2.6-v5", "6.2.7"),
        SEVEN("7.0.15", "7.0.15");

        private final String most;
        private final String linuxArm;

        Version(String most, String linuxArm) {
            this.most = most;
            this.linuxArm = linuxArm;
        }

        private String binary() {
            String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
            String arch = System.getProperty("os.arch").matches("aarch64|arm64") ? "arm64" : "amd64";
            String version = os.equals("linux") && arch.equals("arm64") ? linuxArm : most;
            return "redis-server-" + version + "-" + os + "-" + arch;
        }
    }

    private final Version version;
    private final int port;
    private final List<String> options;
    /** What a sentinel is told by its file, which it writes on; empty for a server. */
    private final List<String> sentinel;

    private Process process;

    private Redis(Version version, int port, List<String> options, List<String> sentinel) {
        this.version = version;
        this.port = port;
        this.options = options;
        this.sentinel = sentinel;
    }

    public static Redis start(Version version, String... options) {
        return started(new Redis(version, freePort(), List.of(options), List.of()));
    }

    /** A sentinel that calls a master {@code main} and takes another one's place when it has not answered for so long. */
    public static Redis sentinel(Redis master, int quorum, int silenceMillis) {
        List<String> told = List.of(
                "sentinel monitor main 127.0.0.1 %d %d".formatted(master.port, quorum),
                "sentinel down-after-milliseconds main " + silenceMillis,
                "sentinel failover-timeout main " + 10 * silenceMillis);
        return started(new Redis(master.version, freePort(), List.of(), told));
    }

    private static Redis started(Redis redis) {
        Runtime.getRuntime().addShutdownHook(new Thread(redis::close));
        redis.start();
        return redis;
    }

    public int port() {
        return port;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!isAlive()) {
            start();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Starts it on its port, once more after {@link #kill}. */
    public void start() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(TARGET.resolve("test-data")), "redis");
            List<String> command = new ArrayList<>(List.of(installed().toString()));
            if (!sentinel.isEmpty()) {
                command.add(
                        Files.write(folder.resolve("sentinel.conf"), sentinel).toString());
                command.add("--sentinel");
            }
            command.addAll(List.of(
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    folder.toString(),
                    "--save",
                    "",
                    "--appendonly",
                    "no"));
            command.addAll(options);
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends it as a power cut does. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Keeps it from doing anything; its connections stay. */
    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path installed() throws IOException {
        Path binary = TARGET.resolve("test-redis").resolve(version.binary());
        synchronized (Redis.class) {
            if (!Files.exists(binary)) {
                Files.createDirectories(binary.getParent());
                Path fresh = Files.createTempFile(binary.getParent(), "redis", ".tmp");
                try (InputStream in = Redis.class.getResourceAsStream("/" + version.binary())) {
                    Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!fresh.toFile().setExecutable(true)) {
                    throw new IOException(fresh + " cannot be made executable");
                }
                Files.move(fresh, binary, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return binary.toAbsolutePath();
    }

    private static int freePort() {
        int[] tries =
                ThreadLocalRandom.current().ints(100, LOWEST_PORT, HIGHEST_PORT).toArray();
        return Arrays.stream(tries)
                .filter(port -> isFree(port) && isFree(port + BUS_PORT))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
