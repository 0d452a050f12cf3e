package kepu.recommend.rank;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import kepu.activity.EventType;
import kepu.base.Group;
import kepu.base.Neighbours;
import kepu.base.Topic;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.recommend.log.Things;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Model;
import kepu.recommend.model.Ranker;
import kepu.region.Level;
import kepu.region.RegionCode;

/** A small world for tests, laid out by hand: items, what was done with them, neighbours, a ranker. */
final class Scene {
    /** Noon of a day in June in Beijing. */
    static final long NOW = Instant.parse("2026-06-10T04:00:00Z").toEpochMilli();

    static final RegionCode VILLAGE = RegionCode.village(510_903_100_208L);
    static final RegionCode COUNTY = VILLAGE.at(Level.COUNTY);
    static final RegionCode ELSEWHERE = RegionCode.village(320_402_001_001L);
    static final int FARMERS = Group.mask(List.of(Group.FARMER));
    static final int ELDERS = Group.mask(List.of(Group.ELDER));
    static final int CHILDREN = Group.mask(List.of(Group.CHILD));
    /** Impressions from which on an item is no longer explored. */
    static final int WELL_SEEN = 500;
    /** What a region's rate is backed off by, in impressions. */
    static final int BACKOFF = 20;

    private final List<Draft> drafts = new ArrayList<>();
    private Rates rates = new Rates(Instant.ofEpochMilli(NOW), Duration.ofDays(30), BACKOFF, false);
    private final Map<Integer, Map<Integer, Float>> alike = new TreeMap<>();
    private final Map<Integer, Map<Integer, Float>> together = new TreeMap<>();
    private Ranker ranker = Linear.untrained();

    /** An item that is being described: for everybody, everywhere, always, old and of no topic unless told otherwise. */
    static final class Draft {
        private String id;
        private long topics;
        private int groups;
        private List<RegionCode> regions = List.of();
        private Season season = Season.ALWAYS;
        private Kind kind = Kind.ARTICLE;
        private long published = NOW - 400 * World.DAY_MILLIS;
        private int size;
        private String source = "";

        private Draft(int number) {
            this.id = "item-" + number;
        }

        Draft topic(int... all) {
            topics = Arrays.stream(all).mapToLong(topic -> 1L << topic).reduce(0, (a, b) -> a | b);
            return this;
        }

        Draft madeFor(int mask) {
            groups = mask;
            return this;
        }

        Draft in(RegionCode... all) {
            regions = List.of(all);
            return this;
        }

        Draft months(Integer... all) {
            season = new Season(Set.of(all), Set.of());
            return this;
        }

        Draft kind(Kind other) {
            kind = other;
            return this;
        }

        Draft daysOld(double days) {
            published = NOW - (long) (days * World.DAY_MILLIS);
            return this;
        }

        Draft undated() {
            published = Long.MIN_VALUE;
            return this;
        }

        Draft size(int characters) {
            size = characters;
            return this;
        }

        Draft source(String name) {
            source = name;
            return this;
        }

        Draft withdrawn() {
            id = "";
            return this;
        }

        Things.Thing thing() {
            return new Things.Thing(id, id, topics, groups, regions, season, kind, published, size, source);
        }
    }

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** The next item; items are numbered from 0. */
    Draft item() {
        drafts.add(new Draft(drafts.size()));
        return drafts.getLast();
    }

    /** So many items without anything special, the first of them the longest. */
    Scene items(int count) {
        for (int i = 0; i < count; i++) {
            item().size(100_000 - i * 100);
        }
        return this;
    }

    int size() {
        return drafts.size();
    }

    /** Before anything is seen: impressions are not logged. */
    Scene withoutImpressions() {
        rates = new Rates(Instant.ofEpochMilli(NOW), Duration.ofDays(30), BACKOFF, true);
        return this;
    }

    /** What people of a village with these groups do now. */
    Scene seen(RegionCode village, int groups, int item, int impressions, int opens) {
        rates.count(
                rates.prior().spot(village.first(), groups), drafts.get(item).thing(), item, NOW, impressions, opens);
        return this;
    }

    /** Shows every item so often, far away, that none is explored. */
    Scene allWellSeen() {
        for (int item = 0; item < size(); item++) {
            seen(ELSEWHERE, 0, item, WELL_SEEN, WELL_SEEN / 10);
        }
        return this;
    }

    /** The text of {@code other} is like that of {@code item}. */
    Scene alike(int item, int other, double weight) {
        alike.computeIfAbsent(item, key -> new TreeMap<>()).put(other, (float) weight);
        return this;
    }

    /** Who opened {@code item} also opens {@code other}. */
    Scene together(int item, int other, double weight) {
        together.computeIfAbsent(item, key -> new TreeMap<>()).put(other, (float) weight);
        return this;
    }

    Scene ranker(Ranker other) {
        ranker = other;
        return this;
    }

    /** A score that is one feature. */
    Scene rankedBy(Feature feature) {
        double[] weights = new double[Feature.COUNT];
        weights[feature.ordinal()] = 1;
        return ranker(new Linear(0, weights, new double[Feature.COUNT]));
    }

