package kepu.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kepu.recommend.log.Log;
import kepu.recommend.log.LogFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real people and films, where the data lie beside the project. */
class MovieLensTest {
    private static final Path DATA = Path.of(System.getProperty("kepu.home", "."), "../shared/data/ml-latest-small");

    @TempDir
    private Path folder;

    @Test
    void popularityFindsWhatPeopleWatchAndChanceDoesNot() throws IOException {
        Path ratings = DATA.resolve("ratings.csv");
        assumeTrue(Files.exists(ratings), () -> "no ratings at " + ratings.normalize());
        Log log = LogFiles.read(events(ratings), null, items(DATA.resolve("movies.csv")));
        assertThat(log.events().size()).isEqualTo(100_836);
        assertThat(log.people().size()).isEqualTo(610);
        assertThat(log.things().all()).hasSize(9742);
        assertThat(log.things().topicNames()).contains("Children", "Sci-Fi");

        LogSplit split = LogSplit.of(log, 0.8);
        LogEvaluation target = LogEvaluation.of(
                split,
                List.of(Popularity.of(split.train()), RecentPopularity.of(split), new RandomOrder(1)),
                LogEvaluation.Settings.DEFAULT);
        assertThat(target.rows().getFirst().over("random").interval().low()).isPositive();
        assertThat(target.rows()).extracting(LogEvaluation.Row::slice).contains("warm", "cold", "new-items");
        assertThat(target.beyond().getFirst().novelty())
                .isLessThan(target.beyond().getLast().novelty());
    }

    /** {@code userId,movieId,rating,timestamp} as events: whoever rates a film has seen it. */
    private Path events(Path ratings) throws IOException {
        try (Stream<String> lines = Files.lines(ratings)) {
            return Files.writeString(
                    folder.resolve("events.csv"),
                    lines.skip(1)
                            .map(line -> line.split(",", -1))
                            .map(cells -> cells[0] + "," + cells[1] + "," + cells[3])
                            .collect(Collectors.joining("\n", "user,item,time\n", "\n")));
        }
    }

    /** {@code movieId,title,genres} is of the form of items, but for the names. */
    private Path items(Path movies) throws IOException {
        try (Stream<String> lines = Files.lines(movies)) {
            return Files.writeString(
                    folder.resolve("items.csv"),
                    lines.skip(1).collect(Collectors.joining("\n", "item,title,topics\n", "\n")));
        }
    }
}
