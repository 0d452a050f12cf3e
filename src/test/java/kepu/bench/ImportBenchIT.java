package kepu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kepu.config.ConfigReader;
import org.junit.jupiter.api.Test;

class ImportBenchIT {
    @Test
    void aSmallRunLosesNothingDoublesNothingAndSaysSo() throws Exception {
        Path target = Path.of(System.getProperty("kepu.target", "target"), "test-data");
        Path folder = Files.createTempDirectory(Files.createDirectories(target), "bench");
        ImportBench.Size size = new ImportBench.Size(600, 30, 5, 400, 5_109);
        try (ImportBench bench = new ImportBench(
                size,
                new ConfigReader().set("sources.allowedNetworks", "127.0.0.0/8").config(),
                folder)) {
            ImportBench.Result result = bench.run();
            assertThat(result.stored()).isEqualTo(600);
            assertThat(result.beside()).isEqualTo(180);
            assertThat(result.isRight()).as(result.toString()).isTrue();
            assertThat(result.report().figures())
                    .anySatisfy(figure -> assertThat(figure.ratio()).isNotNull());
        }
    }
}
