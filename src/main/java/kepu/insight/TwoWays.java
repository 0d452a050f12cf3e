package kepu.insight;

/**
 * Which cells of a table are not told where both its rows and its columns add up to totals that are: a cell of few people, and others until
 * no line has just one hidden cell or hidden ones of few people together, so that no total gives one back (complementary suppression in two
 * ways, Willenborg and de Waal 2001). The smallest cells go first; that is not always the fewest that would do.
 */
final class TwoWays {
    private final long[][] cells;
    private final boolean[][] hidden;
    private final int least;

    private TwoWays(long[][] cells, int least) {
        this.cells = cells;
        this.hidden = new boolean[cells.length][cells.length == 0 ? 0 : cells[0].length];
        this.least = least;
    }

    /**
     * The hidden cells.
     *
     * @param cells a row of cells for each row, as many in each
     * @param untold rows whose own total is not told: all of them is hidden
     */
    static boolean[][] hidden(long[][] cells, boolean[] untold, int least) {
        TwoWays table = new TwoWays(cells, least);
        table.primary(untold);
        boolean changed = true;
        while (changed) {
            boolean inRows = table.rows(untold);
            changed = table.columns() || inRows;
        }
        return table.hidden;
    }

    private void primary(boolean[] untold) {
        for (int row = 0; row < cells.length; row++) {
            for (int column = 0; column < cells[row].length; column++) {
                hidden[row][column] = untold[row] || cells[row][column] > 0 && cells[row][column] < least;
            }
        }
    }

    private boolean rows(boolean[] untold) {
        boolean changed = false;
        for (int row = 0; row < cells.length; row++) {
            changed |= !untold[row] && line(row, 0, 0, 1, cells[row].length);
        }
        return changed;
    }

    private boolean columns() {
        boolean changed = false;
        for (int column = 0; cells.length > 0 && column < cells[0].length; column++) {
            changed |= line(0, column, 1, 0, cells.length);
        }
        return changed;
    }

    /** Hides one more cell of a line that would tell; false when it does not, or nothing is left to hide. */
    private boolean line(int row, int column, int down, int right, int length) {
        int count = 0;
        long people = 0;
        int smallest = -1;
        for (int i = 0; i < length; i++) {
            int r = row + i * down;
            int c = column + i * right;
            if (hidden[r][c]) {
                count++;
                people += cells[r][c];
            } else if (smallest < 0 || isBefore(cells[r][c], cells[row + smallest * down][column + smallest * right])) {
                smallest = i;
            }
        }
        boolean tells = count == 1 || people > 0 && people < least;
        if (!tells || smallest < 0) {
            return false;
        }
        hidden[row + smallest * down][column + smallest * right] = true;
        return true;
    }

    /** Somebody before nobody, few before many. */
    private static boolean isBefore(long cell, long other) {
        return cell > 0 && (other == 0 || cell < other);
    }
}
