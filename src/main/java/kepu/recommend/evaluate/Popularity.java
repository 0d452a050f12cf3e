package kepu.recommend.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import kepu.recommend.log.Log;
import kepu.recommend.log.Positives;

/** A floor for every model: the same for everybody, the items first that most people said yes to. */
public final class Popularity implements Recommender {
    private final String name;
    private final int[] order;

    private Popularity(String name, int[] order) {
        this.name = name;
        this.order = order;
    }

    /** Over the whole of a training log; among equals the smaller number first. */
    public static Popularity of(Log train) {
        int[] people = counts(train, 0);
        return new Popularity("popularity", order(people, people));
    }

    /** The same of a split, whose items are plain numbers from 0 to {@code things} - 1. */
    public static Popularity of(int[][] train, int things) {
        int[] people = Positives.people(train, things);
        return new Popularity("popularity", order(people, people));
    }

    /** Over the events from a time on; among equals the more popular over all first. */
    static Popularity since(Log train, long millis) {
        return new Popularity(
                "recent-popularity", order(counts(train, train.events().firstAt(millis)), counts(train, 0)));
    }

    private static int[] counts(Log train, int from) {
        return Positives.people(
                Positives.byPerson(train, from, train.events().size()),
                train.things().size());
    }

    private static int[] order(int[] counts, int[] amongEquals) {
        return IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(thing -> -counts[thing])
                        .thenComparingInt(thing -> -amongEquals[thing]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int[] rank(int person, boolean[] hidden, int count) {
        int[] list = new int[Math.min(count, order.length)];
        int size = 0;
        for (int i = 0; i < order.length && size < list.length; i++) {
            if (!hidden[order[i]]) {
                list[size++] = order[i];
            }
        }
        return size == list.length ? list : Arrays.copyOf(list, size);
    }
}
