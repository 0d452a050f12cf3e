package kepu.rumour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kepu.content.WrittenFile;
import kepu.search.claim.Lesson;
import kepu.store.Bulk;

/**
 * Imports the claims of a folder. Importing again changes only what changed; a faulty file is named with line and reason and the rest is
 * kept; what is no longer in the folder stays.
 */
public final class ClaimLibrary {
    /** What an import did. {@code faults} read {@code file:line: reason}. */
    public record Report(int files, int added, int changed, int unchanged, List<String> faults) {}

    private final Path folder;

    /** Reads {@code claims} below the folder of the library; it may be missing. */
    public ClaimLibrary(Path library) {
        this.folder = library.resolve("claims");
    }

    /** Blocking, for commands and the boot. */
    public Report importInto(Bulk bulk) throws IOException, SQLException {
        List<String> faults = new ArrayList<>();
        List<ClaimFile> good = good(faults);
        Map<String, byte[]> known = ClaimStore.digests(bulk);
        List<ClaimFile> news = good.stream()
                .filter(file -> !Arrays.equals(file.digest(), known.get(file.id)))
                .toList();
        int added =
                (int) news.stream().filter(file -> !known.containsKey(file.id)).count();
        ClaimStore.merge(bulk, news);
        return new Report(
                good.size()
                        + (int) faults.stream()
                                .map(fault -> fault.split(":", 2)[0])
                                .distinct()
                                .count(),
                added,
                news.size() - added,
                good.size() - news.size(),
                faults);
    }

    /** The verdicts of the folder without a database, and what is wrong with files. */
    public List<Verdict> read(List<String> faults) throws IOException {
        return good(faults).stream().map(ClaimFile::verdict).toList();
    }

    /** The same to learn from. */
    public List<Lesson> lessons(List<String> faults) throws IOException {
        return good(faults).stream().map(ClaimFile::lesson).toList();
    }

    private List<ClaimFile> good(List<String> faults) throws IOException {
        Map<String, ClaimFile> good = new HashMap<>();
        for (Path path : Files.isDirectory(folder) ? WrittenFile.below(folder) : List.<Path>of()) {
            String name = folder.relativize(path).toString();
            ClaimFile file = ClaimFile.read(path);
            file.faults.forEach(fault -> faults.add(name + ":" + fault.line() + ": " + fault.reason()));
            if (file.faults.isEmpty() && good.putIfAbsent(file.id, file) != null) {
                faults.add(name + ":1: another file has the name " + file.id);
            }
        }
        return good.values().stream()
                .sorted(Comparator.comparing(file -> file.id))
                .toList();
    }
}
