package kepu.recommend.model;

/**
 * What serving must do as training did, and so comes with the version rather than from the settings of the program: how behaviour is
 * counted and how lists are arranged.
 */
public record Manner(Counting counting, Policy arrangement) {
    /** As long as no version is released. */
    public static final Manner DEFAULT = new Manner(Counting.DEFAULT, Policy.DEFAULT);
}
