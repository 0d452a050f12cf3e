package kepu.recommend.model;

import static kepu.recommend.model.Bounds.within;

/**
 * How a list is arranged, as {@code models/<name>.yaml} explains it.
 *
 * @param topicPerTen at most so many of one topic in any ten places
 * @param sourcePerTen at most so many of one source in any ten places
 * @param exploreEvery each so-manieth place is for an item that too few have seen
 * @param newcomersExploreEvery as {@code exploreEvery}, for people who have not opened anything yet
 * @param minorsBelow age below which somebody is a minor; 0 for nobody
 * @param minorsMost a minor's list ends after so many items
 * @param eldersFrom age from which somebody is old
 * @param eldersExploreEvery as {@code exploreEvery}, for the old
 */
public record Policy(
        int topicPerTen,
        int sourcePerTen,
        int exploreEvery,
        int newcomersExploreEvery,
        int minorsBelow,
        int minorsMost,
        int eldersFrom,
        int eldersExploreEvery) {
    public Policy {
        within("topicPerTen", topicPerTen, 1, 10);
        within("sourcePerTen", sourcePerTen, 1, 10);
        within("exploreEvery", exploreEvery, 2, 100);
        within("newcomersExploreEvery", newcomersExploreEvery, 2, 100);
        within("minorsBelow", minorsBelow, 0, 18);
        within("minorsMost", minorsMost, 5, 1_000);
        within("eldersFrom", eldersFrom, 40, 150);
        within("eldersExploreEvery", eldersExploreEvery, 2, 100);
    }

    public static final Policy DEFAULT = new Policy(3, 6, 7, 15, 18, 40, 65, 12);

    public boolean isMinor(int age) {
        return age > 0 && age < minorsBelow;
    }

    /** How often somebody of an age (0: not known) explores, known or a newcomer. */
    public int exploreEvery(int age, boolean known) {
        int usual = age >= eldersFrom ? eldersExploreEvery : exploreEvery;
        return known ? usual : Math.max(usual, newcomersExploreEvery);
    }
}
