package kepu.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kepu.activity.Event;
import kepu.bench.load.Children;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.content.Catalogue;
import kepu.people.Resident;
import kepu.recommend.Histories;
import kepu.recommend.log.Things;
import kepu.recommend.model.Model;
import kepu.recommend.model.Policy;
import kepu.recommend.rank.History;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.Rates;
import kepu.recommend.rank.World;

/**
 * What a cold feed takes when more residents live in the same memory: lists of residents drawn at random, each ranked and arranged from their
 * history, after all histories and the rates of all behaviour were laid; and what the histories and rates take. Each population is a process
 * of its own, one thread measures.
 */
public final class Growth {
    /**
     * What is measured.
     *
     * @param populations residents, fewest first
     * @param lists that are made and timed in a round
     */
    public record Size(List<Integer> populations, int items, int history, int rounds, int lists) {
        public Size {
            populations = List.copyOf(populations);
        }
    }

    private static final int PAGE = 20;
    private static final Ranking.Length LENGTH = new Ranking.Length(200, PAGE);
    private static final long BASE_BYTES = 1_200L << 20;
    private static final long BYTES_A_RESIDENT = 900;
    private static final long BYTES_AN_OPENING = 30;
    /** Of the machine's memory, for one population. */
    private static final double MOST_MEMORY = 0.8;

    private static final int COLLECTIONS = 3;
    private static final int ENDING_SECONDS = 10;
    private static final double GROWTH = 1 / 1.3;

    private final int items;
    private final int history;
    private final RandomGenerator random = new SplittableRandom(FeedBench.SEED);

    private Growth(int items, int history) {
        this.items = items;
        this.history = history;
    }

    /** A population's rounds, in microseconds a list, and the bytes that a resident takes. */
    private record Grown(int residents, double[] micros, double bytes) {}

    /** Measures one population after the other, each beside the smallest. */
    public static Report run(Size size, Consumer<String> progress) throws IOException {
        List<Grown> all = new ArrayList<>();
        for (int residents : size.populations()) {
            progress.accept("%,d residents".formatted(residents));
            all.add(fork(size, residents));
        }
        List<Figure> figures = new ArrayList<>();
        Grown least = all.getFirst();
        for (Grown grown : all) {
            String name = "cold feed in process, %,d residents".formatted(grown.residents());
            figures.add(
                    grown.equals(least)
                            ? Figure.alone(name, "µs", grown.micros())
                            : Figure.beside(
                                            name + ", beside %,d".formatted(least.residents()),
                                            "µs",
                                            grown.micros(),
                                            least.micros())
                                    .reaching(Math.round(GROWTH * 100) / 100.0));
            figures.add(
                    Figure.alone("bytes a resident, %,d residents".formatted(grown.residents()), "B", grown.bytes()));
        }
        return new Report(
                figures,
                List.of(
                        "Processor time of one thread for a list of 200 places in their order and the causes of the first 20; each of %,d residents is drawn at random. %,d items, %d opened by each."
                                .formatted(size.lists(), size.items(), size.history()),
                        "To reach: no more than 1.3 times the time of the smallest population, a ratio of 0.77."));
    }

    private static Grown fork(Size size, int residents) throws IOException {
        long heap = BASE_BYTES + residents * (BYTES_A_RESIDENT + BYTES_AN_OPENING * size.history());
        if (heap > Machine.here().memory() * MOST_MEMORY) {
            throw new IOException("%,d residents want a heap of %,d MiB, more than this machine has"
                    .formatted(residents, heap >> 20));
        }
        Process process = Children.start(new ProcessBuilder(Children.java(
                        List.of("-Xmx" + heap, "-XX:+UseSerialGC"),
                        Growth.class.getName(),
                        Integer.toString(residents),
                        Integer.toString(size.items()),
                        Integer.toString(size.history()),
                        Integer.toString(size.rounds()),
                        Integer.toString(size.lists())))
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException(
                        "%,d residents do not fit into a heap of %,d MiB".formatted(residents, heap >> 20));
            }
            double[] numbers = Arrays.stream(line.split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new Grown(residents, Arrays.copyOfRange(numbers, 1, numbers.length), numbers[0]);
        } finally {
            Children.end(process, ENDING_SECONDS);
        }
    }

    /** The forked process: residents, items, history, rounds, lists. Prints the bytes of a resident and the time of a list, a round. */
    public static void main(String[] arguments) {
        int[] given = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        new Growth(given[1], given[2]).print(given[0], given[3], given[4]);
    }

    private void print(int residents, int rounds, int lists) {
        SyntheticPeople people = new SyntheticPeople(FeedBench.SEED, items, history, 0, SyntheticWorld.NOW);
        Catalogue catalogue = SyntheticItems.of(items, SyntheticWorld.NOW, random);
        Things things = Things.of(catalogue);
        Model model = SyntheticWorld.of(FeedBench.SEED, items, 1_000).model();
        long before = inUse();
        Rates rates = SyntheticWorld.noRates();
        Histories histories = lived(people, things, rates, residents);
        double bytes = (double) (inUse() - before) / residents;
        World world = new World(
                        things,
                        rates.prior(),
                        rates.trend(),
                        SyntheticModel.content(items, random),
                        model,
                        SyntheticWorld.SHELF_MILLIS)
                .forServing();
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%.1f", bytes));
        Ranking ranking = new Ranking(SyntheticWorld.CANDIDATES, Ranking.Surroundings.NONE);
        for (int round = -2; round < rounds; round++) {
            double micros = list(ranking, world, people, histories, residents, lists);
            line.append(round < 0 ? "" : String.format(Locale.ROOT, " %.2f", micros));
        }
        System.out.println(line);
    }

    /** Histories and rates as the house lays them. */
    private static Histories lived(SyntheticPeople people, Things things, Rates rates, int residents) {
        Config.Feed config = new ConfigReader()
                .set("feed.cachedHistories", Math.max(100_000, residents))
                .config()
                .feed();
        return SyntheticWorld.histories(config, residents, number -> {
            List<Event> past = people.past(number);
            SyntheticWorld.count(rates, things, people.resident(number), past);
            return past;
        });
    }

    private double list(
            Ranking ranking, World world, SyntheticPeople people, Histories histories, int residents, int lists) {
        Resident[] drawn = new Resident[lists];
        Arrays.setAll(drawn, i -> people.resident(1 + random.nextInt(residents)));
        long start = cpu();
        for (Resident resident : drawn) {
            History history = histories.of(resident.id()).result();
            ranking.list(
                    world,
                    Person.of(resident, history),
                    SyntheticWorld.NOW.toEpochMilli(),
                    Policy.DEFAULT,
                    Orders.NONE,
                    LENGTH,
                    random);
        }
        return (cpu() - start) / 1e3 / lists;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long inUse() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
