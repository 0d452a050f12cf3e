package kepu.bench.fanout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import kepu.bench.load.NginxServer;
import kepu.bench.load.OpenFiles;

/** nginx with nchan as a process of its own on a port of its own, with one channel. */
final class Nchan implements Broadcaster {
    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so"),
            Path.of("/usr/lib64/nginx/modules/ngx_nchan_module.so"),
            Path.of("/usr/local/nginx/modules/ngx_nchan_module.so"));

    private final NginxServer server;
    private final Path requests;
    private final IntFunction<String> message;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String next = "";

    private Nchan(NginxServer server, Path requests, IntFunction<String> message) {
        this.server = server;
        this.requests = requests;
        this.message = message;
    }

    /** Whether nginx and the module are installed. */
    static boolean isInstalled() {
        return NginxServer.isInstalled() && module().isPresent();
    }

    /**
     * Starts it in an empty folder and waits until it listens.
     *
     * @param workers as many as there are processors, or more when a process may not open as many files as there will be lines
     * @param message what is published in a round
     */
    static Nchan start(Path folder, int workers, IntFunction<String> message) throws IOException {
        int files = OpenFiles.limit();
        Path requests = Files.writeString(folder.resolve("requests"), "/subscribe -\n");
        return new Nchan(
                NginxServer.start(folder, port -> configuration(folder, port, workers, files)), requests, message);
    }

    /** nginx as it comes, but for what bounds connections and what writes to disk. A ping as often as the hub's. */
    private static String configuration(Path folder, int port, int workers, int files) {
        return """
                load_module %s;
                daemon off;
                worker_processes %d;
                worker_rlimit_nofile %d;
                pid %s/nginx.pid;
                error_log %s/error.log error;
                events { worker_connections %d; }
                http {
                    access_log off;
                    client_body_temp_path %s/body;
                    proxy_temp_path %s/proxy;
                    fastcgi_temp_path %s/fastcgi;
                    uwsgi_temp_path %s/uwsgi;
                    scgi_temp_path %s/scgi;
                    server {
                        listen 127.0.0.1:%d reuseport backlog=4096;
                        location = /publish {
                            nchan_publisher http;
                            nchan_channel_id fanout;
                            nchan_message_buffer_length 10;
                            nchan_message_timeout 1m;
                        }
                        location = /subscribe {
                            nchan_subscriber eventsource;
                            nchan_channel_id fanout;
                            nchan_eventsource_ping_interval %d;
                            nchan_subscriber_first_message newest;
                        }
                    }
                }
                """.formatted(
                        module().orElseThrow(),
                        workers,
                        files,
                        folder,
                        folder,
                        files - workers * 2 - 32,
                        folder,
                        folder,
                        folder,
                        folder,
                        folder,
                        port,
                        KepuNode.HEARTBEAT_SECONDS);
    }

    @Override
    public void prepare(int round) {
        next = message.apply(round);
    }

    @Override
    public Sent publish() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/publish".formatted(server.port())))
                .header("x-eventsource-event", "publication")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(next))
                .build();
        try {
            long asked = System.nanoTime();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            long answered = System.nanoTime();
            if (answer.statusCode() / 100 != 2) {
                throw new IOException("nchan answers " + answer.statusCode());
            }
            return new Sent(asked, answered);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public Crowd.Lines lines(int lines) {
        return new Crowd.Lines(server.port(), lines, requests);
    }

    @Override
    public List<ProcessHandle> processes() {
        return server.processes();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    private static Optional<Path> module() {
        return MODULES.stream().filter(Files::exists).findFirst();
    }
}
