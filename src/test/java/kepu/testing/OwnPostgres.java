package kepu.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import kepu.store.DatabaseAddress;
import kepu.store.EmbeddedPostgres;

/** An embedded PostgreSQL of one house alone, which a test may take away and give back. */
public final class OwnPostgres implements Supplier<DatabaseAddress>, AutoCloseable {
    /** Of postmaster.pid, from 0; src/include/utils/pidfile.h. */
    private static final int STATUS_LINE = 7;

    private Path data;
    private EmbeddedPostgres server;

    /** Starts it. */
    @Override
    public DatabaseAddress get() {
        try {
            data = Program.furnishedData();
            server = EmbeddedPostgres.start(data, new EmbeddedPostgres.Settings(0, 60, 64, Duration.ofSeconds(60)));
            EmbeddedPostgres.Address at = server.address();
            return new DatabaseAddress(at.host(), at.port(), at.database(), at.user(), at.password());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** kill -9; it starts again by itself. */
    public void kill() throws IOException {
        process().destroyForcibly();
    }

    /** kill -9 of it and of all that serve its connections, which otherwise end what they are at; it starts again by itself. */
    public void killAll() throws IOException {
        ProcessHandle first = process();
        List<ProcessHandle> all = new ArrayList<>(first.descendants().toList());
        all.addFirst(first);
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills it and hides its cluster, so that it cannot start again. */
    public void takeAway() throws IOException {
        Path cluster = data.resolve("postgres/cluster");
        Path hidden = data.resolve("postgres/cluster-hidden");
        ProcessHandle process = process();
        Files.move(cluster, hidden);
        process.destroyForcibly();
    }

    /** Puts its cluster back; the next try to start it succeeds. */
    public void giveBack() throws IOException {
        Files.move(data.resolve("postgres/cluster-hidden"), data.resolve("postgres/cluster"));
    }

    /** The process that serves. */
    public long pid() throws IOException {
        return Long.parseLong(Files.readAllLines(pidFile()).getFirst().strip());
    }

    /** Whether another process than {@code pid} serves. */
    public boolean isUpAfter(long pid) {
        try {
            List<String> lines = Files.readAllLines(pidFile());
            return lines.size() > STATUS_LINE
                    && lines.get(STATUS_LINE).strip().equals("ready")
                    && Long.parseLong(lines.getFirst().strip()) != pid;
        } catch (IOException _) {
            return false;
        }
    }

    private Path pidFile() {
        return data.resolve("postgres/cluster/postmaster.pid");
    }

    private ProcessHandle process() throws IOException {
        return ProcessHandle.of(pid()).orElseThrow();
    }

    @Override
    public void close() {
        server.close();
    }
}
