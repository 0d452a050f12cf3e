package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.content.WithdrawnMedia;

/**
 * Media by the name of their content: what a name holds never changes, so the name is the ETag and caches may keep it for ever. One
 * range a request (RFC 9110, 14), which is what players ask for. What only withdrawn items have is not there.
 */
final class MediaFiles {
    /** A video, picture or recording, or a playlist or piece of a video's renditions, which lie in a folder of its name. */
    private static final Pattern NAME = Pattern.compile(
            "([0-9a-f]{40})(?:\\.(?:mp4|jpg|mp3|m4a|wav)|/all\\.m3u8|/[0-9]{3,4}/(?:list\\.m3u8|[0-9]{5}\\.ts))");

    private static final Map<String, String> TYPES = Map.of(
            "mp4",
            "video/mp4",
            "jpg",
            "image/jpeg",
            "mp3",
            "audio/mpeg",
            "m4a",
            "audio/mp4",
            "wav",
            "audio/wav",
            "m3u8",
            "application/vnd.apple.mpegurl",
            "ts",
            "video/mp2t");
    private static final Pattern RANGE = Pattern.compile("bytes=(?=[0-9]|-[0-9])([0-9]{0,18})-([0-9]{0,18})");

    private static final String PREFIX = "/media/";

    private final FileSystem files;
    private final OpenFiles open;
    private final Path folder;
    private final WithdrawnMedia withdrawn;

    MediaFiles(FileSystem files, OpenFiles open, Path folder, WithdrawnMedia withdrawn) {
        this.files = files;
        this.open = open;
        this.folder = folder;
        this.withdrawn = withdrawn;
    }

    void mount(Router router) {
        router.get("/media/*").handler(this::serve);
        router.head("/media/*").handler(this::serve);
    }

    /** Where the playlist of a video's renditions is, when some were made of it; they lie beside it. */
    Future<Optional<String>> playlist(String video) {
        String playlist = video.substring(0, video.lastIndexOf('.')) + "/all.m3u8";
        return files.exists(folder.resolve(playlist).toString())
                .map(there -> there ? Optional.of(PREFIX + playlist) : Optional.empty());
    }

    /** Bytes from {@code first}, {@code length} of them. */
    private record Span(long first, long length) {}

    private void serve(RoutingContext context) {
        Matcher name = NAME.matcher(context.normalizedPath().substring(PREFIX.length()));
        if (!name.matches()
                || withdrawn.has(name.group())
                || withdrawn.has(name.group(1) + ".mp4") && !isPicture(name)) {
            Problems.answer(context, new HttpException(404));
            return;
        }
        open.open(folder.resolve(name.group()))
                .onSuccess(file -> send(context, file, type(name.group())).onComplete(sent -> open.done(file)))
                .onFailure(absent -> Problems.answer(context, new HttpException(404)));
    }

    /** Complete when the file is not needed any more. */
    private static Future<Void> send(RoutingContext context, OpenFiles.Open file, String type) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        EntityTag etag = EntityTag.named(context.normalizedPath().substring(PREFIX.length()));
        response.putHeader("etag", etag.text())
                .putHeader("cache-control", "public, max-age=31536000, immutable")
                .putHeader("accept-ranges", "bytes")
                .putHeader("x-content-type-options", "nosniff");
        if (etag.isIn(request.getHeader("if-none-match"))) {
            return response.setStatusCode(304).end();
        }
        String ifRange = request.getHeader("if-range");
        String range = ifRange == null || ifRange.equals(etag.text()) ? request.getHeader("range") : null;
        Optional<Span> span = range == null ? Optional.of(new Span(0, file.size())) : span(range, file.size());
        if (span.isEmpty()) {
            response.putHeader("content-range", "bytes */" + file.size());
            Problems.send(context, Problems.status(416), 416);
            return Future.succeededFuture();
        }
        return send(context, file, type, span.get(), range != null && isRange(range));
    }

    private static Future<Void> send(
            RoutingContext context, OpenFiles.Open file, String type, Span span, boolean partial) {
        HttpServerResponse response = context.response();
        response.putHeader("content-type", type).putHeader("content-length", Long.toString(span.length()));
        if (partial) {
            response.setStatusCode(206)
                    .putHeader(
                            "content-range",
                            "bytes " + span.first() + '-' + (span.first() + span.length() - 1) + '/' + file.size());
        }
        return context.request().method().equals(HttpMethod.HEAD)
                ? response.end()
                : response.sendFile(file.channel(), span.first(), span.length())
                        .onFailure(cause -> Problems.answer(context, cause));
    }

    private static boolean isPicture(Matcher name) {
        return name.group().endsWith(".jpg");
    }

    private static String type(String name) {
        return String.valueOf(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    private static boolean isRange(String range) {
        return RANGE.matcher(range).matches();
    }

    /** The span that a header asks for: all of it when the header is none of ours, empty when it lies outside. */
    private static Optional<Span> span(String range, long size) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            return Optional.of(new Span(0, size));
        }
        if (matcher.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(matcher.group(2)), size);
            return last == 0 ? Optional.empty() : Optional.of(new Span(size - last, last));
        }
        long first = Long.parseLong(matcher.group(1));
        long end = matcher.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(matcher.group(2)), size - 1);
        return first >= size || end < first ? Optional.empty() : Optional.of(new Span(first, end - first + 1));
    }
}
