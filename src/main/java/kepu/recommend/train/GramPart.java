package kepu.recommend.train;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What some people took of the items that are kept, numbered anew in their order, and what they weigh: the part of a {@link Gram} product that
 * one worker makes. The product is the sum over all parts. It needs nothing of the program but {@link GramBand}, so that workers elsewhere
 * need no more either.
 */
public final class GramPart implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int[] rowStarts;
    private final int[] rowItems;
    private final double[] weights;

    private GramPart(int[] rowStarts, int[] rowItems, double[] weights) {
        this.rowStarts = rowStarts;
        this.rowItems = rowItems;
        this.weights = weights;
    }

    /** Everybody, in parts of at most so many interactions, but at least a person each. */
    public static List<GramPart> of(Interactions taken, int[] kept, double[] weights, int mostInteractions) {
        int[] numbers = new int[taken.items()];
        Arrays.fill(numbers, -1);
        for (int number = 0; number < kept.length; number++) {
            numbers[kept[number]] = number;
        }
        List<GramPart> parts = new ArrayList<>();
        int[] starts = taken.rowStarts();
        for (int from = 0; from < taken.people(); ) {
            int to = from + 1;
            while (to < taken.people() && starts[to + 1] - starts[from] <= mostInteractions) {
                to++;
            }
            parts.add(of(taken, numbers, weights, from, to));
            from = to;
        }
        return parts;
    }

    private static GramPart of(Interactions taken, int[] numbers, double[] weights, int from, int to) {
        int[] rowStarts = new int[to - from + 1];
        int[] rowItems = new int[taken.rowStarts()[to] - taken.rowStarts()[from]];
        int size = 0;
        for (int person = from; person < to; person++) {
            for (int at = taken.rowStarts()[person]; at < taken.rowStarts()[person + 1]; at++) {
                int number = numbers[taken.rowItems()[at]];
                if (number >= 0) {
                    rowItems[size++] = number;
                }
            }
            rowStarts[person - from + 1] = size;
        }
        return new GramPart(rowStarts, Arrays.copyOf(rowItems, size), Arrays.copyOfRange(weights, from, to));
    }

    public int people() {
        return weights.length;
    }

    public int interactions() {
        return rowItems.length;
    }

    /** What these people add to a band. */
    public double[] band(GramBand band) {
        double[] sums = new double[band.cells()];
        for (int person = 0; person < weights.length; person++) {
            int end = rowStarts[person + 1];
            for (int at = first(person, band.from()); at < end && rowItems[at] < band.to(); at++) {
                // one row of the band from its diagonal on, so that what is added lies close together
                int shift = band.diagonal(rowItems[at]) - rowItems[at];
                for (int other = at; other < end; other++) {
                    sums[shift + rowItems[other]] += weights[person];
                }
            }
        }
        return sums;
    }

    /** Where a person's items from a number on begin. */
    private int first(int person, int from) {
        int found = Arrays.binarySearch(rowItems, rowStarts[person], rowStarts[person + 1], from);
        return found < 0 ? -found - 1 : found;
    }
}
