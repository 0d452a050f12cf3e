package kepu.recommend.log;

/**
 * Who is in a log; people are numbered from 0.
 *
 * @param ids their names outside: a resident's id, or what the file says
 * @param villages 12-digit codes; 0 where none is known
 * @param groups sets of groups as bits: those of {@link kepu.base.Group#mask}, or for a file with other groups, of {@code groupNames}
 * @param birthYears years; 0 where none is known
 * @param interests topics that they said they like, as bits of {@link Things#topicNames}
 * @param personalised whether a model may look at what they do
 * @param groupNames the name of each bit in {@code groups}
 */
public record People(
        String[] ids,
        long[] villages,
        int[] groups,
        short[] birthYears,
        long[] interests,
        boolean[] personalised,
        String[] groupNames) {
    /** The most groups that a log can name. */
    public static final int MOST_GROUPS = 31;

    public int size() {
        return ids.length;
    }
}
