package kepu.recommend.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import kepu.activity.EventType;
import kepu.base.Neighbours;
import kepu.recommend.evaluate.OffPolicy;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.log.Things;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Model;
import kepu.recommend.rank.History;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.World;

/**
 * Lives through a log again and asks a model, at the places that were left to chance, which item it had put there instead: the best by its
 * own score of those that could have stood there — of what is visible to the person, neither in the list yet nor opened before, or where
 * chance chose only among what is to be explored, of that. The records are what {@link OffPolicy} asks for.
 */
final class ChanceReplay {
    private static final long SHELF_MILLIS = 60_000;
    private static final long PAUSE_MILLIS = 30 * 60_000;

    /**
     * Which places are asked.
     *
     * @param from the first event
     * @param share of the places, drawn by {@code seed} alone, so that every model is asked the same
     * @param explored whether chance chose only among what was to be explored
     */
    record Places(int from, double share, long seed, boolean explored) {}

    private final Log log;
    private final Model model;
    private final Places places;
    private final OffPolicyAssessment.Truth truth;
    private final Replay replay;
    private final World world;
    private final boolean[] opened;
    private final Ranking ranking = new Ranking(1, Ranking.Surroundings.NONE);
    private final Map<Integer, Listed> lists = new HashMap<>();
    private final float[] row = new float[Feature.COUNT];
    private final Columns columns = new Columns();
    private int[] support = {};
    private float[] rows = {};
    private double[] scores = {};

    /** What a person's present list holds so far. */
    private static final class Listed {
        private int position = -1;
        private long at;
        private int[] items = new int[8];
        private int size;

        private void put(int item, int place, long now) {
            if (place <= position || now - at > PAUSE_MILLIS) {
                size = 0;
            }
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
            }
            items[size++] = item;
            position = place;
            at = now;
        }

        private boolean continues(int place, long now) {
            return place > position && now - at <= PAUSE_MILLIS;
        }

        private boolean holds(int item) {
            for (int i = 0; i < size; i++) {
                if (items[i] == item) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@code model} is numbered as the log. */
    ChanceReplay(Log log, Neighbours content, Model model, Places places, OffPolicyAssessment.Truth truth) {
        Counting counting = model.manner().counting();
        this.log = log;
        this.model = model;
        this.places = places;
        this.truth = truth;
        this.replay =
                new Replay(log, counting.halfLife(), counting.backoffImpressions(), !Trainer.tellsImpressions(log));
        this.world =
                new World(log.things(), replay.rates().prior(), replay.rates().trend(), content, model, SHELF_MILLIS);
        this.opened = Lessons.opened(log, places.from(), log.events().size());
    }

    /** Goes to the end of the log. */
    Columns run(Progress progress) {
        Events events = log.events();
        SplittableRandom random = new SplittableRandom(places.seed());
        replay.until(places.from());
        replay.until(events.size(), event -> {
            if (events.type(event) == EventType.IMPRESSION && events.positions()[event] >= 0) {
                boolean asked = !Float.isNaN(events.propensities()[event]) && random.nextDouble() < places.share();
                Listed list = lists.computeIfAbsent(events.people()[event], person -> new Listed());
                if (asked && truth.knows(events.people()[event])) {
                    progress.at(
                            (double) (event - places.from()) / (events.size() - places.from()),
                            "what had been shown instead");
                    ask(event, list);
                }
                list.put(events.things()[event], events.positions()[event], events.atMillis()[event]);
            }
        });
        return columns;
    }

    private void ask(int event, Listed list) {
        Events events = log.events();
        int number = events.people()[event];
        long at = events.atMillis()[event];
        int position = events.positions()[event];
        Person person = replay.person(number);
        int count = support(person, at, list.continues(position, at) ? list : new Listed());
        if (count == 0) {
            return;
        }
        int[] possible = Arrays.copyOf(support, count);
        ranking.scores(world, person, at, possible, rows, scores);
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        System.arraycopy(rows, best * Feature.COUNT, row, 0, Feature.COUNT);
        double expected = probability(position);
        int shown = events.things()[event];
        ranking.row(world, person, at, shown, row);
        columns.add(
                events.propensities()[event],
                opened[event - places.from()] ? 1 : 0,
                possible[best] == shown ? 1 : 0,
                probability(position),
                expected,
                truth.opens(number, possible[best], at, position));
    }

    /** What the ranker gives {@link #row} at a place. */
    private double probability(int position) {
        row[Feature.POSITION.ordinal()] = position;
        return 1 / (1 + Math.exp(-model.ranker().score(row)));
    }

    /** Writes what could have stood there into {@link #support}; gives how many. */
    private int support(Person person, long at, Listed list) {
        History history = person.history();
        int[] possible = places.explored() ? ranking.explorable(world, person, at) : every();
        if (support.length < possible.length) {
            support = new int[possible.length];
            rows = new float[possible.length * Feature.COUNT];
            scores = new double[possible.length];
        }
        int count = 0;
        for (int item : possible) {
            Things.Thing thing = log.things().all()[item];
            if (thing.isThere()
                    && thing.publishedMillis() < at
                    && (thing.regions().isEmpty()
                            || thing.regions().stream().anyMatch(own -> own.contains(person.region())))
                    && !list.holds(item)
                    && (history == null || !history.met(item).isPositive())) {
                support[count++] = item;
            }
        }
        return count;
    }

    private int[] every() {
        int[] all = new int[log.things().size()];
        Arrays.setAll(all, item -> item);
        return all;
    }

    /** Records as they come. */
    static final class Columns {
        private double[][] columns = new double[6][256];
        private int size;

        void add(double... values) {
            if (size == columns[0].length) {
                columns = Arrays.stream(columns)
                        .map(column -> Arrays.copyOf(column, 2 * size))
                        .toArray(double[][]::new);
            }
            for (int column = 0; column < values.length; column++) {
                columns[column][size] = values[column];
            }
            size++;
        }

        int size() {
            return size;
        }

        OffPolicy.Records records() {
            return new OffPolicy.Records(column(0), column(1), column(2), column(3), column(4));
        }

        /** What the chosen items were really worth, in the mean; NaN where nobody knows. */
        double truth() {
            return Arrays.stream(column(5)).average().orElse(Double.NaN);
        }

        private double[] column(int number) {
            return Arrays.copyOf(columns[number], size);
        }
    }
}
