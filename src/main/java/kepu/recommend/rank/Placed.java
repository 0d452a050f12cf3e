package kepu.recommend.rank;

/**
 * An item in its place, and why it stands there.
 *
 * @param about what the cause speaks of: an item, a topic or a group by number, as {@link Cause} says; -1 for nothing
 * @param propensity the probability with which just this item was put here; NaN where nothing was left to chance
 * @param score log odds of an opening, as the ranker gives them
 */
public record Placed(int item, Cause cause, int about, float propensity, double score) {
    /** Whether its cause was left for later. */
    public boolean isUnexplained() {
        return cause == Cause.LATER;
    }

    /** The same with the cause that was found for it. */
    Placed because(Cause found, int of) {
        return new Placed(item, found, of, propensity, score);
    }

    /** Why an item stands where it stands. */
    public enum Cause {
        /** An operator put it there. */
        PINNED,
        /** It was pushed to the person's region. */
        PUSHED,
        /** Too few people have seen it to be judged. */
        EXPLORED,
        /** People who opened {@code about}, an item, opened it too. */
        COLLABORATIVE,
        /** It reads like {@code about}, an item. */
        CONTENT,
        /** People of the group {@code about} (or everybody, -1) around the place open it. */
        PLACE,
        /** It was made for, or its topic is liked by, the group {@code about}. */
        GROUP,
        /** The person opens the topic {@code about}. */
        TOPIC,
        /** The person said that they like the topic {@code about}. */
        INTEREST,
        SEASON,
        FRESH,
        /** It was made for a region around the person. */
        LOCAL,
        /** Not asked for yet: {@link Ranking#explained} tells, unless the item is gone. */
        LATER,
        /** None of these speaks for it more than for others. */
        EDITORIAL
    }
}
