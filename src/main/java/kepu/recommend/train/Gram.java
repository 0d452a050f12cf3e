package kepu.recommend.train;

/**
 * Where the products XᵀWX of who took what are made: by pair of items, what all people weigh together who took both. For many people they are
 * the longest sum of a training with {@link Ease}: the squares of how much each person took, added up.
 */
public interface Gram extends AutoCloseable {
    /** On this machine. */
    static Gram local() {
        return new LocalGram();
    }

    /** Takes a product, row by row; the thread is the caller's. */
    interface Rows {
        /**
         * The row of a kept item from the diagonal on; what lies before it is in the rows before, since the product is symmetric.
         *
         * @param row among the kept items
         * @param values are the taker's until it returns
         * @param diagonal where the diagonal lies; behind it the items that are kept after this one, in their order
         */
        void row(int row, double[] values, int diagonal);
    }

    /**
     * Gives each row of the product once, in ascending order. With weights that are whole numbers it is exact; others are added up in an
     * order that is not told, which costs some last digits.
     *
     * @param kept the items of the product, ascending; others do not count
     * @param weights what each person weighs
     * @throws IllegalStateException when it could not be made, with what a person can do; some rows may have been given
     */
    void product(Interactions taken, int[] kept, double[] weights, Rows rows);

    /** Gives back what it holds elsewhere. */
    @Override
    default void close() {}
}
