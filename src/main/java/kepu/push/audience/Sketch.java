package kepu.push.audience;

/**
 * What the index knows of a resident, without who it is.
 *
 * @param groups and {@code topics} (the interests they told) as bits
 * @param birthYear 0 when it is not known
 * @param personalised false when nothing is to be concluded from what they told
 */
public record Sketch(long village, int groups, int birthYear, long topics, boolean personalised) {}
