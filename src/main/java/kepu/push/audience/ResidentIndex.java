package kepu.push.audience;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kepu.activity.Event;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Resident;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The sets of residents that audiences are made of, over positions in the order of {@link Places}. One thread's. It takes about 29 bytes a
 * resident: 12 for the number and the id behind it, 8 for the facts, 1 for the year of birth, 2 for the last service, the rest for sets.
 */
public final class ResidentIndex {
    private static final int DAY_BITS = 15;
    /** The day before the first that services are told apart by: 15 bits reach from 2000 to 2089. */
    private static final LocalDate BEFORE_FIRST_DAY = LocalDate.of(1999, 12, 31);

    private final Places places;
    private final Longs facts = new Longs();
    private final RoaringBitmap[] groups = sets(Group.values().length);
    private final RoaringBitmap[] topics = sets(Topic.values().length);
    private final Digits births = new Digits(Facts.BIRTH_BITS);
    private final Digits reached = new Digits(DAY_BITS);
    private final Words occupations;
    private final Words languages;
    private final OpenedSets opened;

    ResidentIndex(Villages villages, Limits limits) {
        this.places = new Places(villages);
        this.occupations = new Words(Math.min(limits.occupations(), (1 << Facts.OCCUPATION_BITS) - 2));
        this.languages = new Words((1 << Facts.LANGUAGE_BITS) - 2);
        this.opened = new OpenedSets(limits.openedSets());
    }

    /**
     * How much is kept.
     *
     * @param occupations that have sets of their own
     * @param openedSets sets of those who opened an item
     */
    public record Limits(int occupations, int openedSets) {}

    /** How many residents an audience has; empty when the index does not hold what it asks for. */
    public OptionalLong count(Audience audience, int year) {
        return Compiler.plan(this, audience, year)
                .map(plan -> OptionalLong.of(plan.count()))
                .orElseGet(OptionalLong::empty);
    }

    public int residents() {
        return places.residents();
    }

    Places places() {
        return places;
    }

    OpenedSets opened() {
        return opened;
    }

    Words occupations() {
        return occupations;
    }

    Words languages() {
        return languages;
    }

    Digits births() {
        return births;
    }

    Digits reached() {
        return reached;
    }

    RoaringBitmap group(Group group) {
        return groups[group.ordinal()];
    }

    RoaringBitmap topic(Topic topic) {
        return topics[topic.ordinal()];
    }

    /** The groups in their order, to be walked through. */
    Step.Of[] groups() {
        return Stream.of(groups).map(Step.Of::new).toArray(Step.Of[]::new);
    }

    long facts(int position) {
        return facts.get(position);
    }

    /** The number of a day among those of services. */
    static int day(@Nullable LocalDate day) {
        long number = day == null ? 1 : day.toEpochDay() - BEFORE_FIRST_DAY.toEpochDay();
        return (int) Math.clamp(number, 1L, (1L << DAY_BITS) - 1);
    }

