package kepu.recommend.log;

import java.util.Arrays;
import kepu.activity.EventType;

/** What counts as a yes to an item: opening, playing, finishing, liking, sharing. Seeing it, half of it, or waving it off does not. */
public final class Positives {
    private static final EventType[] TYPES = EventType.values();

    private Positives() {}

    public static boolean is(EventType type) {
        return switch (type) {
            case OPEN, PLAY, FINISH, LIKE, SHARE -> true;
            case IMPRESSION, PROGRESS, NOT_INTERESTED, ANSWER -> false;
        };
    }

    /**
     * What each person said yes to in the events from {@code from} to before {@code to}.
     *
     * @return by number of the person: numbers of items, each once, ascending
     */
    public static int[][] byPerson(Log log, int from, int to) {
        Events events = log.events();
        int[] counts = new int[log.people().size()];
        for (int event = from; event < to; event++) {
            if (is(TYPES[events.types()[event]])) {
                counts[events.people()[event]]++;
            }
        }
        int[][] all = new int[counts.length][];
        Arrays.setAll(all, person -> new int[counts[person]]);
        for (int event = from; event < to; event++) {
            if (is(TYPES[events.types()[event]])) {
                int person = events.people()[event];
                all[person][--counts[person]] = events.things()[event];
            }
        }
        Arrays.setAll(all, person -> distinct(all[person], all[person].length));
        return all;
    }

    /**
     * What each person said yes to later and had not before: only items that are there.
     *
     * @param before by person: items, ascending
     * @param later the same
     * @return by person: numbers of items, ascending
     */
    public static int[][] fresh(int[][] before, int[][] later, Things things) {
        int[][] fresh = new int[later.length][];
        Arrays.setAll(
                fresh,
                person -> Arrays.stream(later[person])
                        .filter(thing -> Arrays.binarySearch(before[person], thing) < 0)
                        .filter(thing -> things.all()[thing].isThere())
                        .toArray());
        return fresh;
    }

    /** How many people said yes to each item, by its number. */
    public static int[] people(int[][] byPerson, int things) {
        int[] people = new int[things];
        for (int[] some : byPerson) {
            for (int thing : some) {
                people[thing]++;
            }
        }
        return people;
    }

    /** The first {@code size} of the numbers, each once, ascending. */
    static int[] distinct(int[] numbers, int size) {
        int[] sorted = Arrays.copyOf(numbers, size);
        Arrays.sort(sorted);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept == 0 || sorted[kept - 1] != sorted[i]) {
                sorted[kept++] = sorted[i];
            }
        }
        return kept == size ? sorted : Arrays.copyOf(sorted, kept);
    }
}
