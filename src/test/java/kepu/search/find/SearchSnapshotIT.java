package kepu.search.find;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SearchSnapshotIT {
    @RegisterExtension
    static final House house = new House();

    @Test
    void aRestartServesTheSnapshotAndADamagedOneIsMadeAgain() throws Exception {
        awaitFound();
        house.restart();
        awaitFound();
        assertThat(house.metric("kepu_search_damaged_total")).isZero();
        house.app().close();
        List<Path> files = files();
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Files.write(file, "not an index".getBytes(StandardCharsets.UTF_8));
        }
        house.restart();
        awaitFound();
        assertThat(house.metric("kepu_search_damaged_total")).isEqualTo(1);
    }

    private static void awaitFound() {
        String query = "/v1/search?q=" + URLEncoder.encode("脑梗", StandardCharsets.UTF_8);
        eventually("items can be found", () -> {
            House.Answer answer = house.get(query, null);
            return answer.status() == 200 && answer.text().contains("health-stroke-recognition");
        });
    }

    private static List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(house.config().data().resolve("search"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