    /** Residents of a region, drawn with equal chances and some perhaps twice; all when they are no more than {@code most}. */
    List<Sketch> sample(RegionCode region, int most, RandomGenerator random) {
        Villages villages = places.villages();
        RoaringBitmap members = places.tail(region);
        int first = villages.first(region);
        int before = first == 0 ? 0 : places.live().rank(first - 1);
        int inOrder = (int) places.live().rangeCardinality(first, Math.max(first, villages.last(region)));
        int all = inOrder + members.getCardinality();
        int count = Math.min(all, most);
        List<Sketch> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int rank = all <= most ? i : random.nextInt(all);
            drawn.add(sketch(rank < inOrder ? places.live().select(before + rank) : members.select(rank - inOrder)));
        }
        return drawn;
    }

    private Sketch sketch(int position) {
        long known = facts.get(position);
        return new Sketch(
                places.village(position),
                Facts.groups(known),
                Facts.birthYear(known),
                Facts.topics(known),
                Facts.personal(known));
    }

    /** Takes a profile as it is now: of somebody new, changed or moved. */
    void put(Resident resident) {
        int position = places.find(resident.id());
        if (position >= 0 && places.village(position) != resident.village()) {
            position = move(resident.id(), position, resident.village());
        } else if (position < 0) {
            position = places.add(resident.id(), resident.village());
        }
        Integer born = resident.birthYear();
        set(
                position,
                Facts.pack(
                        Group.mask(resident.groups()),
                        Topic.mask(resident.interests()),
                        born == null ? 0 : born,
                        languages.number(resident.language()),
                        occupations.number(resident.occupation()),
                        resident.personalised()));
    }

    /** Forgets a resident. */
    void remove(long id) {
        int position = places.find(id);
        if (position >= 0) {
            set(position, 0);
            reached.set(position, 0);
            opened.remove(position);
            places.remove(id, position);
        }
    }

    /** A service to a resident was counted. */
    void served(long id, LocalDate day) {
        int position = places.find(id);
        if (position >= 0) {
            reached.set(position, Math.max(reached.get(position), day(day)));
        }
    }

    /** Somebody opened an item. */
    void opened(Event event) {
        int position = places.find(event.person());
        if (position >= 0) {
            opened.learn(event, position);
        }
    }

    /** Brings the facts of a position and the sets in line with {@code now}. */
    void set(int position, long now) {
        long before = known(position);
        change(groups, Facts.groups(before), Facts.groups(now), position);
        change(topics, Facts.topics(before), Facts.topics(now), position);
        births.set(position, Facts.birth(now));
        change(languages, Facts.language(before), Facts.language(now), position);
        change(occupations, Facts.occupation(before), Facts.occupation(now), position);
        facts.set(position, now);
    }

    /** Puts a resident and their facts at a free position, without the sets: {@link #raise} fills those when everybody is laid. */
    void lay(int position, long id, long known) {
        places.lay(id, position);
        facts.set(position, known);
    }

    /** Fills the sets with everybody who was laid, in the order of positions. */
    void raise() {
        places.raise(position -> {
            long known = facts.get(position);
            facts.set(position, 0);
            set(position, known);
        });
    }

    /** Gives back what growing sets hold in reserve. */
    void trim() {
        places.live().runOptimize();
        Stream.of(groups).forEach(RoaringBitmap::trim);
        Stream.of(topics).forEach(RoaringBitmap::trim);
        occupations.trim();
    }

    /** What it takes, by the sizes of its arrays. */
    public long bytes() {
        return places.bytes()
                + facts.bytes()
                + Stream.of(groups, topics)
                        .flatMap(Stream::of)
                        .mapToLong(RoaringBitmap::getLongSizeInBytes)
                        .sum()
                + births.bytes()
                + reached.bytes()
                + occupations.bytes()
                + languages.bytes()
                + opened.bytes();
    }

    private int move(long id, int from, long village) {
        int day = reached.get(from);
        Set<Audience.Opened> had = opened.of(from);
        remove(id);
        int to = places.add(id, village);
        reached.set(to, day);
        opened.add(had, to);
        return to;
    }

    private long known(int position) {
        return facts.holds(position) ? facts.get(position) : 0;
    }

    private static void change(RoaringBitmap[] sets, long before, long now, int position) {
        for (long changed = before ^ now; changed != 0; changed &= changed - 1) {
            int set = Long.numberOfTrailingZeros(changed);
            if ((now >>> set & 1) != 0) {
                sets[set].add(position);
            } else {
                sets[set].remove(position);
            }
        }
    }

    private static void change(Words words, int before, int now, int position) {
        if (before != now) {
            words.remove(before, position);
            words.add(now, position);
        }
    }

    private static RoaringBitmap[] sets(int count) {
        return Stream.generate(RoaringBitmap::new).limit(count).toArray(RoaringBitmap[]::new);
    }
}
