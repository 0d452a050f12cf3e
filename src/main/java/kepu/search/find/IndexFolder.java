package kepu.search.find;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kepu.base.Folders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node's index lies on disk: one folder a generation, of which the newest that was ever committed counts. It holds nothing that the
 * database does not have, so a damaged one is thrown away, and a disk that cannot be written to leaves the index in memory.
 */
final class IndexFolder {
    /** An index, and whether it is an empty one in the place of one that was damaged. */
    record Opened(ItemIndex index, boolean damaged) {}

    private static final Logger LOG = LoggerFactory.getLogger(IndexFolder.class);
    private static final String GENERATION = "index-";

    private final Path folder;
    private long generation;

    IndexFolder(Path folder) {
        this.folder = folder;
    }

    /** The newest index whose checksums are right, else an empty one. What else lies there is removed. */
    Opened newest() {
        boolean damaged = false;
        for (Path candidate : generations()) {
            try {
                generation = Math.max(generation, number(candidate));
                if (!ItemIndex.exists(candidate)) {
                    continue;
                }
                ItemIndex index = ItemIndex.open(candidate);
                clean(candidate);
                return new Opened(index, damaged);
            } catch (IOException | RuntimeException e) {
                LOG.warn("the index in {} is damaged and will be made again: {}", candidate, e.toString());
                damaged = true;
            }
        }
        return new Opened(next(), damaged);
    }

    /** An empty index beside the present one. */
    ItemIndex next() {
        generation++;
        Path fresh = folder.resolve(GENERATION + generation);
        try {
            Folders.delete(fresh);
            return ItemIndex.open(Files.createDirectories(fresh));
        } catch (IOException e) {
            LOG.warn("the index stays in memory, {} cannot be written: {}", fresh, e.toString());
            return memory();
        }
    }

    /** Removes all generations but the newest. */
    void clean() {
        clean(folder.resolve(GENERATION + generation));
    }

    private void clean(Path kept) {
        for (Path candidate : generations()) {
            if (!candidate.equals(kept)) {
                try {
                    Folders.delete(candidate);
                } catch (IOException e) {
                    LOG.warn("{} cannot be removed: {}", candidate, e.toString());
                }
            }
        }
    }

    /** The newest first. */
    private List<Path> generations() {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, GENERATION + "[0-9]*")) {
                all.forEach(found::add);
            } catch (IOException e) {
                LOG.warn("{} cannot be read: {}", folder, e.toString());
            }
        }
        found.removeIf(path -> !path.getFileName().toString().matches(GENERATION + "[0-9]{1,15}"));
        found.sort(Comparator.comparingLong(IndexFolder::number).reversed());
        return found;
    }

    private static long number(Path generation) {
        return Long.parseLong(generation.getFileName().toString().substring(GENERATION.length()));
    }

    private static ItemIndex memory() {
        try {
            return ItemIndex.inMemory(Scoring.SERVED);
        } catch (IOException e) {
            throw new IllegalStateException("an index in memory cannot be made", e);
        }
    }
}
