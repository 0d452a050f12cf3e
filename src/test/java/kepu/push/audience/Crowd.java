package kepu.push.audience;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Resident;
import kepu.region.RegionCode;

/** Random residents, deeds and audiences over few values, so that they meet often, at the edges too. */
public final class Crowd {
    private static final List<Long> VILLAGES = List.of(
            110101001001L,
            320402001001L,
            510903100208L,
            510903100210L,
            510903101210L,
            510904001001L,
            510904001002L,
            659012503002L);
    private static final List<String> REGIONS = List.of(
            "0",
            "11",
            "51",
            "5109",
            "5110",
            "3204",
            "510903",
            "510904",
            "510903100",
            "510903101",
            "510904001",
            "510903100208",
            "510903100210",
            "659012503002",
            "990000");
    private static final List<Integer> AGES = List.of(0, 17, 18, 30, 59, 60, 61, 100, 130);
    private static final List<String> OCCUPATIONS = List.of("种粮大户", "教师", "a'b\"c", "快递员", "🚁飞手");
    private static final List<String> LANGUAGES = List.of("zh-CN", "ii", "bo");
    private static final int NESTED = 3;

    /** Days of deeds, and around them those that audiences ask for. */
    static final List<LocalDate> DAYS = List.of(
            LocalDate.of(2026, 1, 1), LocalDate.of(2026, 10, 31), LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 2));

    private final Random random;
    private final int year;

    private final List<String> items;

    public Crowd(Random random, int year) {
        this(random, year, List.of());
    }

    /** Audiences ask for deeds too when there are items. */
    Crowd(Random random, int year, List<String> items) {
        this.random = random;
        this.year = year;
        this.items = items;
    }

    public Resident resident(long id) {
        return new Resident(
                id,
                any(VILLAGES),
                some(Group.values(), 3),
                random.nextInt(4) == 0 ? null : (Integer) Math.max(1900, year - any(AGES) + random.nextInt(3) - 1),
                random.nextInt(3) == 0 ? null : any(OCCUPATIONS),
                some(Topic.values(), 3),
                Set.of(),
                any(LANGUAGES),
                false,
                true,
                "1",
                Instant.EPOCH,
                null);
    }

    public Audience audience() {
        return audience(NESTED);
    }

    /** A day of a deed. */
    LocalDate day() {
        return any(DAYS);
    }

    private Audience audience(int nested) {
        return !items.isEmpty() && random.nextInt(4) == 0 ? deed() : profile(nested);
    }

    private Audience deed() {
        LocalDate since = random.nextInt(4) == 0 ? null : any(DAYS).plusDays(random.nextInt(3) - 1);
        return random.nextBoolean() ? new Audience.Reached(since) : new Audience.Opened(any(items), since);
    }

    private Audience profile(int nested) {
        return switch (random.nextInt(nested == 0 ? 6 : 9)) {
            case 0 -> new Audience.InRegion(many(() -> RegionCode.of(any(REGIONS))));
            case 1 -> new Audience.InGroup(atLeastOne(Group.values()));
            case 2 -> aged();
            case 3 -> new Audience.Occupied(new HashSet<>(many(() -> any(OCCUPATIONS))));
            case 4 -> new Audience.Interested(atLeastOne(Topic.values()));
            case 5 -> new Audience.Speaking(new HashSet<>(many(() -> any(LANGUAGES))));
            case 6 -> new Audience.All(many(() -> audience(nested - 1)));
            case 7 -> new Audience.Any(many(() -> audience(nested - 1)));
            default -> new Audience.Not(audience(nested - 1));
        };
    }

    private Audience aged() {
        int from = any(AGES);
        int to = any(AGES);
        return switch (random.nextInt(3)) {
            case 0 -> new Audience.Aged(from, null);
            case 1 -> new Audience.Aged(null, to);
            default -> new Audience.Aged(Math.min(from, to), Math.max(from, to));
        };
    }

    private <T> List<T> many(Supplier<T> one) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            list.add(one.get());
        }
        return list;
    }

    private <T> Set<T> atLeastOne(T[] values) {
        Set<T> set = some(values, 3);
        set.add(values[random.nextInt(values.length)]);
        return set;
    }

    private <T> Set<T> some(T[] values, int most) {
        Set<T> set = new HashSet<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            set.add(values[random.nextInt(values.length)]);
        }
        return set;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
