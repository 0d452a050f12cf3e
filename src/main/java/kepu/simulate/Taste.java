package kepu.simulate;

import kepu.base.Topic;

/**
 * What a person likes, in logits: a mixture of two {@link Cluster}s, given by their numbers, in which {@code secondShare} is the part of
 * the second; and by topic the person's own {@code deviation} at the start of the window and its {@code drift} until the end.
 */
public record Taste(int first, int second, double secondShare, double[] deviation, double[] drift) {
    /** The mixture of what each cluster makes of something. */
    double mixed(double[] byCluster) {
        return (1 - secondShare) * byCluster[first] + secondShare * byCluster[second];
    }

    /** The person's own part; {@code elapsed} is how much of the window has passed, 0 to 1. */
    double own(Topic topic, double elapsed) {
        return deviation[topic.ordinal()] + elapsed * drift[topic.ordinal()];
    }
}
