package kepu.recommend.rank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import kepu.base.Neighbours;
import kepu.recommend.log.People;
import kepu.recommend.log.Things;
import kepu.recommend.rank.History.Met;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A person at a moment, laid out for the sources and the features: what they met, what speaks for each item, how they take each topic.
 * Reused from one request to the next by one thread, so that a request allocates next to nothing.
 */
public final class Visit {
    /** Of the last so many opened items the collaborative source makes its sum. */
    static final int RECENT = 50;
    /** Of the last so many opened items the neighbours in text are sought. */
    static final int RECENT_CONTENT = 12;

    private static final double HISTORY_HALF_LIFE_DAYS = 45;
    /** A millisecond's. */
    private static final double DECAY = Math.log(2) / (HISTORY_HALF_LIFE_DAYS * World.DAY_MILLIS);

    /** An item that was shown so short a while ago steps behind the others. */
    private static final long JUST_SHOWN_MILLIS = World.DAY_MILLIS;

    private static final Met[] MET = Met.values();
    private static final int SHOWN = Met.SHOWN.ordinal();

    private @Nullable World world;
    private Person person = Person.of(RegionCode.COUNTRY);
    private long nowMillis;
    private byte[] seasons = {};
    private final List<Prior.Chain> chains = new ArrayList<>();
    private Prior.@Nullable Chain alike;

    private Facts facts = Facts.of(new Things(new Things.Thing[0], new String[0]));
    private final List<Shelf> shelves = new ArrayList<>();
    private float[] collaborative = {};
    private float[] content = {};
    private float[] contentBest = {};
    private byte[] met = {};
    private byte[] shows = {};
    private long[] metAt = {};
    private int[] entries = new int[64];
    private int entryCount;
    private int[] read = new int[256];
    private int readCount;

    private final int[] recent = new int[RECENT];
    private final float[] recentWeight = new float[RECENT];
    private int recentCount;
    private float recentSum;

    private final Tastes tastes = new Tastes();

    /** Begins anew for a person at a time. */
    void begin(World world, Person person, long nowMillis) {
        this.world = world;
        this.person = person;
        this.nowMillis = nowMillis;
        this.seasons = world.shelves().seasons(nowMillis);
        this.facts = world.facts();
        shelves.clear();
        clear(world.things().size());
        tastes.begin(person.unusedTopics());
        chains(world);
        if (person.history() != null) {
            person.history().each(this::entry);
            weigh();
            gather(world);
        }
    }

    World world() {
        return Objects.requireNonNull(world);
    }

    Things.Thing thing(int item) {
        return world().things().all()[item];
    }

    /** Facts of all items, in columns. */
    Facts facts() {
        return facts;
    }

    Person person() {
        return person;
    }

    long nowMillis() {
        return nowMillis;
    }

    /** The chain of people with exactly the person's groups. */
    Prior.Chain alike() {
        if (alike == null) {
            alike = person.groups() == 0
                    ? chains.getFirst()
                    : world().prior().chain(person.region(), Prior.exactly(person.groups()), nowMillis);
        }
        return alike;
    }

    /** The chains of the person's groups, or the one of everybody. */
    List<Prior.Chain> chains() {
        return chains;
    }

    int groupCount() {
        return Integer.bitCount(person.groups());
    }

    /** The shelves of the person's groups, and last the one of everybody. */
    void eachShelf(Consumer<Shelf> told) {
        shelves().forEach(told);
    }

    /** Of each item the rate of the chain of that number in the country, and in the county, where they are kept; otherwise null. */
    float @Nullable [] rates(int chain) {
        return world().shelves().areKeepingRates() ? shelves().get(chain).rates() : null;
    }

    /** How people of the chain of that number take topics and kinds. */
    Traits traits(int chain) {
        return world().shelves().areKeepingRates()
                ? shelves().get(chain).traits()
                : Traits.of(chains.get(chain), world().things().topicNames().length);
    }

    /** What is the same for everybody, where it is kept. */
    @Nullable
    Everybody everybody() {
        return world().shelves().areKeepingRates() ? world().shelves().everybody(world(), nowMillis) : null;
    }

    /**
     * ln of the rates of people with exactly the person's groups over the mean, down to the county, where they are remembered:
     * {@link Shelves#alike}.
     */
    float @Nullable [] alikeRates() {
        return world().shelves().areKeepingRates() && person.groups() != 0
                ? world().shelves().alike(person.region(), person.groups(), nowMillis)
                : null;
    }

    private List<Shelf> shelves() {
        if (shelves.isEmpty()) {
            for (int groups = person.groups(); groups != 0; groups &= groups - 1) {
                shelves.add(world().shelves().of(person.region(), Integer.numberOfTrailingZeros(groups), nowMillis));
            }
            shelves.add(shelf());
        }
        return shelves;
    }

    /** The shelf of everybody. */
    Shelf shelf() {
        return world().shelves().of(person.region(), Prior.EVERYBODY, nowMillis);
    }

    Exploration exploration() {
        return world().shelves().exploration(person.region(), nowMillis);
    }

    int season(int item) {
        return seasons[item];
    }

    Met met(int item) {
        return MET[met[item]];
    }

