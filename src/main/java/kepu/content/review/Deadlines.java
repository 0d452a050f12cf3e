package kepu.content.review;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import kepu.config.Editorial;

/** When a stage that begins now should be over. */
record Deadlines(Clock clock, Editorial.Review config) {
    /** As exactly as the database keeps it. */
    Instant of(State stage) {
        int given = switch (stage) {
            case FIRST -> config.firstHours();
            case SECOND -> config.secondHours();
            case FINAL -> config.finalHours();
            case DRAFT, PUBLISHED, CORRECTED, WITHDRAWN, RETURNED, DISCARDED ->
                throw new IllegalArgumentException("nobody waits for " + stage);
        };
        return clock.instant().plus(Duration.ofHours(given)).truncatedTo(ChronoUnit.MICROS);
    }
}
