package kepu.push.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.base.Beijing;
import kepu.base.Group;
import kepu.people.Resident;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Whatever happens to residents, the index says of any audience what the audience says of each of them. */
class ResidentIndexTest {
    private static final int YEAR = 2026;
    private static final List<String> ITEMS = List.of("wheat-rust", "old-age-fraud");
    private static final ResidentIndex.Limits LIMITS = new ResidentIndex.Limits(100, 100);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Crowd crowd = new Crowd(random, YEAR, ITEMS);
    private final Map<Long, Resident> residents = new TreeMap<>();
    private final Map<Long, LocalDate> served = new HashMap<>();
    private final Map<String, Map<Long, LocalDate>> opened = new HashMap<>();

    private final Activity deeds = new Activity() {
        @Override
        public boolean reached(long resident, @Nullable LocalDate since) {
            return isSince(served.get(resident), since);
        }

        @Override
        public boolean opened(long resident, String item, @Nullable LocalDate since) {
            return isSince(opened.getOrDefault(item, Map.of()).get(resident), since);
        }

        @Override
        public boolean shared(long resident, String item, @Nullable LocalDate since) {
            throw new IllegalStateException("the index does not hold shares");
        }

        @Override
        public boolean checked(long resident, String claim, @Nullable LocalDate since) {
            throw new IllegalStateException("the index does not hold checks");
        }
    };

    @Test
    void anyAudienceIsCountedByRegionAndGroupAsItSaysOfEachResident() {
        ResidentIndex index = new ResidentIndex(new Villages(new long[] {}, new int[] {}), LIMITS);
        live(index, 3_000);
        check(index, 400);
    }

    @Test
    void itStaysTrueWhileResidentsComeChangeMoveAndGo() {
        ResidentIndex index = new ResidentIndex(
                new Villages(new long[] {320402001001L, 510903100208L, 510904001001L}, new int[] {30, 900, 40}),
                LIMITS);
        begin(index);
        for (int round = 0; round < 20; round++) {
            live(index, 300);
            check(index, 30);
        }
        assertThat(index.places().tailed()).as("seed %d", seed).isPositive();
        List.copyOf(residents.keySet()).forEach(id -> erase(index, id));
        check(index, 30);
        assertThat(index.places().residents()).isZero();
    }

    @Test
    void itStaysTrueOverManyBlocks() {
        long[] villages = new long[40];
        int[] sizes = new int[villages.length];
        for (int i = 0; i < villages.length; i++) {
            villages[i] = 510903100200L + i / 10 * 1_000_000L + i % 10;
            sizes[i] = 5_000;
        }
        ResidentIndex index = new ResidentIndex(new Villages(villages, sizes), LIMITS);
        begin(index);
        for (int id = 1; id <= 200_000; id++) {
            join(index, moved(crowd.resident(id), villages[random.nextInt(villages.length)]));
        }
        assertThat(index.places().blocks()).isGreaterThan(3);
        check(index, 12);
        RegionCode county = RegionCode.of("510904");
        Audience part = new Audience.All(List.of(
                new Audience.InRegion(List.of(county, RegionCode.of("510905100201"))),
                new Audience.InGroup(Set.of(Group.ELDER, Group.FARMER)),
                new Audience.Aged(18, 60),
                new Audience.Not(new Audience.InGroup(Set.of(Group.GIG)))));
        check(index, part);
        check(index, new Audience.InRegion(List.of(county)));
        check(index, new Audience.Not(new Audience.InRegion(List.of(county))));
    }

    @Test
    void whatItHasNoSetForItDoesNotAnswer() {
        ResidentIndex index =
                new ResidentIndex(new Villages(new long[] {}, new int[] {}), new ResidentIndex.Limits(2, 1));
        live(index, 500);
        assertThat(index.occupations().unlisted()).isPositive();
        assertThat(Compiler.plan(index, new Audience.Occupied(Set.of("无此职业")), YEAR))
                .isEmpty();
        assertThat(Compiler.plan(index, new Audience.Not(new Audience.Opened("wheat-rust", null)), YEAR))
                .isEmpty();
        assertThat(Compiler.plan(index, new Audience.Reached(null), YEAR)).isPresent();
    }

    @Test
    void aSetOfOpeningsThatIsGivenUpIsAskedForAnew() {
        OpenedSets sets = new OpenedSets(2);
        Audience.Opened first = new Audience.Opened("a", null);
        Audience.Opened second = new Audience.Opened("b", null);
        for (Audience.Opened term : List.of(first, second)) {
            sets.begin(term, 1);
            assertThat(sets.find(term)).isNull();
            sets.complete(term, RoaringBitmap.bitmapOf(7));
            assertThat(sets.find(term)).isEqualTo(RoaringBitmap.bitmapOf(7));
        }
        assertThat(sets.find(first)).isNotNull();
        sets.begin(new Audience.Opened("c", null), 3);
        assertThat(sets.find(second)).isNull();
        assertThat(sets.find(first)).isNotNull();
    }

