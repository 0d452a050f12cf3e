package kepu.bench.serve;

import java.io.IOException;
import java.nio.file.Path;
import kepu.bench.load.NginxServer;

/** nginx that gives the files of a folder by sendfile. */
final class Nginx {
    private Nginx() {}

    /**
     * Starts it and waits until it listens.
     *
     * @param folder for what it writes
     * @param root below which the paths are files
     */
    static NginxServer start(Path folder, Path root) throws IOException {
        return NginxServer.start(folder, port -> configuration(folder, root, port));
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
}
