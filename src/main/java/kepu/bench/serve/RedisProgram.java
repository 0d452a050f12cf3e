package kepu.bench.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kepu.bench.load.Children;
import kepu.config.ConfigReader;
import kepu.config.Redis;

/** A Redis as a process of its own on a free port, in memory only: the one that the build brings, or one that is installed. */
public final class RedisProgram implements AutoCloseable {
    private static final List<Path> INSTALLED = List.of(
            Path.of("/usr/bin/redis-server"),
            Path.of("/usr/local/bin/redis-server"),
            Path.of("/opt/homebrew/bin/redis-server"));
    private static final int ENDING_SECONDS = 10;

    private final Process process;
    private final int port;

    private RedisProgram(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it, without waiting until it answers; empty when there is none here. {@code folder} is for what it writes. */
    public static Optional<RedisProgram> start(Path folder) throws IOException {
        Optional<Path> program = program(Files.createDirectories(folder));
        return program.isEmpty() ? Optional.empty() : Optional.of(start(program.get(), folder));
    }

    private static RedisProgram start(Path program, Path folder) throws IOException {
        int port = Children.freePort();
        Process process = Children.start(new ProcessBuilder(
                        program.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile()));
        return new RedisProgram(process, port);
    }

    /** How it is reached. */
    public Redis config() {
        return new ConfigReader()
                .set("redis.url", "redis://127.0.0.1:" + port)
                .config()
                .redis();
    }

    @Override
    public void close() {
        Children.end(process, ENDING_SECONDS);
    }

    private static Optional<Path> program(Path folder) throws IOException {
        String name = name();
        Path built = Path.of(System.getProperty("kepu.home", "."), "target", "tools", name);
        try (InputStream shipped = Files.exists(built)
                ? Files.newInputStream(built)
                : RedisProgram.class.getResourceAsStream("/" + name)) {
            if (shipped != null) {
                Path own = folder.toAbsolutePath().resolve("redis-server");
                Files.copy(shipped, own);
                return own.toFile().setExecutable(true) ? Optional.of(own) : Optional.empty();
            }
        }
        return INSTALLED.stream().filter(Files::isExecutable).findFirst();
    }

    /** Of the file in the artifact that tests take their servers from. */
    private static String name() {
        boolean isMac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        boolean isArm = System.getProperty("os.arch").matches("aarch64|arm64");
        return isMac
                ? "redis-server-6.2.6-v5-darwin-" + (isArm ? "arm64" : "amd64")
                : isArm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
    }
}
