package kepu.push;

import java.util.Arrays;

/** Publications by seq, read without locks: writers copy what changes or append behind what readers see. */
final class Shelf {
    private static final Posted[] EMPTY = new Posted[0];

    /** The first {@code size} of the array; what stands there is never changed. */
    record Row(Posted[] posts, int size) {}

    private volatile Row row = new Row(EMPTY, 0);

    Row row() {
        return row;
    }

    boolean isEmpty() {
        return row.size() == 0;
    }

    /** Adds one; mostly at the end. */
    synchronized void add(Posted posted) {
        Row now = row;
        int place = place(now, posted.seq());
        if (place < now.size()) {
            Posted[] copy = new Posted[now.size() + 1];
            System.arraycopy(now.posts(), 0, copy, 0, place);
            copy[place] = posted;
            System.arraycopy(now.posts(), place, copy, place + 1, now.size() - place);
            row = new Row(copy, copy.length);
            return;
        }
        Posted[] posts = now.size() < now.posts().length
                ? now.posts()
                : Arrays.copyOf(now.posts(), Math.max(4, now.size() * 3 / 2));
        posts[now.size()] = posted;
        row = new Row(posts, now.size() + 1);
    }

    /** Puts another version in the place of the one with its seq. */
    synchronized void replace(Posted posted) {
        Row now = row;
        int place = place(now, posted.seq());
        if (place < now.size() && now.posts()[place].seq() == posted.seq()) {
            Posted[] copy = Arrays.copyOf(now.posts(), now.posts().length);
            copy[place] = posted;
            row = new Row(copy, now.size());
        }
    }

    synchronized void remove(long seq) {
        Row now = row;
        int place = place(now, seq);
        if (place < now.size() && now.posts()[place].seq() == seq) {
            Posted[] copy = new Posted[now.size() - 1];
            System.arraycopy(now.posts(), 0, copy, 0, place);
            System.arraycopy(now.posts(), place + 1, copy, place, copy.length - place);
            row = new Row(copy, copy.length);
        }
    }

    /** The first place whose seq is not below. */
    private static int place(Row row, long seq) {
        int low = 0;
        int high = row.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (row.posts()[middle].seq() < seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