    /** Whether anything happened between the person and the item. */
    boolean isMet(int item) {
        return met[item] != 0;
    }

    /** Whether the person opened the item or does not want it. */
    boolean isOver(int item) {
        return met[item] > SHOWN;
    }

    int shows(int item) {
        return shows[item];
    }

    long metAt(int item) {
        return metAt[item];
    }

    boolean isJustShown(int item) {
        return met[item] == SHOWN && nowMillis - metAt[item] < JUST_SHOWN_MILLIS;
    }

    /** The sum of item-item weights from what was opened lately. */
    float collaborative(int item) {
        return collaborative[item];
    }

    float[] collaborative() {
        return collaborative;
    }

    float collaborativeMean(int item) {
        return recentSum == 0 ? 0 : collaborative[item] / recentSum;
    }

    float content(int item) {
        return content[item];
    }

    float contentBest(int item) {
        return contentBest[item];
    }

    /** Offers everything that reads like a recent item, in no order. */
    void offerContent(TopItems top) {
        for (int i = 0; i < readCount; i++) {
            top.offer(read[i], contentBest[read[i]]);
        }
    }

    boolean hasHistory() {
        return recentCount > 0;
    }

    /** How the person takes topics. */
    Tastes tastes() {
        return tastes;
    }

    /** How many items were opened lately, the last one last. */
    int recentCount() {
        return recentCount;
    }

    int recent(int number) {
        return recent[number];
    }

    /** The later it was opened and the more it was liked, the more. */
    float recentWeight(int number) {
        return recentWeight[number];
    }

    private void clear(int items) {
        if (met.length < items) {
            collaborative = new float[items];
            content = new float[items];
            contentBest = new float[items];
            met = new byte[items];
            shows = new byte[items];
            metAt = new long[items];
        } else {
            Arrays.fill(collaborative, 0);
            for (int i = 0; i < readCount; i++) {
                content[read[i]] = 0;
                contentBest[read[i]] = 0;
            }
            for (int i = 0; i < entryCount; i++) {
                met[entries[i]] = 0;
            }
        }
        readCount = 0;
        entryCount = 0;
        recentCount = 0;
        recentSum = 0;
    }

    private void chains(World world) {
        chains.clear();
        alike = null;
        for (int group = 0; group < People.MOST_GROUPS; group++) {
            if ((person.groups() >> group & 1) != 0) {
                chains.add(world.prior().chain(person.region(), group, nowMillis));
            }
        }
        if (chains.isEmpty()) {
            chains.add(world.prior().chain(person.region(), Prior.EVERYBODY, nowMillis));
        }
    }

    private void entry(int item, long atMillis, Met state, int count) {
        if (item >= world().things().size()) {
            return;
        }
        if (entryCount == entries.length) {
            entries = Arrays.copyOf(entries, entryCount * 2);
        }
        entries[entryCount++] = item;
        met[item] = (byte) state.ordinal();
        shows[item] = (byte) count;
        metAt[item] = atMillis;
        double weight = weight(atMillis);
        double seen = weight * (state == Met.DISMISSED ? 2 + count : Math.max(1, count));
        tastes.met(facts.topics()[item], seen, state.isPositive(), weight);
        if (state.isPositive() && (facts.topics()[item] & person.unusedTopics()) == 0) {
            remember(item, state);
        }
    }

    private double weight(long atMillis) {
        return Math.exp((atMillis - nowMillis) * DECAY);
    }

    /** Entries come oldest first: the ring keeps the last ones. */
    private void remember(int item, Met state) {
        if (recentCount == RECENT) {
            System.arraycopy(recent, 1, recent, 0, RECENT - 1);
            System.arraycopy(recentWeight, 1, recentWeight, 0, RECENT - 1);
            recentCount--;
        }
        recent[recentCount] = item;
        recentWeight[recentCount++] = state == Met.LIKED ? 1.5f : state == Met.FINISHED ? 1.2f : 1;
    }

    /** Later items weigh more; the last one weighs what its kind of event does. */
    private void weigh() {
        if (recentCount == 0) {
            return;
        }
        long last = metAt[recent[recentCount - 1]];
        tastes.lastOpening(weight(last));
        for (int i = 0; i < recentCount; i++) {
            recentWeight[i] *= (float) Math.exp(-Math.max(0, last - metAt[recent[i]]) * DECAY);
            recentSum += recentWeight[i];
        }
    }

    private void gather(World world) {
        world.model().collaborative().add(recent, recentWeight, recentCount, collaborative);
        int from = Math.max(0, recentCount - RECENT_CONTENT);
        for (int i = from; i < recentCount; i++) {
            read(world.content(), recent[i], 1f / (recentCount - from));
        }
    }

    private void read(Neighbours texts, int item, float factor) {
        if (item >= texts.size()) {
            return;
        }
        for (int at = texts.starts()[item]; at < texts.starts()[item + 1]; at++) {
            int other = texts.others()[at];
            float weight = texts.weights()[at];
            if (contentBest[other] == 0) {
                if (readCount == read.length) {
                    read = Arrays.copyOf(read, readCount * 2);
                }
                read[readCount++] = other;
            }
            content[other] += factor * weight;
            contentBest[other] = Math.max(contentBest[other], weight);
        }
    }
}
