package kepu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The people's app, the console and the page that shows the interface: files of the class path, held in memory with their compressed twins. */
final class Assets {
    private static final String SAFE =
            "default-src 'self'; img-src 'self' data:; media-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";
    /** What browsers show of the site when a page names no icon. */
    private static final String ICON = "/icons/any-192.png";

    private static final String CONSOLE = "/console/console.html";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("json", "application/json"),
            Map.entry("yaml", "application/yaml; charset=utf-8"));

    /** A file, plain and compressed. */
    private record Asset(
            String type,
            EntityTag etag,
            boolean immutable,
            Buffer plain,
            @Nullable Buffer gzip,
            @Nullable Buffer brotli) {}

    private static final Set<String> PACKED = Set.of("image/png", "image/x-icon", "application/octet-stream");

    private final Map<String, Asset> byPath = new HashMap<>();
    /** Where the app and the console are, without the page that shows the interface. */
    private final Set<String> ofApp;
    /** Twins of files that came without, made when they are first asked for. */
    private final Map<EntityTag, Buffer> twins = new ConcurrentHashMap<>();

    Assets(Contract contract) {
        Map<String, byte[]> app = tree("/web", "/");
        app.forEach((path, bytes) -> add(path, bytes, app));
        addStarts();
        this.ofApp = Set.copyOf(byPath.keySet());
        add("/openapi.yaml", contract.text().getBytes(StandardCharsets.UTF_8), Map.of());
        add("/docs", resource("/docs/index.html"), Map.of());
        add("/docs/start.js", resource("/docs/start.js"), Map.of());
        for (String file : new String[] {"swagger-ui-bundle.js", "swagger-ui.css"}) {
            add("/docs/" + file, resource("/META-INF/resources/webjars/swagger-ui/5.34.1/" + file), Map.of());
        }
    }

    /** What is asked for by another name than that of its file. */
    private void addStarts() {
        Asset index = byPath.get("/index.html");
        Asset icon = byPath.get(ICON);
        if (icon != null) {
            byPath.put("/favicon.ico", icon);
        }
        if (index != null) {
            byPath.put("/", index);
        }
        Asset console = byPath.get(CONSOLE);
        if (console != null) {
            byPath.put("/console", console);
            byPath.put("/console/", console);
        }
    }

    void mount(Router router) {
        router.route().handler(this::serve);
    }

    /** Whether a file of the app or the console is asked for. */
    boolean isOfApp(HttpServerRequest request) {
        return isRead(request.method()) && ofApp.contains(request.path());
    }

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private void serve(RoutingContext context) {
        Asset asset = byPath.get(context.request().path());
        HttpMethod method = context.request().method();
        if (asset == null || !isRead(method)) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        response.putHeader("content-type", asset.type())
                .putHeader("etag", asset.etag().text())
                .putHeader("cache-control", asset.immutable() ? "public, max-age=31536000, immutable" : "no-cache")
                .putHeader("vary", "accept-encoding")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("content-security-policy", SAFE);
        if (asset.etag().isIn(request.getHeader("if-none-match"))) {
            response.setStatusCode(304).end();
            return;
        }
        Buffer body = encoded(asset, request.getHeader("accept-encoding"), response);
        if (method.equals(HttpMethod.HEAD)) {
            response.putHeader("content-length", Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }

    private Buffer encoded(Asset asset, @Nullable String accepted, HttpServerResponse response) {
        if (asset.brotli() != null && accepted != null && accepted.contains("br")) {
            response.putHeader("content-encoding", "br");
            return asset.brotli();
        }
        if (PACKED.contains(asset.type()) || !Ready.takesGzip(accepted)) {
            return asset.plain();
        }
        response.putHeader("content-encoding", "gzip");
        return asset.gzip() != null
                ? asset.gzip()
                : twins.computeIfAbsent(
                        asset.etag(), tag -> Gzip.of(asset.plain().getBytes()));
    }

    private void add(String path, byte[] bytes, Map<String, byte[]> twins) {
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (ending.equals("gz") || ending.equals("br")) {
            return;
        }
        byPath.put(
                path,
                new Asset(
                        TYPES.getOrDefault(path.equals("/docs") ? "html" : ending, "application/octet-stream"),
                        EntityTag.of(bytes),
                        path.startsWith("/assets/") || path.startsWith("/console/assets/"),
                        Buffer.buffer(bytes),
                        buffer(twins.get(path + ".gz")),
                        buffer(twins.get(path + ".br"))));
    }

    private static @Nullable Buffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : Buffer.buffer(bytes);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files below a folder of the class path, by their path under {@code prefix}; empty when there is no such folder. */
    private static Map<String, byte[]> tree(String folder, String prefix) {
        var url = Assets.class.getResource(folder);
        if (url == null) {
            return Map.of();
        }
        try {
            URI uri = url.toURI();
            if (!uri.getScheme().equals("jar")) {
                return read(Path.of(uri), prefix);
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return read(jar.getPath(folder), prefix);
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("the app cannot be read from the class path", e);
        }
    }

    private static Map<String, byte[]> read(Path root, String prefix) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(prefix + root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
