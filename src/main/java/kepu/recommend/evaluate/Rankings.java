package kepu.recommend.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a model ranks first for each of some people, asked by several threads and in the order of the people, so that the result does not
 * depend on the threads.
 */
final class Rankings {
    /** People whom a thread takes at once. */
    private static final int PORTION = 64;

    private final Recommender model;
    private final int[] people;
    private final int[][] seen;
    private final boolean[] never;
    private final int count;
    private final int[][] lists;
    private final AtomicInteger next = new AtomicInteger();

    private Rankings(Recommender model, int[] people, int[][] seen, boolean[] never, int count) {
        this.model = model;
        this.people = people;
        this.seen = seen;
        this.never = never;
        this.count = count;
        this.lists = new int[people.length][];
    }

    /**
     * Ranks for each of {@code people}.
     *
     * @param seen by person: the items that are hidden from them; people beyond its length have seen nothing
     * @param never by item: hidden from everybody
     * @return by place in {@code people}: at most {@code count} items, best first
     * @throws IllegalStateException when the model breaks the contract of {@link Recommender}
     */
    static int[][] of(Recommender model, int[] people, int[][] seen, boolean[] never, int count, int threads) {
        Rankings rankings = new Rankings(model, people, seen, never, count);
        rankings.run(threads);
        return rankings.lists;
    }

    private void run(int threads) {
        List<Callable<Void>> parts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            parts.add(this::work);
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("kepu-evaluate-", 0).daemon().factory())) {
            for (Future<Void> part : pool.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ranking", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(model.name() + ": " + e.getCause(), e.getCause());
        }
    }

    private Void work() {
        boolean[] hidden = never.clone();
        int from;
        while ((from = next.getAndAdd(PORTION)) < people.length) {
            for (int row = from; row < Math.min(people.length, from + PORTION); row++) {
                lists[row] = rank(people[row], hidden);
            }
        }
        return null;
    }

    private int[] rank(int person, boolean[] hidden) {
        int[] mine = person < seen.length ? seen[person] : new int[0];
        for (int thing : mine) {
            hidden[thing] = true;
        }
        int[] list = model.rank(person, hidden, count);
        check(person, list, hidden);
        for (int thing : mine) {
            hidden[thing] = never[thing];
        }
        return list;
    }

    /** A model that shows what is hidden, or one item twice, would look better than it is. */
    private void check(int person, int[] list, boolean[] hidden) {
        if (list.length > count) {
            throw new IllegalStateException(
                    "%d items for person %d, asked for %d".formatted(list.length, person, count));
        }
        for (int i = 0; i < list.length; i++) {
            boolean wrong = hidden[list[i]];
            for (int j = 0; j < i; j++) {
                wrong |= list[j] == list[i];
            }
            if (wrong) {
                throw new IllegalStateException("item %d is hidden or twice for person %d".formatted(list[i], person));
            }
        }
    }
}
