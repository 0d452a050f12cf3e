package kepu.recommend.train;

import java.util.Arrays;

/**
 * Who took which items: a binary matrix of people × items, by rows and by columns, each in ascending order.
 *
 * @param rowStarts people + 1 offsets into {@code rowItems}
 * @param columnStarts items + 1 offsets into {@code columnPeople}
 */
public record Interactions(int[] rowStarts, int[] rowItems, int[] columnStarts, int[] columnPeople) {
    /** From the items of each person; duplicates count once. {@code items} is more than any item's number. */
    public static Interactions of(int[][] byPerson, int items) {
        int[] rowStarts = new int[byPerson.length + 1];
        int[] degrees = new int[items + 1];
        int[][] rows = new int[byPerson.length][];
        for (int person = 0; person < byPerson.length; person++) {
            rows[person] = Arrays.stream(byPerson[person]).sorted().distinct().toArray();
            rowStarts[person + 1] = rowStarts[person] + rows[person].length;
            for (int item : rows[person]) {
                degrees[item + 1]++;
            }
        }
        Arrays.parallelPrefix(degrees, Integer::sum);
        int[] rowItems = new int[rowStarts[rows.length]];
        int[] columnPeople = new int[rowItems.length];
        int[] next = degrees.clone();
        for (int person = 0; person < rows.length; person++) {
            System.arraycopy(rows[person], 0, rowItems, rowStarts[person], rows[person].length);
            for (int item : rows[person]) {
                columnPeople[next[item]++] = person;
            }
        }
        return new Interactions(rowStarts, rowItems, degrees, columnPeople);
    }

    public int people() {
        return rowStarts.length - 1;
    }

    public int items() {
        return columnStarts.length - 1;
    }

    public int size() {
        return rowItems.length;
    }

    /** How many items a person took. */
    public int row(int person) {
        return rowStarts[person + 1] - rowStarts[person];
    }

    /** How many people took an item. */
    public int column(int item) {
        return columnStarts[item + 1] - columnStarts[item];
    }

    /** The items of a person. */
    public int[] itemsOf(int person) {
        return Arrays.copyOfRange(rowItems, rowStarts[person], rowStarts[person + 1]);
    }
}
