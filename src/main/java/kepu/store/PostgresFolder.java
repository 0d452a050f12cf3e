package kepu.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import kepu.base.Folders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an embedded PostgreSQL keeps on disk, held by one process at a time: lock, password, cluster and log. */
final class PostgresFolder implements AutoCloseable {
    static final String USER = "kepu";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresFolder.class);
    private static final long LOG_LIMIT_BYTES = 10L << 20;
    private static final int TAIL_LIMIT_BYTES = 4096;
    private static final int TAIL_LINES = 5;
    private static final int PASSWORD_BYTES = 24;
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final String TEMPORARY = "tmp-";

    private final FolderLock lock;
    private final Path folder;
    private final String password;

    /** Takes the data folder, or says who has it. */
    static PostgresFolder hold(Path data) throws IOException {
        FolderLock lock = FolderLock.take(data);
        try {
            return new PostgresFolder(lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private PostgresFolder(FolderLock lock) throws IOException {
        this.lock = lock;
        folder = Files.createDirectories(lock.data().resolve("postgres"));
        deleteTemporary();
        password = knownPassword();
    }

    private void deleteTemporary() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(e -> e.getFileName().toString().startsWith(TEMPORARY))
                    .toList()) {
                Folders.delete(entry);
            }
        }
    }

    private String knownPassword() throws IOException {
        Path file = folder.resolve("password");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        if (Files.exists(cluster())) {
            throw new IllegalStateException(
                    file + " is missing: put it back, or move " + cluster() + " away to begin with an empty database");
        }
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path written = Files.createTempFile(folder, TEMPORARY, "", ownerOnly);
        Files.writeString(written, made);
        Files.move(written, file, ATOMIC_MOVE);
        return made;
    }

    /** A new folder that is deleted at the next start unless it is renamed by then. */
    static Path temporary(Path folder) throws IOException {
        return Files.createTempDirectory(folder, TEMPORARY);
    }

    /** Makes the cluster once; a crash in the middle leaves none. */
    void makeCluster(PostgresBinaries binaries) throws IOException {
        if (Files.exists(cluster())) {
            return;
        }
        LOG.info("making a database under {}", folder);
        Path made = temporary(folder);
        var command = new ArrayList<>(binaries.command("initdb"));
        command.addAll(List.of(
                "-D",
                made.toString(),
                "-U",
                USER,
                "--pwfile",
                folder.resolve("password").toString()));
        // PostgreSQL's own C.UTF-8 sorts and folds alike on every system, which the libraries' do not
        command.addAll(
                List.of("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        command.addAll(List.of("--auth=scram-sha-256", "--no-instructions"));
        long logStart = logSize();
        SupervisedCommand initdb = SupervisedCommand.start(command, log());
        if (!initdb.endsWithin(INITDB_LIMIT) || initdb.process().exitValue() != 0) {
            initdb.stop(STOP_LIMIT);
            throw new IllegalStateException("initdb failed; " + log() + " ends with: " + logTail(logStart));
        }
        Files.move(made, cluster(), ATOMIC_MOVE);
    }

    void rotateLog() throws IOException {
        if (logSize() > LOG_LIMIT_BYTES) {
            Files.move(log(), folder.resolve("server.log.1"), REPLACE_EXISTING);
        }
    }

    long logSize() throws IOException {
        return Files.exists(log()) ? Files.size(log()) : 0;
    }

    /** The last lines since the log had the size given, as one line. */
    String logTail(long since) throws IOException {
        long start = Math.max(since, logSize() - TAIL_LIMIT_BYTES);
        try (var file = new RandomAccessFile(log().toFile(), "r")) {
            file.seek(start);
            var bytes = new byte[(int) Math.max(0, file.length() - start)];
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        }
    }

    Path path() {
        return folder;
    }

    Path cluster() {
        return folder.resolve("cluster");
    }

    Path log() {
        return folder.resolve("server.log");
    }

    String password() {
        return password;
    }

    @Override
    public void close() {
        lock.close();
    }
}
