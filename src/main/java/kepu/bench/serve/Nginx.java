package kepu.bench.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import kepu.bench.load.Children;

/** nginx as a process of its own on a free port, which gives the files of a folder by sendfile. */
final class Nginx implements AutoCloseable {
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"), Path.of("/usr/bin/nginx"));
    private static final int TRIES = 500;
    private static final long TRY_NANOS = 10_000_000;
    private static final int ENDING_SECONDS = 10;

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return program().isPresent();
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param folder for what it writes
     * @param root below which the paths are files
     */
    static Nginx start(Path folder, Path root) throws IOException {
        int port = freePort();
        Path file = Files.writeString(
                Files.createDirectories(folder).resolve("nginx.conf"), configuration(folder, root, port));
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
        Nginx nginx = new Nginx(process, port);
        try {
            nginx.await(folder);
            return nginx;
        } catch (IOException | RuntimeException e) {
            nginx.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    List<ProcessHandle> processes() {
        return List.of(process.toHandle());
    }

    @Override
    public void close() {
        Children.end(process, ENDING_SECONDS);
    }

    /** A worker a core; the user matters only where we are root, and its workers must read what we wrote. */
    private static String configuration(Path folder, Path root, int port) {
        return """
                daemon off;
                user root;
                worker_processes %d;
                pid %s/nginx.pid;
                error_log %s/error.log error;
                events { worker_connections 4096; }
                http {
                    access_log off;
                    sendfile on;
                    tcp_nopush on;
                    keepalive_requests 100000000;
                    open_file_cache max=1000;
                    types { video/mp4 mp4; }
                    client_body_temp_path %s/body;
                    proxy_temp_path %s/proxy;
                    fastcgi_temp_path %s/fastcgi;
                    uwsgi_temp_path %s/uwsgi;
                    scgi_temp_path %s/scgi;
                    server {
                        listen 127.0.0.1:%d reuseport backlog=4096;
                        root %s;
                    }
                }
                """.formatted(
                        Runtime.getRuntime().availableProcessors(),
                        folder,
                        folder,
                        folder,
                        folder,
                        folder,
                        folder,
                        folder,
                        port,
                        root);
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> program() {
        return PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    }
}
