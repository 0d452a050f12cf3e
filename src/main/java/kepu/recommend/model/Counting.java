package kepu.recommend.model;

import static kepu.recommend.model.Bounds.within;

import java.time.Duration;

/**
 * How behaviour is counted into rates, as a definition's {@code data.days} and {@code rates} say it.
 *
 * @param days behaviour of so many days counts
 * @param halfLife in which a count halves
 * @param backoffImpressions how many impressions the region above is worth in the rate of a region
 */
public record Counting(int days, Duration halfLife, int backoffImpressions) {
    public static final Counting DEFAULT = new Counting(90, Duration.ofDays(30), 20);

    public Counting {
        within("days", days, 1, 3_650);
        within(
                "the half-life in ms",
                halfLife.toMillis(),
                1,
                Duration.ofDays(36_500).toMillis());
        within("backoffImpressions", backoffImpressions, 1, 100_000);
    }

    /** Whether the same counts serve both: the back-off matters only when they are read. */
    public boolean sharesCountsWith(Counting other) {
        return days == other.days && halfLife.equals(other.halfLife);
    }
}
