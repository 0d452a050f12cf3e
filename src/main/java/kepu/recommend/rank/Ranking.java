package kepu.recommend.rank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import kepu.base.Group;
import kepu.recommend.log.Things;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Policy;

/**
 * From a person to a list: every source proposes, what they proposed is turned into rows of features, the model's ranker scores the rows,
 * and the arrangement puts them in places. One thread's; holds the arrays that requests reuse.
 */
public final class Ranking {
    /** Told of a source that failed: the others go on without it. */
    public interface Failed {
        void source(String name, RuntimeException failure);
    }

    /**
     * Where a ranking gets what others decided, and whom it tells.
     *
     * @param pushed items that were pushed to the person's region lately
     * @param failed told of sources that fail
     */
    public record Surroundings(Function<Person, int[]> pushed, Failed failed) {
        public static final Surroundings NONE = new Surroundings(person -> Orders.NO_ITEMS, (name, failure) -> {
            throw failure;
        });
    }

    private static final int PUSHED = 0;
    private static final int MINORS = Group.mask(List.of(Group.YOUTH, Group.CHILD));

    private final Visit visit = new Visit();
    private final Candidates candidates;
    private final Rows rows = new Rows();
    private final Arrangement arrangement = new Arrangement();
    private final List<Source> sources;
    private final Surroundings surroundings;
    private Orders orders = Orders.NONE;

    /** @param most how many candidates are ranked for a list */
    public Ranking(int most, Surroundings surroundings) {
        this.candidates = new Candidates(most);
        this.surroundings = surroundings;
        this.sources = List.of(
                new GivenSource("pushed", surroundings.pushed()),
                new GivenSource("pinned", person -> orders.pinned()),
                new SoughtSource(() -> orders),
                new CollaborativeSource(),
                new ExploreSource(),
                new TopicSource(),
                new ContentSource(),
                new VillageSource(),
                new ShelfSource("season", 15, Shelf::season),
                new ShelfSource("fresh", 15, Shelf::fresh),
                new ShelfSource("made", 15, Shelf::made),
                new PriorSource());
    }

    /**
     * How long a list is.
     *
     * @param places at most
     * @param explained so many of the first get their cause at once, the others are {@link Placed.Cause#LATER}
     */
    public record Length(int places, int explained) {
        /** Every place with its cause. */
        public static Length explained(int places) {
            return new Length(places, places);
        }
    }

    /** A list for a person, each place with its cause or with the promise of one. */
    public List<Placed> list(
            World world,
            Person person,
            long nowMillis,
            Policy policy,
            Orders orders,
            Length length,
            RandomGenerator random) {
        int age = person.age(nowMillis);
        boolean minor = policy.isMinor(age);
        rank(
                world,
                person,
                nowMillis,
                orders,
                (item, thing) -> !orders.isBanned(item, thing) && (!minor || isForMinors(thing)));
        Arrangement.Terms terms = new Arrangement.Terms(policy, orders, PUSHED, age, length);
        return arrangement.arrange(visit, candidates, terms, random);
    }

    /** The places of the list that was made last, here and just now, with all that led to each. */
    public List<Traced> traced(List<Placed> list) {
        return list.stream()
                .map(placed -> traced(placed, candidates.placeOf(placed.item())))
                .toList();
    }

    private Traced traced(Placed placed, int place) {
        List<String> names = new ArrayList<>();
        for (int number = 0; number < sources.size(); number++) {
            if ((candidates.sources(place) >> number & 1) != 0) {
                names.add(sources.get(number).name());
            }
        }
        double[] features = new double[Feature.COUNT];
        visit.world().scorer().explain(place, candidates.scratch(), features);
        double boost = orders.logBoost(placed.item(), visit.thing(placed.item()));
        double base = placed.score() - boost;
        Map<Feature.Family, Double> families = new EnumMap<>(Feature.Family.class);
        for (int column = 0; column < Feature.COUNT; column++) {
            base -= features[column];
            if (features[column] != 0) {
                families.merge(Feature.at(column).family(), features[column], Double::sum);
            }
        }
        return new Traced(placed, names, base, boost, families);
    }

    /** Places of an earlier list with the causes that were left for later, as they are now. */
    public List<Placed> explained(World world, Person person, long nowMillis, List<Placed> places) {
        orders = Orders.NONE;
        visit.begin(world, person, nowMillis);
        candidates.begin(visit, Visibility.ALL);
        for (Placed placed : places) {
            if (placed.isUnexplained() && placed.item() < world.things().size()) {
                candidates.take(placed.item());
            }
        }
        score(world);
        List<Placed> explained = new ArrayList<>(places);
        arrangement.explain(visit, candidates, explained);
        return explained;
    }

    /** Proposes and scores without arranging; the result is good until the next call. */
    public Candidates rank(World world, Person person, long nowMillis, Orders given, Visibility visibility) {
        orders = given;
        visit.begin(world, person, nowMillis);
        candidates.begin(visit, visibility);
        for (int number = 0; number < sources.size() && !candidates.isFull(); number++) {
            propose(number);
        }
        score(world);
        return candidates;
    }

    /** Writes the row of features of an item as the person would meet it at that time, whoever would propose it. */
    public void row(World world, Person person, long nowMillis, int item, float[] into) {
        visit.begin(world, person, nowMillis);
        rows.fill(visit, new int[] {item}, 1, into);
    }

    /** Scores of the given items as the person would meet them at that time, in their order. */
    public void scores(World world, Person person, long nowMillis, int[] items, float[] rowsInto, double[] into) {
        visit.begin(world, person, nowMillis);
        rows.fill(visit, items, items.length, rowsInto);
        world.model().ranker().score(rowsInto, items.length, into);
    }

    /** What is to be explored by the person at that time and was not met yet. */
    public int[] explorable(World world, Person person, long nowMillis) {
        visit.begin(world, person, nowMillis);
        return Arrays.stream(visit.exploration().items())
                .filter(item -> visit.met(item) == History.Met.NEVER)
                .toArray();
    }

    private void propose(int number) {
        Source source = sources.get(number);
        candidates.from(number);
        try {
            source.propose(visit, candidates);
        } catch (RuntimeException failure) {
            surroundings.failed().source(source.name(), failure);
        }
    }

    private void score(World world) {
        int size = candidates.size();
        rows.fill(visit, candidates.items(), size, candidates.features());
        world.scorer().score(candidates.features(), size, candidates.scores(), candidates.scratch());
        for (int place = 0; place < size; place++) {
            int item = candidates.item(place);
            candidates.scores()[place] += orders.logBoost(item, visit.thing(item));
        }
    }

    /** What was made for grown-up groups only is not for minors: dosages of pesticides, drivers' contracts. */
    private static boolean isForMinors(Things.Thing thing) {
        return thing.groups() == 0 || (thing.groups() & MINORS) != 0;
    }
}
