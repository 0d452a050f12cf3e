package kepu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kepu.config.ConfigReader;
import org.junit.jupiter.api.Test;

class ServicesBenchIT {
    @Test
    void aSmallRunCountsEveryServiceOnceAndSaysSo() throws Exception {
        Path target = Path.of(System.getProperty("kepu.target", "target"), "test-data");
        Path folder = Files.createTempDirectory(Files.createDirectories(target), "bench");
        ServicesBench.Size size = new ServicesBench.Size(6_000, 700, 20, 500, 2);
        try (ServicesBench bench = new ServicesBench(size, new ConfigReader().config(), folder, line -> {})) {
            ServicesBench.Result result = bench.run();
            assertThat(result.totals().wrong()).isEmpty();
            assertThat(result.rows()).isEqualTo(6_000);
            assertThat(result.isRight()).isTrue();
            assertThat(result.report().figures())
                    .anySatisfy(figure -> assertThat(figure.ratio()).isNotNull());
        }
    }
}
