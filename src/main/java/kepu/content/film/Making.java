package kepu.content.film;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import kepu.base.Folders;
import kepu.base.Sha256;
import kepu.config.Editorial;
import kepu.content.Kind;
import kepu.content.source.Drafts;
import kepu.content.source.Proposal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks videos that have come and makes them ready, one after the other, each by one node under a lease; then hands them to review. */
final class Making {
    private static final Logger LOG = LoggerFactory.getLogger(Making.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final int NAME = 40;

    private final FilmStore store;
    private final Films films;
    private final Studio studio;
    private final WorkerExecutor workers;
    private final Drafts drafts;
    private final Path media;
    private final Clock clock;
    private final Editorial.Uploads config;
    private final AtomicInteger underWay = new AtomicInteger();

    /** Where videos come from and go to. */
    record Places(FilmStore store, Films films, Path media, Drafts drafts) {}

    Making(Places places, WorkerExecutor workers, Clock clock, Editorial.Uploads config) {
        this.store = places.store();
        this.films = places.films();
        this.media = places.media();
        this.drafts = places.drafts();
        this.studio = new Studio(config);
        this.workers = workers;
        this.clock = clock;
        this.config = config;
    }

    /** Takes up what waits. The future is that of choosing. */
    Future<Void> tick() {
        if (underWay.get() >= config.transcoding()) {
            return Future.succeededFuture();
        }
        Instant now = clock.instant();
        int runs = 3 + config.renditions().split(",").length;
        return store.claim(now, now.plus(Duration.ofMinutes((long) config.transcodeMinutes() * runs)))
                .map(claimed -> {
                    claimed.ifPresent(this::make);
                    return null;
                });
    }

    private void make(FilmStore.Claimed claimed) {
        underWay.incrementAndGet();
        workers.executeBlocking(() -> made(claimed.film()), false)
                .compose(made -> handOver(claimed, made))
                .recover(cause -> failed(claimed, cause))
                .onFailure(cause -> LOG.warn("video {}: {}", claimed.film().id(), cause.toString()))
                .onComplete(done -> underWay.decrementAndGet());
    }

    /** What is ready to be shown: names under {@code /media/}. */
    record Made(String media, @Nullable String poster, int seconds, List<Integer> renditions, List<String> notes) {}

    private Made made(Film film) throws IOException, InterruptedException {
        Path file = films.file(film.id());
        JsonObject about = ((Film.State.Waiting) film.state()).about();
        String digest = digest(file, film.bytes());
        if (!digest.equals(about.getString("sha256"))) {
            throw new Failure.Invalid("upload-checksum", "收到的文件与您电脑上的不一样，请重新上传");
        }
        if (!Mp4.is(file)) {
            throw new Failure.Invalid("film-format", "只收 MP4 视频");
        }
        Path folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), film.id());
        try {
            return made(file, folder, digest.substring(0, NAME), about.getInteger("seconds"));
        } finally {
            Folders.delete(folder);
        }
    }

    private Made made(Path file, Path folder, String name, @Nullable Integer told)
            throws IOException, InterruptedException {
        List<String> notes = new ArrayList<>();
        Optional<Studio.Looked> looked = studio.look(file, folder);
        if (looked.isPresent() && !looked.get().isVideo()) {
            throw new Failure.Invalid("film-broken", "视频是坏的，或里面没有画面");
        }
        if (looked.isEmpty()) {
            notes.add("服务器上没有 ffmpeg：没有做封面和低清版本，视频按原样播放");
        }
        int seconds = seconds(file, looked, told);
        Path picture = studio.poster(file, folder, seconds);
        if (picture == null && looked.isPresent()) {
            notes.add("没有截到封面，请另外上传");
        }
        List<Integer> renditions = looked.isEmpty() ? List.of() : studio.renditions(file, folder, looked.get());
        String poster = picture == null ? null : published(picture, hash(picture) + ".jpg");
        if (!renditions.isEmpty()) {
            publish(folder, renditions, name);
        }
        return new Made(published(file, name + ".mp4"), poster, seconds, renditions, notes);
    }

    private int seconds(Path file, Optional<Studio.Looked> looked, @Nullable Integer told) throws IOException {
        int seconds = looked.flatMap(Studio.Looked::seconds)
                .or(() -> Optional.ofNullable(told))
                .or(() -> stated(file))
                .orElseThrow(() -> new Failure.Invalid("film-seconds", "看不出视频有多长，请在提交时写明秒数"));
        if (seconds > config.longestSeconds()) {
            throw new Failure.Invalid("film-too-long", "视频超过 %d 秒的上限".formatted(config.longestSeconds()));
        }
        return seconds;
    }

    private static Optional<Integer> stated(Path file) {
        try {
            return Mp4.seconds(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Future<Void> handOver(FilmStore.Claimed claimed, Made made) {
        Film film = claimed.film();
        JsonObject about = ((Film.State.Waiting) film.state()).about();
        Proposal proposal =
                FilmAbout.proposal(about, Kind.VIDEO, new Proposal.Film(made.media(), made.poster(), made.seconds()));
        return drafts.add(film.staff(), proposal, "upload", film.id())
                .compose(draft -> store.end(
                        claimed,
                        new Film.State.Done(
                                draft, made.media(), made.poster(), made.seconds(), made.renditions(), made.notes())))
                .compose(ended -> films.delete(film.id()));
    }

    /** A failure is told to the owner; anything else is tried again. */
    private Future<Void> failed(FilmStore.Claimed claimed, Throwable cause) {
        if (cause instanceof Failure.Unavailable || !(cause instanceof Failure failure)) {
            LOG.warn("video {} could not be made ready", claimed.film().id(), cause);
            return store.putBack(claimed, clock.instant().plus(AGAIN));
        }
        return store.fail(claimed, new Film.State.Failed(failure.type(), failure.detail()))
                .compose(ended -> films.delete(claimed.film().id()));
    }

    /** Copies a file to where media are served from; its name is that of its content. */
    private String published(Path file, String name) throws IOException {
        Path target = media.resolve(name);
        if (!Files.exists(target)) {
            Files.createDirectories(media);
            Path fresh = Files.createTempFile(media, "incoming", ".tmp");
            Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return name;
    }

    /** Puts the playlists and segments beside the video, in a folder of its name. */
    private void publish(Path folder, List<Integer> renditions, String name) throws IOException {
        Path target = media.resolve(name);
        if (Files.exists(target)) {
            return;
        }
        Path fresh = Files.createTempDirectory(Files.createDirectories(media), "incoming");
        Files.copy(folder.resolve("all.m3u8"), fresh.resolve("all.m3u8"));
        for (int height : renditions) {
            Files.move(folder.resolve(Integer.toString(height)), fresh.resolve(Integer.toString(height)));
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String hash(Path file) throws IOException {
        return digest(file, Files.size(file)).substring(0, NAME);
    }

    private static String digest(Path file, long bytes) throws IOException {
        MessageDigest digest = Sha256.begin();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[1 << 16];
            long left = bytes;
            for (int read = in.read(piece); read > 0 && left > 0; read = in.read(piece)) {
                digest.update(piece, 0, (int) Math.min(read, left));
                left -= read;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
