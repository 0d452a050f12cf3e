package kepu.insight;

import java.util.List;

/**
 * A table to take away: a title, what its columns are called, rows of cells, and sentences that say how it was counted. A cell is a String, a
 * Long, a Double or a LocalDate; what is not told is the word {@link #UNTOLD}, what there is not the empty string.
 */
public record Sheet(String title, List<String> columns, List<List<Object>> rows, List<String> notes) {
    /** As the pages say it, too. */
    public static final String UNTOLD = "不列";

    public Sheet {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(title + ": a row of " + row.size() + " cells");
            }
        }
    }
}
