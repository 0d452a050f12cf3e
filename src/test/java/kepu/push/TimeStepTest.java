package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeStepTest {
    @ParameterizedTest
    @CsvSource({"PT0S,PT1M", "PT100M,PT1M", "PT101M,PT5M", "P1D,PT15M", "P7D,PT6H", "P30D,P1D", "P100D,P1D", "P101D,P7D"
    })
    void theStepIsTheShortestOfWhichThereAreNotTooMany(Duration span, Duration step) {
        assertThat(TimeStep.of(span)).isEqualTo(step);
    }

    @Test
    void theLongestCampaignStillHasFew() {
        Duration longest = Duration.ofDays(400);
        assertThat(longest.dividedBy(TimeStep.of(longest))).isLessThanOrEqualTo(TimeStep.MOST);
    }
}
