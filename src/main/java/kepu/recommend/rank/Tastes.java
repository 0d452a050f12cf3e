package kepu.recommend.rank;

import java.util.Arrays;
import kepu.recommend.log.Things;

/**
 * How a person takes each topic: what they opened and what they were shown of it, the older the less. Reused from one request to the next
 * with the {@link Visit} that it belongs to.
 */
final class Tastes {
    private static final double TOPIC_STRENGTH = 4;
    private static final double PERSON_STRENGTH = 8;
    private static final double LIFT_STRENGTH = 10;

    private final double[] topicOpens = new double[Things.MOST_TOPICS + 1];
    private final double[] topicShows = new double[Things.MOST_TOPICS + 1];
    private long unusedTopics;
    private double opens;
    private double shown;
    private int opened;
    private double lastOpening;

    /** Begins anew for somebody who wants nothing made of some topics. */
    void begin(long unusedTopics) {
        this.unusedTopics = unusedTopics;
        Arrays.fill(topicOpens, 0);
        Arrays.fill(topicShows, 0);
        opens = 0;
        shown = 0;
        opened = 0;
        lastOpening = 0;
    }

    /** Takes in an item of some topics that was met: how much it counts as shown, and, when it was opened, as opened. */
    void met(long topics, double seen, boolean positive, double weight) {
        shown += seen;
        opened += positive ? 1 : 0;
        opens += positive ? weight : 0;
        for (long left = topics; left != 0; left &= left - 1) {
            int topic = Long.numberOfTrailingZeros(left);
            topicShows[topic] += seen;
            topicOpens[topic] += positive ? weight : 0;
        }
    }

    /** What the last opening weighs. */
    void lastOpening(double weight) {
        lastOpening = weight;
    }

    /** How many items were opened. */
    int opened() {
        return opened;
    }

    /** ln of the person's open rate over the mean, shrunk. */
    double openRate(double mean) {
        return Math.log((opens + PERSON_STRENGTH * mean) / (shown + PERSON_STRENGTH) / mean);
    }

    /** ln of how much more often than anything else the person opens a topic. */
    double affinity(int topic, double mean) {
        double expected = (opens + PERSON_STRENGTH * mean) / (shown + PERSON_STRENGTH);
        double rate = (topicOpens[topic] + TOPIC_STRENGTH * expected) / (topicShows[topic] + TOPIC_STRENGTH);
        return Ln.of(rate / expected);
    }

    /**
     * ln of how much larger a share a topic has in what the person opened than in what everybody does; 0 when the latter is not known. As
     * sure after years of absence as on the day of the last opening.
     */
    double lift(int topic, double everybody) {
        if (everybody == 0 || (unusedTopics >> topic & 1) != 0) {
            return 0;
        }
        double strength = LIFT_STRENGTH * lastOpening;
        return Math.log((topicOpens[topic] / everybody + strength) / (opens + strength));
    }

    /** The share of the topics in what the person opened. */
    double share(long topics) {
        double sum = 0;
        for (long left = topics & ~unusedTopics; left != 0; left &= left - 1) {
            sum += topicOpens[Long.numberOfTrailingZeros(left)];
        }
        return opens == 0 ? 0 : Math.min(1, sum / opens);
    }

    /** The one of the topics that the person opens most; -1 when they may not be known for any. */
    int keenest(long topics) {
        int keenest = -1;
        for (long left = topics & ~unusedTopics; left != 0; left &= left - 1) {
            int topic = Long.numberOfTrailingZeros(left);
            keenest = keenest < 0 || topicOpens[topic] > topicOpens[keenest] ? topic : keenest;
        }
        return keenest;
    }

    /** The topics that the person opens most, the first one first. */
    int[] top(int most) {
        int[] top = new int[most];
        int count = 0;
        long taken = unusedTopics;
        while (count < most) {
            int best = -1;
            for (int topic = 0; topic < topicOpens.length - 1; topic++) {
                if ((taken >> topic & 1) == 0 && topicOpens[topic] > (best < 0 ? 0 : topicOpens[best])) {
                    best = topic;
                }
            }
            if (best < 0) {
                break;
            }
            taken |= 1L << best;
            top[count++] = best;
        }
        return Arrays.copyOf(top, count);
    }
}
