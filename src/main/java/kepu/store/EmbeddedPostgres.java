package kepu.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server as a durable child process under a data folder: it keeps its rows from start to start, is started
 * again when it dies unasked, and ends with this process, however that ends.
 *
 * <pre>{@code
 * try (var postgres = EmbeddedPostgres.start(Path.of("data"), new Settings(0, 50, 128, Duration.ofMinutes(1)))) {
 *     DriverManager.getConnection(postgres.address().jdbcUrl(), "kepu", postgres.address().password());
 * }
 * }</pre>
 *
 * Below the data folder: {@code kepu.lock} (the process that holds the folder), {@code postgres/bin-<version>},
 * {@code postgres/cluster}, {@code postgres/password} (mode 0600) and {@code postgres/server.log}.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final String HOST = "127.0.0.1";
    private static final String DATABASE = "kepu";

    /** The shell asks first and sends SIGQUIT after 10 s; this is when nothing of that helped. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofMinutes(1);
    private static final int RESTART_LIMIT = 10;

    private final Settings settings;
    private final PostgresFolder folder;
    private final PostmasterFile postmaster;
    private final PostgresBinaries binaries;
    private final ScheduledExecutorService restarts = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kepu-postgres").factory());

    private final CountDownLatch closing = new CountDownLatch(1);

    private int port;
    private @Nullable SupervisedCommand server;
    private long readyNanos;
    private int failures;

    /**
     * Starts the server and waits until it takes connections; makes the cluster and the database first when there are
     * none. Blocks: for Main and tests.
     *
     * @param data the data folder, made when missing; held until {@link #close()}
     * @throws IllegalStateException in one line, when the folder is in use by another process or PostgreSQL does not
     *     start, with what its log says
     * @throws IOException when the folder cannot be written
     */
    public static EmbeddedPostgres start(Path data, Settings settings) throws IOException {
        PostgresFolder folder = PostgresFolder.hold(data);
        try {
            folder.rotateLog();
            PostgresBinaries binaries = PostgresBinaries.unpackedIn(folder.path());
            folder.makeCluster(binaries);
            var postgres = new EmbeddedPostgres(settings, folder, binaries);
            postgres.launchWithin(settings.startTimeout());
            return postgres;
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private EmbeddedPostgres(Settings settings, PostgresFolder folder, PostgresBinaries binaries) {
        this.settings = settings;
        this.folder = folder;
        postmaster = new PostmasterFile(folder.cluster());
        this.binaries = binaries;
    }

    /** Launches, and again while what stands in the way goes by itself: a port just taken, a last child of a killed server. */
    private void launchWithin(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            port = settings.port() == 0 ? freePort() : settings.port();
            try {
                launch();
                return;
            } catch (Passing e) {
                if (System.nanoTime() + pause.toNanos() > deadline) {
                    throw e;
                }
                LOG.info("waiting to start PostgreSQL: {}", e.getMessage());
                pause(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
            return socket.getLocalPort();
        }
    }

    private void pause(Duration pause) {
        try {
            var _ = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting PostgreSQL", e);
        }
    }

    private synchronized void launch() throws IOException {
        if (closing()) {
            return;
        }
        postmaster.stopLeftover();
        folder.rotateLog();
        long logStart = folder.logSize();
        SupervisedCommand command = SupervisedCommand.start(command(), folder.log());
        try {
            awaitReady(command, logStart);
            createDatabase();
        } catch (IOException | RuntimeException e) {
            command.stop(STOP_LIMIT);
            throw e;
        }
        server = command;
        readyNanos = System.nanoTime();
        LOG.info("PostgreSQL is ready on {}:{}, its data in {}", HOST, port, folder.path());
        var _ = command.process().onExit().thenRunAsync(() -> ended(command), restarts);
    }

    private boolean closing() {
        return closing.getCount() == 0;
    }

    private List<String> command() {
        var command = new ArrayList<>(binaries.command("postgres"));
        // -D first and followed by more: this is how PostmasterFile knows the server again
        command.addAll(List.of("-D", folder.cluster().toString()));
        for (String setting : List.of(
                "listen_addresses=" + HOST,
                "port=" + port,
                "unix_socket_directories=",
                "max_connections=" + settings.maxConnections(),
                "shared_buffers=" + settings.sharedBuffersMebibytes() + "MB",
                "fsync=on",
                "timezone=UTC",
                "log_timezone=UTC",
                "lc_messages=C",
                "log_checkpoints=off",
                "log_error_verbosity=terse",
                "cluster_name=kepu")) {
            command.addAll(List.of("-c", setting));
        }
        return command;
    }

    private void awaitReady(SupervisedCommand command, long logStart) throws IOException {
        long deadline = System.nanoTime() + settings.startTimeout().toNanos();
        while (!postmaster.ready(command)) {
            if (closing()) {
                throw new IllegalStateException("PostgreSQL was closed while starting");
            }
            if (command.endsWithin(POLL)) {
                throw notStarted("PostgreSQL ended while starting", logStart);
            }
            if (System.nanoTime() > deadline) {
                throw notStarted("PostgreSQL was not ready within " + settings.startTimeout(), logStart);
            }
        }
    }

    private IllegalStateException notStarted(String what, long logStart) throws IOException {
        String lines = folder.logTail(logStart);
        String message = what + "; " + folder.log() + " ends with: " + lines;
        boolean portTaken = settings.port() == 0 && lines.contains("could not bind");
        boolean childLeft = lines.contains("pre-existing shared memory block");
        return portTaken || childLeft ? new Passing(message) : new IllegalStateException(message);
    }

    private void createDatabase() {
        String url = new Address(HOST, port, "postgres", PostgresFolder.USER, folder.password()).jdbcUrl();
        try (Connection connection = DriverManager.getConnection(url, PostgresFolder.USER, folder.password());
                Statement statement = connection.createStatement()) {
            boolean there;
            try (ResultSet rows =
                    statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                there = rows.next();
            }
            if (!there) {
                statement.execute("create database " + DATABASE);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "PostgreSQL under " + folder.path() + " runs but refuses its own user: " + e.getMessage(), e);
        }
    }

    private void ended(SupervisedCommand command) {
        if (closing()) {
            return;
        }
        if (System.nanoTime() - readyNanos > STABLE.toNanos()) {
            failures = 0;
        }
        LOG.warn("PostgreSQL ended unasked (status {})", command.process().exitValue());
        restartLater();
    }

    private void restartLater() {
        failures++;
        if (failures > RESTART_LIMIT) {
            LOG.error("PostgreSQL failed {} times in a row and stays down; see {}", RESTART_LIMIT, folder.log());
            return;
        }
        long pauseMillis = Math.min(FIRST_PAUSE.toMillis() << (failures - 1), LONGEST_PAUSE.toMillis());
        LOG.warn("starting PostgreSQL again in {} ms (attempt {} of {})", pauseMillis, failures, RESTART_LIMIT);
        try {
            var _ = restarts.schedule(this::restart, pauseMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed meanwhile", e);
        }
    }

    private void restart() {
        try {
            launch();
        } catch (IOException | RuntimeException e) {
            if (!closing()) {
                LOG.warn("PostgreSQL did not start again: {}", e.getMessage());
                restartLater();
            }
        }
    }

    /** Where the server listens; the same over restarts. */
    public Address address() {
        return new Address(HOST, port, DATABASE, PostgresFolder.USER, folder.password());
    }

    /** Stops the server (sessions are ended, data is flushed), waits for it and lets the data folder go. */
    @Override
    public void close() {
        closing.countDown();
        restarts.shutdownNow();
        synchronized (this) {
            if (server != null) {
                server.stop(STOP_LIMIT);
                server = null;
            }
        }
        folder.close();
    }

    /**
     * How the server runs.
     *
     * @param port 0 for a free one
     * @param sharedBuffersMebibytes PostgreSQL's own cache
     * @param startTimeout from launch to ready, crash recovery included
     */
    public record Settings(int port, int maxConnections, int sharedBuffersMebibytes, Duration startTimeout) {
        public Settings {
            require(port >= 0 && port <= 65_535, "port must be 0 to 65535: " + port);
            require(maxConnections >= 5, "maxConnections must be at least 5: " + maxConnections);
            require(
                    sharedBuffersMebibytes >= 1,
                    "sharedBuffersMebibytes must be at least 1: " + sharedBuffersMebibytes);
            require(startTimeout.isPositive(), "startTimeout must be positive: " + startTimeout);
        }

        private static void require(boolean condition, String otherwise) {
            if (!condition) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }

    /** What a client needs to connect. */
    public record Address(String host, int port, String database, String user, String password) {
        /** For example {@code jdbc:postgresql://127.0.0.1:5433/kepu}, without user and password. */
        public String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database;
        }

        /** Without the password, because addresses are logged. */
        @Override
        public String toString() {
            return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
        }
    }

    /** A failure to start whose cause goes by itself. */
    private static final class Passing extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Passing(String message) {
            super(message);
        }
    }
}
