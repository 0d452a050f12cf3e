package kepu.content.film;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import kepu.base.Folders;
import kepu.config.Editorial;
import kepu.content.Kind;
import kepu.content.MediaFolder;
import kepu.content.source.Drafts;
import kepu.content.source.Proposal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks what has come and makes it ready, each by one node under a lease; then hands videos to review. Recordings and pictures take a moment
 * and wait for no video.
 */
final class Making {
    private static final Logger LOG = LoggerFactory.getLogger(Making.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration EXTRA_LEASE = Duration.ofMinutes(5);

    private final FilmStore store;
    private final Films films;
    private final Studio studio;
    private final Extras extras;
    private final Hands hands;
    private final Drafts drafts;
    private final MediaFolder media;
    private final Clock clock;
    private final Editorial.Uploads config;
    private final AtomicInteger videos = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();

    /** Where uploads come from and go to. */
    record Places(FilmStore store, Films films, MediaFolder media, Drafts drafts) {}

    /** Who works on videos, which take long, and on the rest. */
    record Hands(WorkerExecutor videos, WorkerExecutor others) {}

    Making(Places places, Hands hands, Clock clock, Editorial.Uploads config) {
        this.store = places.store();
        this.films = places.films();
        this.media = places.media();
        this.drafts = places.drafts();
        this.studio = new Studio(config);
        this.extras = new Extras(media, config);
        this.hands = hands;
        this.clock = clock;
        this.config = config;
    }

    /** Takes up what waits. The future is that of choosing. */
    Future<Void> tick() {
        int runs = 3 + config.renditions().split(",").length;
        Duration lease = Duration.ofMinutes((long) config.transcodeMinutes() * runs);
        return take(false, others, 1, EXTRA_LEASE).compose(done -> take(true, videos, config.transcoding(), lease));
    }

    private Future<Void> take(boolean isVideo, AtomicInteger underWay, int most, Duration lease) {
        if (underWay.get() >= most) {
            return Future.succeededFuture();
        }
        Instant now = clock.instant();
        return store.claim(isVideo, now, now.plus(lease)).map(claimed -> {
            claimed.ifPresent(one -> make(one, isVideo ? hands.videos() : hands.others(), underWay));
            return null;
        });
    }

    private void make(FilmStore.Claimed claimed, WorkerExecutor workers, AtomicInteger underWay) {
        underWay.incrementAndGet();
        workers.executeBlocking(() -> made(claimed.film()), false)
                .compose(made -> handOver(claimed, made))
                .recover(cause -> failed(claimed, cause))
                .onFailure(cause -> LOG.warn("upload {}: {}", claimed.film().id(), cause.toString()))
                .onComplete(done -> underWay.decrementAndGet());
    }

    /** What is ready to be shown: names under {@code /media/}. */
    record Made(String media, @Nullable String poster, int seconds, List<Integer> renditions, List<String> notes) {}

    private Made made(Film film) throws IOException, InterruptedException {
        Path file = films.file(film.id());
        JsonObject about = ((Film.State.Waiting) film.state()).about();
        String digest = MediaFolder.digest(file, film.bytes());
        if (!digest.equals(about.getString("sha256"))) {
            throw new Failure.Invalid("upload-checksum", "收到的文件与您电脑上的不一样，请重新上传");
        }
        Path folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), film.id());
        try {
            String name = MediaFolder.name(digest);
            return switch (film.use()) {
                case VIDEO -> made(file, folder, name, about.getInteger("seconds"));
                case RECORDING -> extras.recording(file, name);
                case POSTER -> extras.poster(file, folder);
            };
        } finally {
            Folders.delete(folder);
        }
    }

    private Made made(Path file, Path folder, String name, @Nullable Integer told)
            throws IOException, InterruptedException {
        if (!Mp4.is(file)) {
            throw new Failure.Invalid("film-format", "只收 MP4 视频");
        }
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
        String poster = picture == null ? null : media.add(picture, ".jpg");
        if (!renditions.isEmpty()) {
            media.addRenditions(folder, renditions, name);
        }
        return new Made(media.add(file, name, ".mp4"), poster, seconds, renditions, notes);
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
        Future<@Nullable String> draft = film.use() == Film.Use.VIDEO ? drafted(film, made) : Future.succeededFuture();
        return draft.compose(id -> store.end(
                        claimed,
                        new Film.State.Done(
                                id, made.media(), made.poster(), made.seconds(), made.renditions(), made.notes()),
                        clock.instant().plus(Duration.ofDays(config.unnamedDays()))))
                .compose(ended -> films.delete(film.id()));
    }

    private Future<@Nullable String> drafted(Film film, Made made) {
        JsonObject about = ((Film.State.Waiting) film.state()).about();
        Proposal proposal =
                FilmAbout.proposal(about, Kind.VIDEO, new Proposal.Film(made.media(), made.poster(), made.seconds()));
        return drafts.add(film.staff(), proposal, "upload", film.id()).map(id -> id);
    }

    /** A failure is told to the owner; anything else is tried again. */
    private Future<Void> failed(FilmStore.Claimed claimed, Throwable cause) {
        if (cause instanceof Failure.Unavailable || !(cause instanceof Failure failure)) {
            LOG.warn("upload {} could not be made ready", claimed.film().id(), cause);
            return store.putBack(claimed, clock.instant().plus(AGAIN));
        }
        return store.fail(claimed, new Film.State.Failed(failure.type(), failure.detail()))
                .compose(ended -> films.delete(claimed.film().id()));
    }
}
