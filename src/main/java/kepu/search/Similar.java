package kepu.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kepu.base.Neighbours;

/**
 * For each document the others that are most like it by their texts, strongest first. A document asks with its own most telling terms
 * (see {@link TextIndex}); the weight of an answer is its score over the score of the document that asks, at most 1. Documents come and
 * go one by one: {@link #collect} and {@link #remove} note whose rows they touch and {@link #relate} makes only these rows again. For one
 * thread at a time.
 */
public final class Similar implements AutoCloseable {
    static {
        VectorNotice.silence();
    }

    /**
     * A document.
     *
     * @param number its row, from 0; adding the same number again replaces it
     * @param body HTML or Markdown; the first 4,000 characters count
     * @param topic the code of its topic, or empty
     */
    public record Text(int number, String title, String summary, String body, List<String> keywords, String topic) {
        public Text {
            if (number < 0) {
                throw new IllegalArgumentException("number is " + number);
            }
            keywords = List.copyOf(keywords);
        }
    }

    /** Others that are kept for a document unless somebody says otherwise. */
    public static final int MOST = 20;

    private final int most;
    private final TextIndex index;
    private final Map<Integer, SimilarRow> rows = new HashMap<>();
    /** Documents whose text is new. */
    private final Set<Integer> fresh = new LinkedHashSet<>();
    /** Documents that lost a neighbour. */
    private final Set<Integer> thinned = new LinkedHashSet<>();

    private volatile boolean stopped;

    /** Keeps at most {@code most} others for each document. */
    public Similar(int most) {
        this.most = most;
        try {
            this.index = new TextIndex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All documents at once, with their rows. */
    public static Similar of(List<Text> texts, int most) {
        Similar similar = new Similar(most);
        similar.collect(texts);
        similar.relate();
        return similar;
    }

    /** Takes documents in; they have no neighbours before {@link #relate}. */
    public void collect(List<Text> texts) {
        for (Text text : texts) {
            remove(text.number());
            guarded(() -> index.put(text));
            rows.put(text.number(), SimilarRow.EMPTY);
            fresh.add(text.number());
        }
    }

    /** Takes a document in, with its row and its place in the rows of those that it is like. */
    public void add(Text text) {
        collect(List.of(text));
        relate();
    }

    /** Takes a document out of its own and all rows; unknown ones are no matter. */
    public void remove(int number) {
        if (rows.remove(number) == null) {
            return;
        }
        guarded(() -> index.remove(number));
        fresh.remove(number);
        thinned.remove(number);
        rows.replaceAll((owner, row) -> {
            if (!row.has(number)) {
                return row;
            }
            thinned.add(owner);
            return row.without(number);
        });
    }

    /** Makes the rows of new documents, of those that they are like, and of those that lost a neighbour. */
    public void relate() {
        Set<Integer> touched = new LinkedHashSet<>(thinned);
        guarded(() -> {
            index.refresh();
            renew(fresh);
            fresh.forEach(number -> Arrays.stream(
                            rows.getOrDefault(number, SimilarRow.EMPTY).others())
                    .forEach(touched::add));
            touched.removeAll(fresh);
            renew(touched);
        });
        fresh.clear();
        thinned.clear();
    }

    /** Documents that are in. */
    public int size() {
        return rows.size();
    }

    /** The rows as they are now, as a matrix of {@code bound} rows; documents from {@code bound} on are left out. */
    public Neighbours neighbours(int bound) {
        Neighbours.Builder matrix = new Neighbours.Builder(bound, rows.size() * most);
        for (int number = 0; number < bound; number++) {
            SimilarRow row = rows.getOrDefault(number, SimilarRow.EMPTY);
            for (int at = 0; at < row.others().length; at++) {
                if (row.others()[at] < bound) {
                    matrix.entry(row.others()[at], row.weights()[at]);
                }
            }
            matrix.end();
        }
        return matrix.build();
    }

    /** From any thread: {@link #relate} ends soon, with the rows that it has. */
    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        guarded(index::close);
    }

    private void renew(Collection<Integer> numbers) throws IOException {
        for (int number : numbers) {
            if (stopped) {
                return;
            }
            rows.put(number, index.nearest(number, most));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** The index lies in memory: that it cannot be read or written is a bug. */
    private static void guarded(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
