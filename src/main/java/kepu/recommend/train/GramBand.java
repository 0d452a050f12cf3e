package kepu.recommend.train;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a {@link Gram} product that lie beside each other, from the first one's diagonal on: few enough to be held by everybody who adds
 * to them. They are an array, row after row, each {@code items - from} long.
 *
 * @param from the first row
 * @param to the one after the last
 * @param items how many rows the whole product has
 */
public record GramBand(int from, int to, int items) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The whole product in bands of at most so many cells, but at least a row each. */
    public static List<GramBand> of(int items, int mostCells) {
        List<GramBand> bands = new ArrayList<>();
        for (int from = 0; from < items; ) {
            int rows = Math.max(1, mostCells / (items - from));
            int to = Math.min(items, from + rows);
            bands.add(new GramBand(from, to, items));
            from = to;
        }
        return bands;
    }

    public int cells() {
        return (to - from) * width();
    }

    /** Where in the array the diagonal of a row of the product lies. */
    public int diagonal(int row) {
        return (row - from) * width() + row - from;
    }

    /** The same bands of two parts, added up in the first. */
    public static double[] sum(double[] one, double[] other) {
        for (int cell = 0; cell < one.length; cell++) {
            one[cell] += other[cell];
        }
        return one;
    }

    private int width() {
        return items - from;
    }
}
