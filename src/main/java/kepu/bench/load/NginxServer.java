package kepu.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** nginx as a process of its own on a free port of the loopback interface. */
public final class NginxServer implements AutoCloseable {
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"), Path.of("/usr/bin/nginx"));
    private static final int TRIES = 500;
    private static final long TRY_NANOS = 10_000_000;
    private static final int ENDING_SECONDS = 10;

    private final Process process;
    private final int port;

    private NginxServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static boolean isInstalled() {
        return program().isPresent();
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param folder for what it writes
     * @param configuration for a port
     */
    public static NginxServer start(Path folder, IntFunction<String> configuration) throws IOException {
        int port = Children.freePort();
        Path file = Files.writeString(Files.createDirectories(folder).resolve("nginx.conf"), configuration.apply(port));
        Process process = Children.start(new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        file.toString(),
                        "-e",
                        folder.resolve("error.log").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile()));
        NginxServer server = new NginxServer(process, port);
        try {
            server.await(folder);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    public List<ProcessHandle> processes() {
        return List.of(process.toHandle());
    }

    @Override
    public void close() {
        Children.end(process, ENDING_SECONDS);
    }

    private void await(Path folder) throws IOException {
        for (int i = 0; i < TRIES && process.isAlive(); i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(TRY_NANOS);
            }
        }
        throw new IOException("nginx does not listen: " + Files.readString(folder.resolve("output.log")));
    }

    private static Optional<Path> program() {
        return PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    }
}
