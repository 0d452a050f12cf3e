package kepu.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.people.Resident;
import kepu.push.Fate;
import kepu.push.Handling;
import kepu.push.InboxPages;
import kepu.push.Lane;
import kepu.push.Publication;
import kepu.push.Share;
import kepu.push.audience.Audience;
import kepu.region.RegionCode;

/**
 * The time to compute the first page of inboxes, in process, while so many publications are live: a fifth to the whole city, the others to a county, a
 * town or a village and of these half to a group, a topic or an age. Beside it, as the reference, the same publications filtered by their expressions and
 * sorted, without limits a person, as a first program would do it.
 */
public final class InboxBench {
    private static final long SEED = 5109;
    private static final int ITEMS = 500;
    private static final int PAGE = 20;
    private static final int WARM_UP = 5_000;
    private static final Instant NOW = Instant.parse("2026-10-05T04:00:00Z");
    private static final Duration PAST = Duration.ofDays(30);

    /** How long to measure. */
    public record Effort(int publications, int residents, int rounds) {}

    private final SyntheticPeople people;
    private final List<Publication> publications;
    private final InboxPages pages;
    private final int residents;

    private InboxBench(Effort effort, Config.Governor limits) {
        RandomGenerator random = new SplittableRandom(SEED);
        Catalogue catalogue = SyntheticItems.of(ITEMS, NOW, random);
        this.people = new SyntheticPeople(SEED, ITEMS, 1, 1, NOW);
        this.publications = publications(effort.publications(), catalogue, random);
        this.residents = effort.residents();
        this.pages = InboxPages.of(
                publications, () -> catalogue, limits, Clock.fixed(NOW, ZoneOffset.UTC), new SimpleMeterRegistry());
    }

    /** Measures p50 and p99 over so many residents in each round; the median round counts. */
    public static Report measure(Effort effort, Config.Governor limits) {
        InboxBench bench = new InboxBench(effort, limits);
        for (int number = 1; number <= WARM_UP; number++) {
            bench.computed(bench.people.resident(number));
            if (number % 10 == 0) {
                bench.filtered(bench.people.resident(number));
            }
        }
        List<long[]> own = new ArrayList<>();
        List<long[]> reference = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++) {
            own.add(bench.times(bench::computed));
            reference.add(bench.times(bench::filtered));
        }
        return new Report(
                List.of(figure("inbox.p50", 0.50, own, reference), figure("inbox.p99", 0.99, own, reference)));
    }

    /** A city's publications of the last month. */
    static List<Publication> publications(int count, Catalogue catalogue, RandomGenerator random) {
        List<Publication> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Audience audience = audience(random);
            Instant at = NOW.minus(PAST).plusMillis(PAST.toMillis() * i / count);
            var item = catalogue.entries().get(random.nextInt(ITEMS)).item();
            made.add(new Publication(
                    i + 1L,
                    "c" + i,
                    item.id(),
                    audience,
                    audience.bounds(),
                    item.title(),
                    "",
                    "科普",
                    at,
                    NOW.plus(PAST),
                    0,
                    null,
                    new Handling(Lane.NORMAL, "5109", item.topic(), "", Share.EVERYBODY, 0),
                    Fate.OUT));
        }
        return made;
    }

    private static Audience audience(RandomGenerator random) {
        RegionCode village = RegionCode.village(SyntheticPeople.village(random.nextInt(SyntheticPeople.VILLAGES)));
        RegionCode region = switch (random.nextInt(5)) {
            case 0 -> SyntheticPeople.CITY;
            case 1, 2 -> village.at(kepu.region.Level.COUNTY);
            case 3 -> village.at(kepu.region.Level.TOWN);
            default -> village;
        };
        Audience where = new Audience.InRegion(List.of(region));
        return switch (random.nextInt(6)) {
            case 0 -> new Audience.All(List.of(where, new Audience.InGroup(Set.of(any(Group.values(), random)))));
            case 1 -> new Audience.All(List.of(where, new Audience.Interested(Set.of(any(Topic.values(), random)))));
            case 2 -> new Audience.All(List.of(where, new Audience.Aged(60, null)));
            default -> where;
        };
    }

    private static <T> T any(T[] values, RandomGenerator random) {
        return values[random.nextInt(values.length)];
    }

    private long computed(Resident resident) {
        return pages.page(resident, InboxPages.Mark.NEWEST, PAGE).size();
    }

    private long filtered(Resident resident) {
        int year = NOW.atZone(ZoneOffset.UTC).getYear();
        return publications.stream()
                .filter(publication -> publication.audience().includes(resident, year))
                .sorted(Comparator.comparingLong(Publication::seq).reversed())
                .limit(PAGE)
                .count();
    }

    /** Sorted times in nanoseconds. */
    private long[] times(ToLongFunction<Resident> work) {
        long[] times = new long[residents];
        long seen = 0;
        for (int i = 0; i < residents; i++) {
            Resident resident = people.resident(i + 1);
            long start = System.nanoTime();
            seen += work.applyAsLong(resident);
            times[i] = System.nanoTime() - start;
        }
        if (seen == 0) {
            throw new IllegalStateException("nobody got anything");
        }
        Arrays.sort(times);
        return times;
    }

    private static Figure figure(String name, double part, List<long[]> own, List<long[]> reference) {
        return Figure.beside(name, "us", micros(own, part), micros(reference, part));
    }

    private static double[] micros(List<long[]> rounds, double part) {
        return rounds.stream().mapToDouble(times -> at(times, part) / 1_000).toArray();
    }

    private static double at(long[] sorted, double part) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
    }
}
