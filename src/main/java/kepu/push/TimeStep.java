package kepu.push;

import java.time.Duration;
import java.util.List;

/** The steps in which something is told over time: round ones, so fine that there are not many. */
final class TimeStep {
    static final int MOST = 100;

    private static final List<Duration> ROUND = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));
    private static final Duration LONGEST = Duration.ofDays(7);

    private TimeStep() {}

    /** The shortest of which at most {@link #MOST} make up the span; a week where none is long enough. */
    static Duration of(Duration span) {
        return ROUND.stream()
                .filter(step -> step.multipliedBy(MOST).compareTo(span) >= 0)
                .findFirst()
                .orElse(LONGEST);
    }
}
