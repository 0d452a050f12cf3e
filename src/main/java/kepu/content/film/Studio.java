package kepu.content.film;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kepu.config.Editorial;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a video what people on slow lines need, by ffmpeg where it is installed: a poster, and renditions of lower height as HLS (RFC 8216).
 * The programs read the file that they are given and nothing else: no other protocol than files. Blocking: for a worker.
 */
final class Studio {
    private static final int POSTER_WIDTH = 1_280;
    private static final int SEGMENT_SECONDS = 6;
    private static final String SEGMENTS = "%05d.ts";
    private static final String FIRST_SEGMENT = SEGMENTS.formatted(0);
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,5}x[0-9]{1,5}");

    private final Editorial.Uploads config;

    Studio(Editorial.Uploads config) {
        this.config = config;
    }

    /** What is known of a video; {@code height} 0 when nobody could look. */
    record Looked(boolean isVideo, int height, Optional<Integer> seconds) {}

    /** What ffprobe finds; empty when it is not installed. */
    Optional<Looked> look(Path file, Path folder) throws IOException, InterruptedException {
        if (config.ffprobe().isEmpty()) {
            return Optional.empty();
        }
        Child.Ended ended = ffprobe(
                file,
                folder,
                List.of("-f", "mov,mp4,m4a,3gp,3g2,mj2", "-of", "json"),
                "format=duration:stream=codec_type,height");
        return ended.code() == 127 ? Optional.empty() : Optional.of(looked(ended));
    }

    private static Looked looked(Child.Ended ended) {
        if (!ended.isWell()) {
            return new Looked(false, 0, Optional.empty());
        }
        try {
            JsonObject told = new JsonObject(ended.output());
            JsonArray streams = told.getJsonArray("streams", new JsonArray());
            int height = streams.stream()
                    .map(JsonObject.class::cast)
                    .filter(stream -> "video".equals(stream.getString("codec_type")))
                    .mapToInt(stream -> stream.getInteger("height", 0))
                    .max()
                    .orElse(0);
            double seconds = Double.parseDouble(
                    told.getJsonObject("format", new JsonObject()).getString("duration", "0"));
            return new Looked(
                    height > 0, height, seconds > 0 ? Optional.of((int) Math.ceil(seconds)) : Optional.empty());
        } catch (DecodeException | ClassCastException | NumberFormatException e) {
            return new Looked(false, 0, Optional.empty());
        }
    }

    /** A picture of the video as JPEG; null when ffmpeg is not there or finds none. */
    @Nullable
    Path poster(Path file, Path folder, int seconds) throws IOException, InterruptedException {
        Path picture = folder.resolve("poster.jpg");
        Child.Ended ended = ffmpeg(
                file,
                folder,
                List.of("-ss", Integer.toString(Math.min(5, seconds / 3))),
                List.of(
                        "-frames:v",
                        "1",
                        "-vf",
                        "scale='min(%d,iw)':-2".formatted(POSTER_WIDTH),
                        "-q:v",
                        "4",
                        "-f",
                        "image2",
                        "file:" + picture));
        return ended.isWell() && Files.exists(picture) && Files.size(picture) > 0 ? picture : null;
    }

    /** The heights that were made, each as a playlist with its segments in a folder of its name, and a playlist of all. */
    List<Integer> renditions(Path file, Path folder, Looked looked) throws IOException, InterruptedException {
        List<Integer> made = new ArrayList<>();
        for (int height : heights(looked.height())) {
            Path own = Files.createDirectories(folder.resolve(Integer.toString(height)));
            Child.Ended ended = ffmpeg(file, own, List.of(), rendition(own, height));
            if (!ended.isWell()) {
                return List.of();
            }
            made.add(height);
        }
        if (!made.isEmpty()) {
            Files.writeString(folder.resolve("all.m3u8"), playlist(folder, made));
        }
        return made;
    }

    /**
     * The configured heights below the video's own, and its own when that is lower than the highest of them: players choose the playlist before
     * the file, and on a good line it must be no worse. None when there is nothing smaller to make.
     */
    private List<Integer> heights(int own) {
        TreeSet<Integer> heights = new TreeSet<>();
        Stream.of(config.renditions().split(","))
                .filter(height -> !height.isEmpty())
                .map(Integer::valueOf)
                .forEach(heights::add);
        if (heights.isEmpty() || own <= heights.getFirst()) {
            return List.of();
        }
        List<Integer> made = new ArrayList<>(heights.headSet(own));
        if (own <= heights.getLast()) {
            made.add(own / 2 * 2);
        }
        return made;
    }

    private static List<String> rendition(Path folder, int height) {
        return List.of(
                "-vf",
                "scale=-2:" + height,
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "26",
                "-maxrate",
                bits(height) + "",
                "-bufsize",
                2 * bits(height) + "",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-b:a",
                "64k",
                "-ac",
                "2",
                "-sn",
                "-dn",
                "-f",
                "hls",
                "-hls_time",
                Integer.toString(SEGMENT_SECONDS),
                "-hls_playlist_type",
                "vod",
                "-hls_segment_filename",
                folder.resolve(SEGMENTS).toString(),
                "file:" + folder.resolve("list.m3u8"));
    }

    /** Bits a second that a height needs at most: about five hundredths of a bit a pixel and frame. */
    private static int bits(int height) {
        return height * height * 16 / 9 * 25 / 20 + 64_000;
    }

    private String playlist(Path folder, List<Integer> heights) throws IOException, InterruptedException {
        StringBuilder list = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n");
        for (int height : heights) {
            Path own = folder.resolve(Integer.toString(height));
            list.append("#EXT-X-STREAM-INF:BANDWIDTH=%d%s\n%d/list.m3u8\n"
                    .formatted(bandwidth(own), resolution(own), height));
        }
        return list.toString();
    }

    /** How large the pictures of a rendition came out, as an attribute; empty when nobody can tell, for it may be left out (RFC 8216, 4.3.4.2). */
    private String resolution(Path rendition) throws IOException, InterruptedException {
        Child.Ended ended = ffprobe(
                rendition.resolve(FIRST_SEGMENT),
                rendition,
                List.of("-f", "mpegts", "-select_streams", "v:0", "-of", "csv=s=x:p=0"),
                "stream=width,height");
        Matcher size = SIZE.matcher(ended.output());
        return ended.isWell() && size.find() ? ",RESOLUTION=" + size.group() : "";
    }

    /** Bits a second of the largest segment. */
    private static long bandwidth(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long largest = 1;
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".ts")).toList()) {
                largest = Math.max(largest, Files.size(file));
            }
            return largest * 8 / SEGMENT_SECONDS;
        }
    }

    private Child.Ended ffprobe(Path file, Path folder, List<String> options, String shown)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(config.ffprobe(), "-v", "error", "-protocol_whitelist", "file"));
        command.addAll(options);
        command.addAll(List.of("-show_entries", shown, "-i", "file:" + file.toAbsolutePath()));
        return Child.run(command, folder, longest());
    }

    private Child.Ended ffmpeg(Path file, Path folder, List<String> before, List<String> after)
            throws IOException, InterruptedException {
        if (config.ffmpeg().isEmpty()) {
            return new Child.Ended(127, "");
        }
        List<String> command = new ArrayList<>(Arrays.asList(
                config.ffmpeg(),
                "-nostdin",
                "-hide_banner",
                "-v",
                "error",
                "-y",
                "-protocol_whitelist",
                "file",
                "-f",
                "mov,mp4,m4a,3gp,3g2,mj2"));
        command.addAll(before);
        command.addAll(List.of("-i", "file:" + file.toAbsolutePath(), "-threads", "1"));
        command.addAll(after);
        return Child.run(command, folder, longest());
    }

    private Duration longest() {
        return Duration.ofMinutes(config.transcodeMinutes());
    }
}
