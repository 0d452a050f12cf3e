package kepu.recommend.evaluate;

/** Something that ranks a log's items for its people, as it was trained. Used by several threads at once. */
public interface Recommender {
    /** As the table names it, e.g. {@code popularity}. */
    String name();

    /**
     * The best items for a person of the log, best first, at most {@code count}; without those of which {@code hidden} is true.
     *
     * @param hidden by number of the item; its length is the number of items
     */
    int[] rank(int person, boolean[] hidden, int count);
}
