package kepu.bench.city;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kepu.bench.Figure;
import kepu.store.Bulk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CityBenchIT {
    private static final Path CONTENT = Path.of(System.getProperty("kepu.home", "."), "content");
    private static final City.Size PEOPLE = new City.Size(3_000, 3, 500, 5109);
    private static final int LINES = 30;

    private static Path folder;
    private static City city;

    @BeforeAll
    static void makeTheCity() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/limits")), "the bench reads /proc");
        Path target = Path.of(System.getProperty("kepu.target", "target"), "test-data");
        folder = Files.createTempDirectory(Files.createDirectories(target), "city")
                .toAbsolutePath();
        city = City.make(PEOPLE, folder, CONTENT, line -> {});
    }

    @AfterAll
    static void endTheCity() {
        if (city != null) {
            city.close();
        }
    }

    @Test
    void theCityIsAsLargeAsItWasToBe() throws Exception {
        try (Bulk bulk = Bulk.open(city.address())) {
            assertThat(bulk.read("select count(*) from resident", row -> row.getInt(1)))
                    .containsExactly(3_000);
            assertThat(bulk.read("select count(*) from event where id like 'past-%'", row -> row.getInt(1)))
                    .containsExactly(9_000);
            assertThat(bulk.read("select max(id) from resident", row -> row.getInt(1)))
                    .containsExactly(3_000);
        }
        assertThat(city.tokens()).hasSize(500);
        assertThat(city.fillingSeconds()).isPositive();
    }

    @Test
    void anEveningInASmallCityIsServedWithoutErrorsAndEverybodyIsTold() throws Exception {
        long children = ProcessHandle.current().children().count();
        CityBench.Size size =
                new CityBench.Size(PEOPLE, 600, 5, Duration.ofSeconds(6), Duration.ofSeconds(2), LINES, 32, "512m", "");
        CityResult result = CityBench.run(size, city, folder.resolve("evening"), line -> {});
        assertThat(ProcessHandle.current().children().count()).isEqualTo(children);
        // a slow machine may not hold the last of the levels
        assertThat(result.faults()).allMatch(fault -> fault.startsWith("p99 "));
        assertThat(result.told())
                .isEqualTo(new CityResult.Told(
                        LINES, (long) LINES * Happenings.CAMPAIGNS, (long) LINES * Happenings.BULLETINS));
        assertThat(result.stored().acknowledged()).isPositive();
        assertThat(result.stored().rows()).isEqualTo(result.stored().acknowledged());
        assertThat(result.measured().kinds()).allMatch(kind -> kind.latency().count() > 0);
        assertThat(result.report().figures())
                .extracting(Figure::figure)
                .contains("requests wanted", "requests done", "errors", "feed, p99.9", "longest pause");
        assertThat(result.taken().heapAfter()).isPositive();
        assertThat(result.taken().memory()).isGreaterThan(result.taken().heapAfter());
    }

    @Test
    void everyAcknowledgedEventIsCountedInTheDatabase() throws Exception {
        EventsBench.Size size = new EventsBench.Size(50, 100, 20, 8, 2, "512m", 5109);
        EventsBench.Result result = EventsBench.run(size, city, folder.resolve("events"), "", line -> {});
        assertThat(result.faults()).isEmpty();
        assertThat(result.acknowledged()).isEqualTo(20 * (25 + 2 * 100));
        assertThat(result.rows()).isEqualTo(result.acknowledged());
        assertThat(result.isRight()).isTrue();
        Figure figure = result.report().figures().getFirst();
        assertThat(figure.ratio()).isNotNull();
        assertThat(figure.reach()).isEqualTo(0.5);
        assertThat(result.report().notes()).anyMatch(note -> note.startsWith("processor time of a row"));
        EventsBench.Result lost = new EventsBench.Result(
                size,
                result.ours(),
                result.copy(),
                result.acknowledged(),
                result.rows() - 1,
                result.used(),
                List.of(),
                result.pacer());
        assertThat(lost.isRight()).isFalse();
    }
}