    private void live(ResidentIndex index, int deeds) {
        if (residents.isEmpty()) {
            begin(index);
        }
        for (int i = 0; i < deeds; i++) {
            long id = 1L + random.nextInt(2_000);
            switch (random.nextInt(10)) {
                case 0 -> erase(index, id);
                case 1, 2 -> serve(index, id);
                case 3, 4 -> open(index, id);
                default -> join(index, crowd.resident(id));
            }
        }
    }

    /** Nothing happened before, so every term is complete from the beginning. */
    private static void begin(ResidentIndex index) {
        for (int item = 0; item < ITEMS.size(); item++) {
            List<@Nullable LocalDate> days = new ArrayList<>();
            days.add(null);
            Crowd.DAYS.forEach(day -> days.addAll(List.of(day.minusDays(1), day, day.plusDays(1))));
            for (LocalDate since : days) {
                Audience.Opened term = new Audience.Opened(ITEMS.get(item), since);
                index.opened().begin(term, item);
                index.opened().complete(term, new RoaringBitmap());
            }
        }
    }

    private void join(ResidentIndex index, Resident resident) {
        residents.put(resident.id(), resident);
        index.put(resident);
    }

    private void erase(ResidentIndex index, long id) {
        residents.remove(id);
        served.remove(id);
        opened.values().forEach(of -> of.remove(id));
        index.remove(id);
    }

    private void serve(ResidentIndex index, long id) {
        LocalDate day = crowd.day();
        if (residents.containsKey(id)) {
            served.merge(id, day, (a, b) -> a.isAfter(b) ? a : b);
        }
        index.served(id, day);
    }

    private void open(ResidentIndex index, long id) {
        int item = random.nextInt(ITEMS.size());
        LocalDate day = crowd.day();
        Instant at = day.atTime(random.nextInt(24), 30).atZone(Beijing.ZONE).toInstant();
        if (residents.containsKey(id)) {
            opened.computeIfAbsent(ITEMS.get(item), none -> new HashMap<>())
                    .merge(id, day, (a, b) -> a.isAfter(b) ? a : b);
        }
        index.opened(new Event(id, "e", item, EventType.OPEN, at, null, null, null, null));
    }

    private void check(ResidentIndex index, int audiences) {
        for (int i = 0; i < audiences; i++) {
            check(index, crowd.audience());
        }
    }

    private void assertDrawn(Plan plan, Set<Long> included, String what) {
        assertThat(Set.copyOf(plan.draw(included.size(), seed).ids())).as(what).isEqualTo(included);
        int most = 1 + random.nextInt(300);
        Drawn drawn = plan.draw(most, seed);
        assertThat(drawn.audience()).as(what).isEqualTo(included.size());
        assertThat(drawn.ids()).as(what).doesNotHaveDuplicates().hasSize(Math.min(most, included.size()));
        assertThat(included).as(what).containsAll(drawn.ids());
        assertThat(plan.draw(most, seed)).as(what).isEqualTo(drawn);
        assertThat(Members.of(included).draw(most, seed).ids())
                .as(what)
                .hasSize(drawn.ids().size())
                .doesNotHaveDuplicates()
                .isSubsetOf(included);
    }

    private void check(ResidentIndex index, Audience audience) {
        String what = "seed %d, %s".formatted(seed, AudienceJson.write(audience));
        Set<Long> included = new HashSet<>();
        Map<RegionCode, Long> byRegion = new HashMap<>();
        Map<String, Long> byGroup = new HashMap<>();
        Level level = Level.values()[random.nextInt(Level.values().length)];
        RoaringBitmap connected = new RoaringBitmap();
        long both = 0;
        for (Resident one : residents.values()) {
            boolean isConnected = random.nextInt(10) == 0;
            if (isConnected) {
                connected.add(index.places().find(one.id()));
            }
            if (audience.includes(one, YEAR, deeds)) {
                included.add(one.id());
                byRegion.merge(RegionCode.village(one.village()).at(level), 1L, Long::sum);
                one.groups().forEach(group -> byGroup.merge(group.code(), 1L, Long::sum));
                both += isConnected ? 1 : 0;
            }
        }
        Plan plan = Compiler.plan(index, audience, YEAR).orElseThrow();
        assertThat(plan.count()).as(what).isEqualTo(included.size());
        assertThat(plan.census(level, connected))
                .as(what)
                .isEqualTo(new Census(included.size(), both, byRegion, byGroup));
        assertDrawn(plan, included, what);
        Set<Long> told = new HashSet<>();
        int from = 0;
        while (from < Integer.MAX_VALUE) {
            int enough = told.size() + 1 + random.nextInt(1_000);
            from = plan.each(from, id -> told.add(id) && told.size() < enough);
        }
        assertThat(told).as(what).isEqualTo(included);
    }

    private static Resident moved(Resident one, long village) {
        return new Resident(
                one.id(),
                village,
                one.groups(),
                one.birthYear(),
                one.occupation(),
                one.interests(),
                one.deletedTopics(),
                one.language(),
                one.largePrint(),
                one.personalised(),
                one.consentVersion(),
                one.consentAt(),
                null);
    }

    private static boolean isSince(@Nullable LocalDate last, @Nullable LocalDate since) {
        return last != null && (since == null || !last.isBefore(since));
    }
}
