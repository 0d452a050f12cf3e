package kepu.recommend.train;

import java.util.Arrays;

/** Item by item: all that was taken by those who took it. */
final class LocalGram implements Gram {
    @Override
    public void product(Interactions taken, int[] kept, double[] weights, Rows rows) {
        double[] sums = new double[taken.items()];
        double[] row = new double[kept.length];
        for (int i = 0; i < kept.length; i++) {
            Arrays.fill(sums, 0);
            count(taken, kept[i], weights, sums);
            for (int j = i; j < kept.length; j++) {
                row[j - i] = sums[kept[j]];
            }
            rows.row(i, row, 0);
        }
    }

    /** How many people, by their weights, took both the item and each other. */
    private static void count(Interactions taken, int item, double[] weights, double[] sums) {
        for (int at = taken.columnStarts()[item]; at < taken.columnStarts()[item + 1]; at++) {
            int person = taken.columnPeople()[at];
            for (int own = taken.rowStarts()[person]; own < taken.rowStarts()[person + 1]; own++) {
                sums[taken.rowItems()[own]] += weights[person];
            }
        }
    }
}
