package kepu.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import kepu.base.Sha256;
import kepu.region.Divisions;
import kepu.store.Bulk;
import org.jspecify.annotations.Nullable;

/**
 * Imports a folder of Markdown files. Importing again changes only what changed; a faulty file is named with line and reason and the
 * rest is kept; what is no longer in the folder stays. Media are copied to where they are served from, named by their SHA-256.
 */
public final class Library {
    /** What an import did. {@code faults} read {@code file:line: reason}. */
    public record Report(int files, int added, int changed, int unchanged, List<String> faults) {}

    /** A good file on its way into the database. */
    record Incoming(
            LibraryFile file,
            @Nullable String media,
            @Nullable String poster,
            @Nullable String audio,
            byte[] digest) {}

    private final Path folder;
    private final MediaFolder media;

    /** Reads from {@code folder}; copies media to {@code media}. */
    public Library(Path folder, Path media) {
        this.folder = folder;
        this.media = new MediaFolder(media);
    }

    /** Blocking, for commands and the boot. {@code divisions} tell which regions an item can be for. */
    public Report importInto(Bulk bulk, Divisions divisions) throws IOException, SQLException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        List<String> faults = new ArrayList<>();
        Map<String, Incoming> good = new HashMap<>();
        List<Path> files = files();
        for (Path path : files) {
            String name = folder.relativize(path).toString();
            LibraryFile file = LibraryFile.read(path, divisions);
            file.faults.forEach(fault -> faults.add(name + ":" + fault.line() + ": " + fault.reason()));
            if (file.faults.isEmpty() && good.putIfAbsent(file.id, incoming(file, path)) != null) {
                faults.add(name + ":1: another file has the name " + file.id);
            }
        }
        Map<String, byte[]> known = ItemStore.digests(bulk);
        List<Incoming> news = good.values().stream()
                .filter(item -> !Arrays.equals(item.digest(), known.get(item.file().id)))
                .toList();
        ItemStore.Merge merge = ItemStore.merge(bulk, news);
        merge.kept().forEach(id -> faults.add(id + ".md:1: a review corrected this item, so the file is not taken"));
        int changed = merge.added() + merge.changed() + merge.kept().size();
        return new Report(files.size(), merge.added(), merge.changed(), good.size() - changed, faults);
    }

    /** Claims are not items. */
    private List<Path> files() throws IOException {
        Path claims = folder.resolve("claims");
        return WrittenFile.below(folder).stream()
                .filter(path -> !path.startsWith(claims))
                .toList();
    }

    private Incoming incoming(LibraryFile file, Path path) throws IOException {
        MessageDigest digest = Sha256.begin();
        digest.update(file.bytes());
        LibraryFile.FrontMatter front = file.front();
        String medium = front.media() == null ? null : publish(path.resolveSibling(front.media()), digest);
        String poster = front.poster() == null ? null : publish(path.resolveSibling(front.poster()), digest);
        String audio = front.audio() == null ? null : publish(path.resolveSibling(front.audio()), digest);
        return new Incoming(file, medium, poster, audio, digest.digest());
    }

    /** Copies a file to its name by content; gives the name. */
    private String publish(Path file, MessageDigest digest) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        digest.update(bytes);
        return media.add(file, MediaFolder.name(HexFormat.of().formatHex(Sha256.of(bytes))), ending(file));
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.'));
    }
}
