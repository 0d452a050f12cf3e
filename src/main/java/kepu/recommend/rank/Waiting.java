package kepu.recommend.rank;

import java.util.Arrays;

/**
 * Candidates that wait for a place, numbered from 0 by falling score; of equal ones the item with the smaller number is first. Those that were
 * shown a moment ago wait apart. Whoever gets a place leaves their line (doubly linked), so that nobody who looks for the next one meets them
 * again; and what the limits ask of each lies here side by side. Reused by one thread.
 */
final class Waiting {
    private long[] keys = {};
    private int[] items = {};
    private int[] places = {};
    private int[] themes = {};
    private int[] sources = {};
    private boolean[] taken = {};
    private boolean[] held = {};
    /** By number, and behind the last one the beginnings of both lines, which are their ends too: there when nobody waits. */
    private int[] next = new int[2];

    private int[] previous = new int[2];
    /** By place among the candidates. */
    private int[] numbers = {};

    private int size;

    /** All candidates wait. */
    void begin(Visit visit, Candidates candidates) {
        size = candidates.size();
        room();
        sort(candidates);
        Facts facts = visit.facts();
        int[] ends = {size, size + 1};
        for (int number = 0; number < size; number++) {
            int item = items[number];
            themes[number] = facts.themes()[item];
            sources[number] = facts.sources()[item];
            int line = visit.isJustShown(item) ? 1 : 0;
            next[ends[line]] = number;
            previous[number] = ends[line];
            ends[line] = number;
        }
        for (int line = 0; line < ends.length; line++) {
            next[ends[line]] = size + line;
            previous[size + line] = ends[line];
        }
        Arrays.fill(taken, 0, size, false);
        Arrays.fill(held, 0, size, false);
    }

    private void room() {
        if (items.length < size) {
            keys = new long[size];
            items = new int[size];
            places = new int[size];
            themes = new int[size];
            sources = new int[size];
            taken = new boolean[size];
            held = new boolean[size];
            numbers = new int[size];
            next = new int[size + 2];
            previous = new int[size + 2];
        }
    }

    private void sort(Candidates candidates) {
        for (int place = 0; place < size; place++) {
            int bits = Float.floatToIntBits((float) candidates.score(place));
            int sortable = bits ^ (bits >> 31 & 0x7FFFFFFF);
            keys[place] = (long) ~sortable << 32 | candidates.item(place);
        }
        Arrays.sort(keys, 0, size);
        for (int number = 0; number < size; number++) {
            items[number] = (int) keys[number];
            places[number] = candidates.placeOf(items[number]);
            numbers[places[number]] = number;
        }
    }

    /** The number of the candidate at a place. */
    int number(int place) {
        return numbers[place];
    }

    int item(int number) {
        return items[number];
    }

    /** Its place among the candidates. */
    int place(int number) {
        return places[number];
    }

    int theme(int number) {
        return themes[number];
    }

    int source(int number) {
        return sources[number];
    }

    /** Where the line begins of those that were just shown, or of the others: {@link #next} of it is the first, or it again. */
    int line(boolean justShown) {
        return justShown ? size + 1 : size;
    }

    int next(int number) {
        return next[number];
    }

    boolean isTaken(int number) {
        return taken[number];
    }

    /** Neither has a place nor is kept for one. */
    boolean isFree(int number) {
        return !taken[number] && !held[number];
    }

    /** Keeps one for a place of its own: it no longer waits for any. */
    void hold(int number) {
        if (!held[number]) {
            held[number] = true;
            leave(number);
        }
    }

    void take(int number) {
        if (isFree(number)) {
            leave(number);
        }
        taken[number] = true;
    }

    private void leave(int number) {
        next[previous[number]] = next[number];
        previous[next[number]] = previous[number];
    }
}
