package kepu.content.film;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import kepu.base.Failure;
import kepu.base.Ids;
import kepu.base.Sha256;
import kepu.config.Editorial;
import kepu.people.Caller;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * Uploads that can be taken up again, in the manner of tus 1.0 (tus.io): a piece goes to where the last one ended, is forced to the disk, and
 * only then counts. So what was acknowledged outlives a crash, and a piece that comes twice is told where to go on.
 */
public final class Films {
    private final Database database;
    private final FilmStore store;
    private final WorkerExecutor disk;
    private final Path folder;
    private final Clock clock;
    private final Editorial.Uploads config;
    private final MeterRegistry meters;
    private final Ids ids = new Ids();

    Films(
            Database database,
            WorkerExecutor disk,
            Path folder,
            Clock clock,
            Editorial.Uploads config,
            MeterRegistry meters) {
        this.database = database;
        this.store = new FilmStore(database);
        this.disk = disk;
        this.folder = folder;
        this.clock = clock;
        this.config = config;
        this.meters = meters;
    }

    /** Begins one of so many bytes; {@link Failure.TooMany} past what one person may have open. */
    public Future<Film> begin(Caller.OfStaff staff, Film.Use use, String name, long bytes) {
        int most = mebibytes(use);
        if (bytes > (long) most << 20) {
            refused(use.code());
            throw new Failure.Invalid("upload-too-large", "%s超过 %d MB 的上限".formatted(use.label(), most));
        }
        Film film = new Film(ids.next('v'), use, staff, name, bytes, 0, expiry(), new Film.State.Open());
        return database.transact(transaction -> FilmStore.begin(
                                transaction, film, config.open(), (long) config.staffMebibytes() << 20)
                        .map(begun -> {
                            if (!begun) {
                                refused("open");
                                throw new Failure.TooMany("uploads-full", "您没有传完的文件太多，请先传完或取消一些", 60);
                            }
                            return film;
                        }))
                .compose(begun -> disk.executeBlocking(() -> Files.createDirectories(folder))
                        .map(begun));
    }

    /** One of the caller's; {@link Failure.Missing} otherwise. */
    public Future<Film> find(Caller.OfStaff staff, String id) {
        return store.find(id)
                .map(found ->
                        found.filter(film -> film.staff().id() == staff.id()).orElseThrow(Films::missing));
    }

    /**
     * Takes the bytes from {@code offset} on. {@link Failure.Conflict} {@code upload-offset} when others are awaited, and says which;
     * {@link Failure.Invalid} {@code upload-checksum} when they are not those that {@code sha256} is of.
     */
    public Future<Film> append(Caller.OfStaff staff, String id, long offset, Buffer piece, byte @Nullable [] sha256) {
        byte[] bytes = piece.getBytes();
        if (sha256 != null && !Arrays.equals(sha256, Sha256.of(bytes))) {
            throw new Failure.Invalid("upload-checksum", "这一段在路上变了样，请重传这一段");
        }
        return held(staff, id, (transaction, film) -> {
            requireOpen(film);
            if (offset != film.received()) {
                throw new Failure.Conflict("upload-offset", "应从第 %d 个字节接着传".formatted(film.received()));
            }
            if (offset + bytes.length > film.bytes()) {
                throw new Failure.Invalid("upload-too-large", "传来的比说好的 %d 个字节多".formatted(film.bytes()));
            }
            return disk.executeBlocking(() -> write(file(id), offset, bytes), false)
                    .compose(done -> FilmStore.received(transaction, id, offset + bytes.length, expiry()));
        });
    }

    /** Says that all of a video has come, what its SHA-256 is, and what it is about: it is checked and made ready. */
    public Future<Film> complete(Caller.OfStaff staff, String id, JsonObject about) {
        return completed(staff, id, true, about);
    }

    /** The same of what is no video, of which only the SHA-256 is to be said. */
    public Future<Film> complete(Caller.OfStaff staff, String id, String sha256) {
        return completed(staff, id, false, new JsonObject().put("sha256", sha256));
    }

    private Future<Film> completed(Caller.OfStaff staff, String id, boolean isVideo, JsonObject about) {
        return held(staff, id, (transaction, film) -> {
            if (isVideo != (film.use() == Film.Use.VIDEO)) {
                throw missing();
            }
            requireOpen(film);
            if (film.received() < film.bytes()) {
                throw new Failure.Conflict(
                        "upload-incomplete", "还没有传完：%d / %d 个字节".formatted(film.received(), film.bytes()));
            }
            return FilmStore.complete(transaction, id, about);
        });
    }

    /** Gives one up. */
    public Future<Void> cancel(Caller.OfStaff staff, String id) {
        return database.transact(transaction -> own(transaction, staff, id)
                        .map(Films::requireOpen)
                        .compose(film -> FilmStore.remove(transaction, id)))
                .compose(done -> delete(id));
    }

    /** Removes what was abandoned. */
    Future<Void> sweep() {
        return store.sweep(clock.instant()).compose(ids -> {
            Future<Void> all = Future.succeededFuture();
            for (String id : ids) {
                all = all.compose(done -> delete(id));
            }
            return all;
        });
    }

    /** Where the bytes of an upload are. */
    Path file(String id) {
        return folder.resolve(id + ".part");
    }

    Future<Void> delete(String id) {
        return disk.executeBlocking(() -> Files.deleteIfExists(file(id)), false).mapEmpty();
    }

    private interface Step {
        Future<Void> take(SqlClient transaction, Film film);
    }

    private Future<Film> held(Caller.OfStaff staff, String id, Step step) {
        return database.transact(
                        transaction -> own(transaction, staff, id).compose(film -> step.take(transaction, film)))
                .compose(done -> find(staff, id));
    }

    private static Future<Film> own(SqlClient transaction, Caller.OfStaff staff, String id) {
        return FilmStore.hold(transaction, id)
                .map(found ->
                        found.filter(film -> film.staff().id() == staff.id()).orElseThrow(Films::missing));
    }

    private static Film requireOpen(Film film) {
        if (!(film.state() instanceof Film.State.Open)) {
            throw new Failure.Conflict("upload-closed", "这个文件已经传完，不能再改");
        }
        return film;
    }

    /** The bytes are on the disk when this returns. */
    private static Path write(Path file, long offset, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left, offset + left.position());
            }
            channel.force(true);
        }
        return file;
    }

    private int mebibytes(Film.Use use) {
        return switch (use) {
            case VIDEO -> config.videoMebibytes();
            case RECORDING -> config.recordingMebibytes();
            case POSTER -> config.pictureMebibytes();
        };
    }

    private void refused(String limit) {
        meters.counter("kepu.uploads.refused", "limit", limit).increment();
    }

    private Instant expiry() {
        return clock.instant().plus(Duration.ofHours(config.expireHours()));
    }

    private static Failure.Missing missing() {
        return new Failure.Missing("upload-missing", "没有这个上传，或它已经过期");
    }
}
