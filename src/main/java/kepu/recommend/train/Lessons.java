package kepu.recommend.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import kepu.activity.EventType;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.log.Positives;
import kepu.recommend.model.Feature;
import kepu.recommend.rank.Candidates;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.Visibility;
import kepu.recommend.rank.World;

/**
 * Makes the rows that a ranker learns from, with features as serving had known them at that moment, so that nothing of the future leaks.
 *
 * <ul>
 *   <li>{@link #impressions}: each logged impression is a row; it is positive when the person opened the item within half an hour. The
 *       place in the list is a feature that serving sets to 0: position bias is learned apart from taste (as in Guo et al., "PAL", RecSys
 *       2019).
 *   <li>{@link #openings}, for logs without impressions: from a moment on everything is held still; what people newly opened afterwards is
 *       positive, what the sources proposed to them beside it is negative.
 * </ul>
 */
final class Lessons {
    private static final long ANSWERED_MILLIS = 30 * 60_000;
    /** So many of the rows are seen as if the person were a stranger, so that the ranker also learns what to do when little is known. */
    private static final double STRANGERS = 0.25;

    private static final int CANDIDATES = 300;
    private static final int WINDOWS = 4;
    private static final int NEGATIVES = 60;
    private static final int POSITIVES_A_PERSON = 20;

    private final Log log;
    private final World world;
    private final Replay replay;
    private final Ranking ranking = new Ranking(CANDIDATES, Ranking.Surroundings.NONE);
    private final float[] row = new float[Feature.COUNT];
    private final RowSet rows = new RowSet();

    /**
     * Lessons from a log.
     *
     * @param world in which the sources propose; its counts are those of {@code replay}
     */
    Lessons(Log log, World world, Replay replay) {
        this.log = log;
        this.world = world;
        this.replay = replay;
    }

    RowSet rows() {
        return rows;
    }

    /** Replays from event {@code from} to before {@code end}; of the impressions there about {@code most} are drawn evenly. */
    void impressions(int from, int end, int most, long seed, Progress progress) {
        Events events = log.events();
        boolean[] opened = opened(log, from, end);
        int count = 0;
        for (int event = from; event < end; event++) {
            count += events.type(event) == EventType.IMPRESSION ? 1 : 0;
        }
        double share = Math.min(1, (double) most / Math.max(1, count));
        Random random = new Random(seed);
        replay.until(from);
        replay.until(end, event -> {
            if (event % 65_536 == 0) {
                progress.at((double) (event - from) / Math.max(1, end - from), "living through the log again");
            }
            int item = events.things()[event];
            if (events.type(event) == EventType.IMPRESSION
                    && random.nextDouble() < share
                    && log.things().all()[item].isThere()) {
                Person person = replay.person(events.people()[event]);
                Person known = random.nextDouble() < STRANGERS ? person.stranger() : person;
                ranking.row(world, known, events.atMillis()[event], item, row);
                row[Feature.POSITION.ordinal()] = Math.max(0, events.positions()[event]);
                keep(opened[event - from]);
            }
        });
    }

    /** Of each impression whether the person opened the item soon after. */
    static boolean[] opened(Log log, int from, int end) {
        Events events = log.events();
        boolean[] opened = new boolean[end - from];
        Map<Long, Long> nextOpening = new HashMap<>();
        for (int event = end - 1; event >= from; event--) {
            long key = (long) events.people()[event] << 32 | events.things()[event];
            EventType type = events.type(event);
            if (type == EventType.OPEN || type == EventType.PLAY) {
                nextOpening.put(key, events.atMillis()[event]);
            } else if (type == EventType.IMPRESSION) {
                Long at = nextOpening.get(key);
                opened[event - from] = at != null && at - events.atMillis()[event] < ANSWERED_MILLIS;
            }
        }
        return opened;
    }

    /**
     * Goes from event {@code from} to {@code end} in a few windows: before each it holds still, and learns from what is newly opened in
     * it. The last window is as far ahead of the first as what will be asked for is of the last.
     */
    void openings(int from, int end, int most, long seed, Progress progress) {
        for (int window = 0; window < WINDOWS; window++) {
            int start = from + (int) ((long) (end - from) * window / WINDOWS);
            int stop = from + (int) ((long) (end - from) * (window + 1) / WINDOWS);
            Progress part = progress.part((double) window / WINDOWS, (window + 1.0) / WINDOWS);
            window(start, stop, (int) ((long) most * (window + 1) / WINDOWS), seed + window, part);
        }
    }

    private void window(int from, int end, int most, long seed, Progress progress) {
        replay.until(from);
        int[][] wanted =
                Positives.fresh(Positives.byPerson(log, 0, from), Positives.byPerson(log, from, end), log.things());
        Random random = new Random(seed);
        int[] people = IntStream.range(0, wanted.length)
                .filter(person -> wanted[person].length > 0)
                .toArray();
        Shuffle.of(people, random);
        long now = log.events().atMillis()[Math.max(0, from - 1)];
        for (int i = 0; i < people.length && rows.size() < most; i++) {
            progress.at((double) i / people.length, "what people opened next");
            learn(replay.person(people[i]), wanted[people[i]], now, random);
        }
    }

    private void learn(Person person, int[] wanted, long now, Random random) {
        Candidates candidates = ranking.rank(world, person, now, Orders.NONE, Visibility.ALL);
        int[] proposed = new int[candidates.size()];
        Arrays.setAll(proposed, candidates::item);
        Shuffle.of(proposed, random);
        rows.beginList();
        int negatives = 0;
        int positives = 0;
        for (int item : proposed) {
            boolean opened = Arrays.binarySearch(wanted, item) >= 0;
            if (opened ? positives++ < POSITIVES_A_PERSON : negatives++ < NEGATIVES) {
                ranking.row(world, person, now, item, row);
                keep(opened);
            }
        }
    }

    private void keep(boolean opened) {
        int offset = rows.begin();
        System.arraycopy(row, 0, rows.features(), offset, Feature.COUNT);
        rows.end(opened);
    }
}
