package kepu.recommend.train;

/**
 * How a matrix of who took what is normalised: R̂ = D_people^-people R D_items^-items, divided by its largest singular value.
 *
 * @param people 0: every interaction counts alike; ½: every person does
 * @param items 0: an item counts by how often it was taken; ½: as all others
 */
record View(double people, double items) {
    /** R̃ of the literature on graph filters; its largest singular value is 1. */
    static final View SYMMETRIC = new View(0.5, 0.5);

    /** What an interaction of somebody who took {@code row} items with one that {@code column} people took weighs. */
    double weight(int row, int column) {
        return Math.pow(row, -people) * Math.pow(column, -items);
    }
}
