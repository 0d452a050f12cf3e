package kepu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthIT {
    @Test
    void aColdFeedIsMeasuredInEachPopulationBesideTheSmallest() throws IOException {
        Report report = Growth.run(new Growth.Size(List.of(5_000, 10_000), 400, 10, 2, 50), line -> {});
        assertThat(report.figures())
                .extracting(Figure::figure)
                .containsExactly(
                        "cold feed in process, 5,000 residents",
                        "bytes a resident, 5,000 residents",
                        "cold feed in process, 10,000 residents, beside 5,000",
                        "bytes a resident, 10,000 residents");
        assertThat(report.figures()).allMatch(figure -> figure.value() > 0);
        assertThat(report.figures().get(2).ratio()).isNotNull();
    }
}
