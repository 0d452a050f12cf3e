package kepu.search.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFolderTest {
    @TempDir
    Path folder;

    @Test
    void whatWasCommittedIsThereAgain() throws IOException {
        fill();
        IndexFolder.Opened opened = new IndexFolder(folder).newest();
        assertThat(opened.damaged()).isFalse();
        assertThat(opened.index().marks()).containsOnlyKeys(1, 2).containsEntry(1, "mark");
        opened.index().close();
    }

    @Test
    void aDamagedFileMakesAnEmptyIndexAndIsTold() throws IOException {
        fill();
        for (Path file : files()) {
            if (!file.getFileName().toString().equals("write.lock")) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 0x20;
                Files.write(file, bytes);
            }
        }
        IndexFolder.Opened opened = new IndexFolder(folder).newest();
        assertThat(opened.damaged()).isTrue();
        assertThat(opened.index().marks()).isEmpty();
        opened.index().put(List.of(text(3)));
        opened.index().refresh();
        assertThat(opened.index().marks()).containsOnlyKeys(3);
        opened.index().close();
    }

    @Test
    void anyOneDamagedFileIsNoticed() throws IOException {
        fill();
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                continue;
            }
            byte[] wrong = bytes.clone();
            wrong[wrong.length / 2] ^= 0x01;
            Files.write(file, wrong);
            assertThat(damaged()).as(file.getFileName().toString()).isTrue();
            Files.write(file, bytes);
        }
        assertThat(damaged()).isFalse();
    }

    @Test
    void aGenerationThatWasNeverCommittedDoesNotCount() throws IOException {
        fill();
        Files.createDirectories(folder.resolve("index-7"));
        Files.writeString(folder.resolve("index-7/half"), "x");
        IndexFolder.Opened opened = new IndexFolder(folder).newest();
        assertThat(opened.index().marks()).containsOnlyKeys(1, 2);
        assertThat(folder.resolve("index-7")).doesNotExist();
        opened.index().close();
    }

    @Test
    void aFolderThatCannotBeWrittenLeavesTheIndexInMemory() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        IndexFolder.Opened opened = new IndexFolder(file).newest();
        opened.index().put(List.of(text(3)));
        opened.index().refresh();
        assertThat(opened.index().marks()).containsOnlyKeys(3);
        opened.index().close();
    }

    private boolean damaged() {
        try {
            Path generation = folder.resolve("index-1");
            ItemIndex.open(generation).close();
            return false;
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }

    private void fill() throws IOException {
        IndexFolder.Opened opened = new IndexFolder(folder).newest();
        opened.index().put(List.of(text(1), text(2)));
        opened.index().refresh();
        opened.index().commit();
        opened.index().close();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static ItemText text(int seq) {
        return new ItemText(seq, "在家量血压", List.of("血压"), "", "坐好再量", Set.of("topic:health"), "mark");
    }
}
