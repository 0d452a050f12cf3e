package kepu.push;

import java.time.Duration;
import kepu.config.Config;

/**
 * How much a person is asked to take.
 *
 * @param daily publications a day in Beijing
 * @param topicWeekly of these, of one topic in a week from Monday
 * @param duplicateMillis within which two campaigns do not bring the same item
 * @param quiet hours of those who set none of their own
 */
record Limits(int daily, int topicWeekly, long duplicateMillis, Quiet quiet) {
    static Limits of(Config.Governor config) {
        return new Limits(
                config.daily(),
                config.topicWeekly(),
                Duration.ofDays(config.duplicateDays()).toMillis(),
                Quiet.of(config.quietFrom(), config.quietUntil()));
    }
}