    World world() {
        Things things = new Things(
                drafts.stream().map(Draft::thing).toArray(Things.Thing[]::new),
                Arrays.stream(Topic.values()).map(Topic::code).toArray(String[]::new));
        String[] ids = Arrays.stream(things.all()).map(Things.Thing::id).toArray(String[]::new);
        Model model = new Model("1", ids, neighbours(together), ranker);
        return new World(things, rates.prior(), rates.trend(), neighbours(alike), model, World.DAY_MILLIS);
    }

    private Neighbours neighbours(Map<Integer, Map<Integer, Float>> rows) {
        Neighbours.Builder builder = new Neighbours.Builder(size(), 16);
        for (int item = 0; item < size(); item++) {
            rows.getOrDefault(item, Map.of()).entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .forEach(entry -> builder.entry(entry.getKey(), entry.getValue()));
            builder.end();
        }
        return builder.build();
    }

    /** A history of one kind of event, one item a minute, the last one now. */
    static History history(EventType type, int... items) {
        History history = new History(200);
        for (int i = 0; i < items.length; i++) {
            history.add(items[i], type, NOW - (items.length - 1 - i) * 60_000L);
        }
        return history;
    }

    static Person villager(History history) {
        return new Person(VILLAGE, 0, 0, 0, 0, history);
    }

    static Person villager(int groups, int birthYear) {
        return new Person(VILLAGE, groups, birthYear, 0, 0, null);
    }

    static int[] items(List<Placed> list) {
        return list.stream().mapToInt(Placed::item).toArray();
    }

    /** Items, behaviour, neighbours of every kind, by chance. */
    static Scene random(RandomGenerator random, int items) {
        Scene scene = new Scene();
        for (int i = 0; i < items; i++) {
            scene.draw(random);
        }
        for (int i = 0; i < 6 * items; i++) {
            int shown = random.nextInt(60);
            scene.seen(
                    random.nextInt(3) == 0 ? VILLAGE : ELSEWHERE,
                    random.nextInt(4) == 0 ? FARMERS | ELDERS : random.nextInt(1 << Group.values().length),
                    random.nextInt(items),
                    shown,
                    random.nextInt(shown + 2));
            scene.alike(random.nextInt(items), random.nextInt(items), random.nextDouble(0.01, 1));
            scene.together(random.nextInt(items), random.nextInt(items), random.nextDouble(-0.3, 1));
        }
        for (int item = 0; item < items; item += 2) {
            scene.seen(ELSEWHERE, 0, item, WELL_SEEN, random.nextInt(WELL_SEEN));
        }
        return scene;
    }

    private void draw(RandomGenerator random) {
        Draft draft = item().size(random.nextInt(3_000)).source(random.nextInt(3) == 0 ? "" : "S" + random.nextInt(4));
        draft.topic(random.nextInt(5) == 0 ? new int[0] : new int[] {random.nextInt(6)});
        draft.madeFor(random.nextInt(3) > 0 ? 0 : 1 << random.nextInt(Group.values().length));
        draft.kind(Kind.values()[random.nextInt(Kind.values().length)]);
        draft.daysOld(random.nextInt(4) == 0 ? random.nextDouble(-3, 20) : random.nextDouble(0, 900));
        switch (random.nextInt(12)) {
            case 0 -> draft.in(COUNTY);
            case 1 -> draft.in(VILLAGE, ELSEWHERE);
            case 2 -> draft.in(VILLAGE.at(Level.PROVINCE), ELSEWHERE.at(Level.COUNTY));
            case 3 -> draft.in(ELSEWHERE);
            case 4 -> draft.withdrawn();
            case 5 -> draft.undated();
            case 6 -> draft.months(6, 7);
            case 7 -> draft.months(12);
            default -> draft.in();
        }
    }

    /** Somebody of the village with a past, as likely as not. */
    Person someone(RandomGenerator random) {
        History history = new History(60);
        long at = NOW - 100 * World.DAY_MILLIS;
        for (int i = random.nextInt(80); i > 0; i--) {
            at += random.nextLong(2 * World.DAY_MILLIS);
            EventType type = random.nextInt(3) == 0
                    ? EventType.IMPRESSION
                    : EventType.values()[random.nextInt(EventType.values().length)];
            history.add(random.nextInt(size()), type, Math.min(at, NOW));
        }
        return new Person(
                VILLAGE,
                random.nextBoolean() ? 0 : random.nextInt(1 << Group.values().length),
                random.nextInt(3) == 0 ? 0 : 1930 + random.nextInt(95),
                random.nextBoolean() ? 0 : 1 << random.nextInt(6),
                random.nextInt(4) == 0 ? 1 << random.nextInt(6) : 0,
                random.nextInt(4) == 0 ? null : history);
    }

    static Set<Integer> set(int... items) {
        return new HashSet<>(IntStream.of(items).boxed().toList());
    }
}
