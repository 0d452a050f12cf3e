package kepu.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Resident;
import kepu.region.Level;
import kepu.region.RegionCode;

/**
 * Made-up residents of {@link #VILLAGES} villages in five counties, each in two groups and with a taste of their own. Everything about one
 * follows from the seed and their number, so that none has to be kept.
 *
 * @param items how many items there are to open
 * @param opened how many of them each resident opened
 * @param shown how many more they were only shown
 */
public record SyntheticPeople(long seed, int items, int opened, int shown, Instant now) {
    static final int VILLAGES = 2_500;
    static final RegionCode CITY = RegionCode.of("5109");

    private static final int COUNTIES = 5;
    private static final int TOWNS = 25;
    private static final int FAVOURITES = 3;
    private static final double FAVOURITE_SHARE = 0.7;
    private static final Duration PAST = Duration.ofDays(90);
    private static final Group[] GROUPS = Group.values();
    private static final Topic[] TOPIC = Topic.values();

    static RegionCode county(int number) {
        return new RegionCode(Level.COUNTY, CITY.first() + (1 + Math.floorMod(number, COUNTIES)) * Level.COUNTY.span());
    }

    /** The village of a number below {@link #VILLAGES}. */
    static long village(int number) {
        int town = number / COUNTIES % TOWNS;
        int place = number / COUNTIES / TOWNS;
        return county(number).first() + (1 + town) * Level.TOWN.span() + 1 + place;
    }

    public Resident resident(int number) {
        RandomGenerator random = random(number);
        return new Resident(
                number,
                village(Math.floorMod(number, VILLAGES)),
                groups(random),
                1940 + random.nextInt(60),
                null,
                Set.of(TOPIC[random.nextInt(TOPIC.length)]),
                Set.of(),
                "zh",
                false,
                true,
                "1",
                now,
                null);
    }

    /** What a resident did, the latest first, each with another item. */
    public List<Event> past(int number) {
        RandomGenerator random = random(~number);
        int[] favourites = random.ints(FAVOURITES, 0, SyntheticItems.TOPICS).toArray();
        int count = Math.min(opened + shown, items / 2);
        Set<Integer> met = new HashSet<>();
        List<Event> events = new ArrayList<>(count);
        Instant at = now;
        for (int opensLeft = opened; events.size() < count; ) {
            int item = item(favourites, random);
            if (met.add(item)) {
                at = at.minusMillis(random.nextLong(2 * PAST.toMillis() / count));
                boolean opens = random.nextInt(count - events.size()) < opensLeft;
                opensLeft -= opens ? 1 : 0;
                EventType type = opens ? opening(random) : EventType.IMPRESSION;
                events.add(new Event(number, "", item, type, at, null, null, null, null));
            }
        }
        return events;
    }

    private int item(int[] favourites, RandomGenerator random) {
        int topic = random.nextDouble() < FAVOURITE_SHARE
                ? favourites[random.nextInt(FAVOURITES)]
                : random.nextInt(SyntheticItems.TOPICS);
        return SyntheticItems.popular(topic, items, random);
    }

    private static EventType opening(RandomGenerator random) {
        double drawn = random.nextDouble();
        return drawn < 0.6 ? EventType.OPEN : drawn < 0.9 ? EventType.FINISH : EventType.LIKE;
    }

    private static Set<Group> groups(RandomGenerator random) {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        while (groups.size() < 2) {
            groups.add(GROUPS[random.nextInt(GROUPS.length)]);
        }
        return groups;
    }

    private RandomGenerator random(long number) {
        return new SplittableRandom(seed * 1_000_003 + number);
    }
}
