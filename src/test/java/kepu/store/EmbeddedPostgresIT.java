package kepu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import kepu.base.Folders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 8, unit = TimeUnit.MINUTES)
class EmbeddedPostgresIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final EmbeddedPostgres.Settings SETTINGS = new EmbeddedPostgres.Settings(0, 10, 16, LIMIT);

    /** With a name that wants care, as far as the locale can write it. */
    private static final Path PARENT = Path.of(
            System.getProperty("kepu.target", "target"),
            "UTF-8".equals(System.getProperty("sun.jnu.encoding")) ? "embedded postgres 数据" : "embedded postgres");

    private static Path binaries;

    private final List<ProcessHandle> started = new ArrayList<>();
    private Path data;

    @BeforeAll
    static void unpackOnce() throws IOException {
        binaries = PostgresBinaries.unpackedIn(Files.createDirectories(PARENT)).folder();
    }

    @BeforeEach
    void takeAnEmptyFolder(TestInfo test) throws IOException {
        String name = test.getTestMethod().orElseThrow().getName();
        data = Files.createTempDirectory(PARENT, name + "-");
        Files.createDirectory(data.resolve("postgres"));
        Files.createSymbolicLink(data.resolve("postgres").resolve(binaries.getFileName()), binaries.toAbsolutePath());
    }

    @AfterEach
    void endAndDeleteWhatIsLeft() throws Exception {
        started.forEach(ProcessHandle::destroyForcibly);
        eventually(() -> started.stream().noneMatch(ProcessHandle::isAlive) && !Files.exists(pidFile()));
        Folders.delete(data);
    }

    @Test
    void unpacksItsBinariesOnceWithTheirModes() throws Exception {
        Folders.delete(data.resolve("postgres"));
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            write(target.address(), "from scratch");
        }

        Path unpacked = data.resolve("postgres").resolve(binaries.getFileName());
        assertThat(unpacked.getFileName()).hasToString("bin-18.6.0");
        assertThat(unpacked).isDirectory().isNotEqualTo(binaries);
        assertThat(unpacked.resolve("bin/postgres")).isExecutable();
        assertThat(unpacked.resolve("share/postgresql/postgres.bki"))
                .isRegularFile()
                .satisfies(file -> assertThat(Files.isExecutable(file)).isFalse());
    }

    @Test
    void keepsItsRowsFromStartToStart() throws Exception {
        long first;
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            write(target.address(), "麦赤霉");
            first = serverPid();
        }
        assertThat(alive(first)).isFalse();

        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            assertThat(rows(target.address())).containsExactly("麦赤霉");
            assertThat(query(target.address(), "show server_encoding")).containsExactly("UTF8");
            assertThat(query(target.address(), "show fsync")).containsExactly("on");
            assertThat(query(target.address(), "show listen_addresses")).containsExactly("127.0.0.1");
        }
    }

    @Test
    void keepsItsPasswordToItsOwnerAndOutOfTheLog() throws Exception {
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            var address = target.address();
            Path file = data.resolve("postgres/password");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(address.password()).isEqualTo(Files.readString(file)).hasSizeGreaterThan(30);
            assertThat(address.toString()).doesNotContain(address.password());
            assertThatThrownBy(() -> DriverManager.getConnection(address.jdbcUrl(), address.user(), "guessed"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void endsWithAKilledParentAndKeepsCommittedRows() throws Exception {
        Process parent = startParent();
        long server = serverPid();

        kill(parent.toHandle());

        eventually(() -> !alive(server));
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            assertThat(rows(target.address())).containsExactly("committed");
        }
    }

    @Test
    void otherChildrenOfAKilledParentDoNotKeepItAlive() throws Exception {
        Process parent = startParent("with a child");
        long server = serverPid();
        ProcessHandle child = descendants(parent).stream()
                .filter(p ->
                        p.info().arguments().map(List::of).orElse(List.of()).contains("4711"))
                .findFirst()
                .orElseThrow();
        started.add(child);

        kill(parent.toHandle());

        eventually(() -> !alive(server));
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void stopsAnOrphanBeforeItStarts() throws Exception {
        Process parent = startParent();
        long server = serverPid();
        List<ProcessHandle> shells = descendants(parent).stream()
                .filter(p -> p.info().command().orElse("").matches(".*/(sh|dash|bash)"))
                .toList();
        assertThat(shells).hasSizeGreaterThanOrEqualTo(2);

        // the shells first: one that reads the end of the pipe would stop the server
        for (ProcessHandle shell : shells) {
            kill(shell);
        }
        kill(parent.toHandle());

        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            assertThat(rows(target.address())).containsExactly("committed");
            assertThat(serverPid()).isNotEqualTo(server);
            eventually(() -> !alive(server));
        }
    }

    @Test
    void leavesAForeignProcessAloneWhoseNumberIsInAStalePidFile() throws Exception {
        List<String> lines;
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            write(target.address(), "kept");
            lines = new ArrayList<>(Files.readAllLines(pidFile(), StandardCharsets.ISO_8859_1));
        }
        Process foreign = new ProcessBuilder("sleep", "600").start();
        started.add(foreign.toHandle());
        lines.set(0, String.valueOf(foreign.pid()));
        Files.write(pidFile(), lines, StandardCharsets.ISO_8859_1);

        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            assertThat(rows(target.address())).containsExactly("kept");
            assertThat(foreign.isAlive()).isTrue();
        }
    }

    @Test
    void startsOverADeadServersPidFileAndAnEmptyOne() throws Exception {
        List<String> lines;
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            write(target.address(), "kept");
            lines = new ArrayList<>(Files.readAllLines(pidFile(), StandardCharsets.ISO_8859_1));
        }
        Files.write(pidFile(), lines, StandardCharsets.ISO_8859_1);

        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            assertThat(rows(target.address())).containsExactly("kept");
        }

        Files.write(pidFile(), new byte[0]);
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            assertThat(rows(target.address())).containsExactly("kept");
        }
    }

    @Test
    void refusesAFolderThatAnotherProcessHolds() throws Exception {
        Process parent = startParent();

        assertThatThrownBy(() -> EmbeddedPostgres.start(data, SETTINGS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("data folder %s is in use by process %d", data.toRealPath(), parent.pid());

        assertThat(parent.isAlive()).isTrue();
        kill(parent.toHandle());
    }

    @Test
    void refusesAFolderThatThisProcessHoldsAndKeepsHoldingIt() throws Exception {
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data, SETTINGS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(
                            "is in use by process " + ProcessHandle.current().pid());

            Process other = parent();
            assertThat(other.inputReader().readAllAsString())
                    .contains("is in use by process " + ProcessHandle.current().pid());
            assertThat(other.waitFor()).isNotZero();
            write(target.address(), "still there");
        }
    }

    @Test
    void startsAgainOnTheSamePortWhenItIsKilled() throws Exception {
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            var address = target.address();
            write(address, "committed");
            long server = serverPid();

            kill(ProcessHandle.of(server).orElseThrow());

            eventually(() -> connects(address));
            assertThat(target.address()).isEqualTo(address);
            assertThat(rows(address)).containsExactly("committed");
            assertThat(serverPid()).isNotEqualTo(server);
        }
    }

    @Test
    void startsAgainWhenItsShellIsKilled() throws Exception {
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            long server = serverPid();

            kill(ProcessHandle.of(server).orElseThrow().parent().orElseThrow());

            eventually(() -> !alive(server));
            eventually(() -> connects(target.address()));
        }
    }

    @Test
    void saysInOneLineWhyItDoesNotStart() throws Exception {
        try (var target = EmbeddedPostgres.start(data, SETTINGS)) {
            var taken = new EmbeddedPostgres.Settings(target.address().port(), 10, 16, LIMIT);
            Path other = data.resolve("other");

            assertThatThrownBy(() -> EmbeddedPostgres.start(other, taken))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("server.log ends with:")
                    .hasMessageContaining("Address already in use")
                    .message()
                    .doesNotContain("\n");

            EmbeddedPostgres.start(other, SETTINGS).close();
        }
    }

    @Test
    void asksForALostPassword() throws Exception {
        Files.createDirectory(data.resolve("postgres/cluster"));

        assertThatThrownBy(() -> EmbeddedPostgres.start(data, SETTINGS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("password is missing: put it back");
    }

    @Test
    void clearsAwayWhatACrashLeftHalfDoneAndBeginsANewLogWhenTheOldOneIsLarge() throws Exception {
        Path folder = data.resolve("postgres");
        Files.createDirectories(folder.resolve("tmp-half/base"));
        Files.write(folder.resolve("server.log"), new byte[11 << 20]);

        EmbeddedPostgres.start(data, SETTINGS).close();

        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries.map(e -> e.getFileName().toString()))
                    .containsExactlyInAnyOrder("bin-18.6.0", "cluster", "password", "server.log", "server.log.1");
        }
        assertThat(folder.resolve("server.log.1")).hasSize(11 << 20);
        assertThat(Files.size(folder.resolve("server.log"))).isLessThan(1 << 20);
    }

    private Process startParent(String... arguments) throws IOException {
        Process parent = parent(arguments);
        var output = new ArrayList<String>();
        BufferedReader reader = parent.inputReader();
        for (String line = reader.readLine(); line != null && !line.equals("ready"); line = reader.readLine()) {
            output.add(line);
        }
        assertThat(parent.isAlive()).as("%s", output).isTrue();
        return parent;
    }

    private Process parent(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                data.toString()));
        command.addAll(List.of(arguments));
        Process parent = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.add(parent.toHandle());
        return parent;
    }

    private static List<ProcessHandle> descendants(Process parent) {
        return parent.descendants().toList();
    }

    private static void kill(ProcessHandle process) throws Exception {
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private Path pidFile() {
        return data.resolve("postgres/cluster/postmaster.pid");
    }

    private long serverPid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(pidFile(), StandardCharsets.ISO_8859_1).getFirst());
    }

    private static void eventually(Condition condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static boolean connects(EmbeddedPostgres.Address address) {
        try (var connection = connect(address)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void write(EmbeddedPostgres.Address address, String text) throws SQLException {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (text text)");
            statement.execute("insert into kept values ('" + text + "')");
        }
    }

    private static List<String> rows(EmbeddedPostgres.Address address) throws SQLException {
        return query(address, "select text from kept");
    }

    private static List<String> query(EmbeddedPostgres.Address address, String sql) throws SQLException {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private static Connection connect(EmbeddedPostgres.Address address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** A process of its own that holds a PostgreSQL until it is killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            var postgres = EmbeddedPostgres.start(Path.of(arguments[0]), SETTINGS);
            write(postgres.address(), "committed");
            if (arguments.length > 1) {
                new ProcessBuilder("sleep", "4711").inheritIO().start();
            }
            System.out.println("ready");
            new CountDownLatch(1).await();
        }
    }
}
