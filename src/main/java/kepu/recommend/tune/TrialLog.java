package kepu.recommend.tune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A search on disk, in a folder of its own: {@code search.json} says what it is, {@code trials.jsonl} has a line for each trial that ended and
 * {@code tested.jsonl} one for each look at the test part. A line is on the disk before the next trial begins; half a line, which a kill leaves
 * behind, counts as none. One process holds the folder at a time. Blocking.
 */
public final class TrialLog implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String SEARCH = "search.json";
    private static final String TRIALS = "trials.jsonl";
    private static final String TESTED = "tested.jsonl";
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final FileChannel file;
    private final List<Trial> trials;
    private final List<Tested> tested;

    private @Nullable Search search;

    private TrialLog(Path folder, FileChannel file) throws IOException {
        this.folder = folder;
        this.file = file;
        Path known = folder.resolve(SEARCH);
        this.search = Files.exists(known) ? read(known, Files.readString(known), Search.class) : null;
        this.trials = lines(folder.resolve(TRIALS), Trial.class);
        this.tested = lines(folder.resolve(TESTED), Tested.class);
    }

    /** Opens a folder, which is made when it is missing; {@link Failure.Conflict} when another process has it. */
    public static TrialLog open(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel file = FileChannel.open(
                folder.resolve(TRIALS), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(folder, file);
            return new TrialLog(folder, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Puts what is in a folder aside, under its name and the time; gives the new place, or none when nothing was there. */
    public static Optional<Path> putAside(Path folder, Instant now) throws IOException {
        if (!Files.exists(folder.resolve(SEARCH))) {
            return Optional.empty();
        }
        open(folder).close();
        Path aside = folder.resolveSibling(folder.getFileName() + "-until-" + SECOND.format(now));
        return Optional.of(Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE));
    }

    /** What a folder holds at a moment. */
    public record Kept(Optional<Search> search, List<Trial> trials, List<Tested> tested) {
        static final Kept NOTHING = new Kept(Optional.empty(), List.of(), List.of());
    }

    /** What a folder holds, whoever writes there; nothing is held or changed. */
    public static Kept kept(Path folder) throws IOException {
        try {
            Path known = folder.resolve(SEARCH);
            return Files.exists(known)
                    ? new Kept(
                            Optional.of(read(known, Files.readString(known), Search.class)),
                            whole(folder.resolve(TRIALS), Trial.class),
                            whole(folder.resolve(TESTED), Tested.class))
                    : Kept.NOTHING;
        } catch (NoSuchFileException e) {
            // put aside at this moment
            return Kept.NOTHING;
        }
    }

    /** What the folder holds already. */
    public Optional<Search> search() {
        return Optional.ofNullable(search);
    }

    /**
     * Begins a search or goes on with it.
     *
     * @throws Failure.Conflict when the folder holds another one, saying in what it differs
     */
    public void begin(Search wanted) throws IOException {
        Search before = search;
        if (before == null) {
            Path beside = folder.resolve(SEARCH + ".new");
            Files.write(beside, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(wanted));
            Files.move(beside, folder.resolve(SEARCH), StandardCopyOption.ATOMIC_MOVE);
            search = wanted;
            return;
        }
        List<String> differences = before.differences(wanted);
        if (!differences.isEmpty()) {
            throw new Failure.Conflict(
                    "tune-search-differs",
                    "%s 里有 %d 次试验，但不能接着做：%s。要从头再来，加 --afresh（旧的会改名留着）"
                            .formatted(folder, trials.size(), String.join("；", differences)));
        }
    }

    /** In the order of their numbers, from 0. */
    public List<Trial> trials() {
        return List.copyOf(trials);
    }

    /** In the order in which the test part was looked at. */
    public List<Tested> tested() {
        return List.copyOf(tested);
    }

    /** Keeps a trial; it is on the disk when this returns. */
    void add(Trial trial) throws IOException {
        if (trial.number() != trials.size()) {
            throw new IllegalArgumentException("trial %d after %d".formatted(trial.number(), trials.size()));
        }
        append(file, trial);
        trials.add(trial);
    }

    /** Keeps a look at the test part. */
    void add(Tested look) throws IOException {
        try (FileChannel channel =
                FileChannel.open(folder.resolve(TESTED), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            append(channel, look);
        }
        tested.add(look);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static void append(FileChannel channel, Object value) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8));
        channel.position(channel.size());
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(true);
    }

    private static <T> List<T> lines(Path path, Class<T> type) throws IOException {
        if (!Files.exists(path)) {
            return new ArrayList<>();
        }
        byte[] bytes = Files.readAllBytes(path);
        int end = end(bytes);
        if (end < bytes.length) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(end);
            }
        }
        return whole(path, bytes, type);
    }

    private static <T> List<T> whole(Path path, Class<T> type) throws IOException {
        return Files.exists(path) ? whole(path, Files.readAllBytes(path), type) : List.of();
    }

    /** Where the last whole line ends. */
    private static int end(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static <T> List<T> whole(Path path, byte[] bytes, Class<T> type) {
        List<T> all = new ArrayList<>();
        for (String line :
                new String(bytes, 0, end(bytes), StandardCharsets.UTF_8).lines().toList()) {
            all.add(read(path, line, type));
        }
        return all;
    }

    private static <T> T read(Path path, String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new Failure.Conflict("tune-log-damaged", path + " 有一处读不懂，可能被改过。要从头再来，加 --afresh（旧的会改名留着）");
        }
    }

    private static void lock(Path folder, FileChannel file) throws IOException {
        Failure.Conflict busy = new Failure.Conflict("tune-running", "另一个进程正在这里调参：" + folder);
        try {
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw busy;
            }
        } catch (OverlappingFileLockException e) {
            throw busy;
        }
    }
}
