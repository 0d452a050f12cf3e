package kepu.recommend.rank;

import kepu.recommend.log.Things;
import kepu.recommend.model.Columns;
import kepu.recommend.model.Scratch;

/**
 * What sources proposed for one visit: each item once, with the sources that named it, its row of features and its score. Reused by one
 * thread; bounded.
 */
public final class Candidates {
    private static final int NONE = 0;

    private final int most;
    private final int[] items;
    private final int[] sources;
    private final Columns features = new Columns();
    private final double[] scores;
    private final Scratch scratch = new Scratch();
    private int[] places = {};
    private Facts facts = Facts.of(new Things(new Things.Thing[0], new String[0]));
    private int bound;
    private int size;
    private Visit visit = new Visit();
    private Visibility visibility = Visibility.ALL;
    private int source;

    /** @param most how many items are ranked */
    Candidates(int most) {
        this.most = most;
        this.items = new int[most];
        this.sources = new int[most];
        this.scores = new double[most];
    }

    void begin(Visit of, Visibility rules) {
        visit = of;
        visibility = rules;
        facts = of.facts();
        for (int place = 0; place < size; place++) {
            places[items[place]] = NONE;
        }
        size = 0;
        bound = of.world().things().size();
        if (places.length < bound) {
            places = new int[bound];
        }
    }

    /** The source, by its number, whose proposals follow. */
    void from(int number) {
        source = number;
    }

    /** Takes a proposal; false when it may not be shown to this person or there is no more room. */
    boolean add(int item) {
        if (item < 0 || item >= bound) {
            return false;
        }
        int place = places[item];
        if (place == NONE) {
            if (size == most || !isFor(item)) {
                return false;
            }
            items[size] = item;
            sources[size] = 0;
            place = ++size;
            places[item] = place;
        }
        sources[place - 1] |= 1 << source;
        return true;
    }

    /** Takes an item that was chosen before, whatever may be shown now. */
    void take(int item) {
        if (places[item] == NONE && size < most) {
            items[size] = item;
            sources[size] = 0;
            places[item] = ++size;
        }
    }

    boolean isFull() {
        return size == most;
    }

    private boolean isFor(int item) {
        return facts.isOut(item, visit.nowMillis())
                && !visit.isOver(item)
                && (facts.everywhere()[item]
                        || Shelf.isFor(visit.thing(item), visit.person().region()))
                && visibility.shows(item, visit.thing(item));
    }

    public int size() {
        return size;
    }

    public int item(int place) {
        return items[place];
    }

    int[] items() {
        return items;
    }

    public double score(int place) {
        return scores[place];
    }

    /** The sources that named it, as bits by their number. */
    int sources(int place) {
        return sources[place];
    }

    Columns features() {
        return features;
    }

    double[] scores() {
        return scores;
    }

    Scratch scratch() {
        return scratch;
    }

    /** The place of an item here; -1 when nobody proposed it. */
    int placeOf(int item) {
        return item < places.length ? places[item] - 1 : -1;
    }
}
