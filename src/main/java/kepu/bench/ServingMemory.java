package kepu.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.content.Catalogue;
import kepu.recommend.log.Things;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Rates;

/**
 * The heap that serving holds for a population, by part: each is built behind the other as the house builds it, and what the heap in use
 * has grown by after a collection is its size.
 */
public final class ServingMemory {
    /**
     * How large a population.
     *
     * @param history items that each resident opened
     */
    public record Size(int items, int residents, int history) {}

    /** A part of the state and the heap it takes. */
    public record Part(String name, long bytes) {}

    static final String TOTAL = "total";

    private static final String HEAP = "-Xmx3g";
    private static final int COLLECTIONS = 3;
    private static final double MEBIBYTE = 1 << 20;

    private final Size size;
    private final Config.Feed config;
    private final RandomGenerator random = new SplittableRandom(FeedBench.SEED);
    private final SyntheticPeople people;
    private final List<Object> held = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final Consumer<Part> told;
    private long used;

    private ServingMemory(Size size, Consumer<Part> told) {
        this.size = size;
        this.told = told;
        this.config = new ConfigReader()
                .set("feed.cachedHistories", size.residents())
                .config()
                .feed();
        this.people = new SyntheticPeople(FeedBench.SEED, size.items(), size.history(), 0, SyntheticWorld.NOW);
    }

    /** Measures in a process with room for it, which prints a line a part; the exit code. */
    public static int fork(Size size) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServingMemory.class.getName(),
                        Integer.toString(size.items()),
                        Integer.toString(size.residents()),
                        Integer.toString(size.history()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** The forked process: items, residents, history. */
    public static void main(String[] arguments) {
        Size size = new Size(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        measure(size, ServingMemory::print);
        System.out.println(PreparedMemory.measure(PreparedMemory.LISTS, PreparedMemory.RESIDENTS));
    }

    /** Measures here; the last part is the total. */
    static List<Part> measure(Size size, Consumer<Part> told) {
        ServingMemory measuring = new ServingMemory(size, told);
        try {
            return measuring.parts();
        } finally {
            Reference.reachabilityFence(measuring.held);
        }
    }

    private static void print(Part part) {
        System.out.println(String.format(Locale.ROOT, "part=%s mebibytes=%.1f", part.name(), part.bytes() / MEBIBYTE));
    }

    private List<Part> parts() {
        used = inUse();
        long before = used;
        Catalogue catalogue = SyntheticItems.of(size.items(), SyntheticWorld.NOW, random);
        Things things = Things.of(catalogue);
        part("catalogue", List.of(catalogue, things));
        part("neighbours", SyntheticModel.content(size.items(), random));
        part("model", model(catalogue, things));
        part("histories", SyntheticWorld.histories(config, size.residents(), people::past));
        part("prior", rates(things));
        Part total = new Part(TOTAL, used - before);
        parts.add(total);
        told.accept(total);
        return parts;
    }

    private void part(String name, Object state) {
        held.add(state);
        long now = inUse();
        Part part = new Part(name, now - used);
        used = now;
        parts.add(part);
        told.accept(part);
    }

    /** As it was read from disk, and in the numbers of the house. */
    private List<Model> model(Catalogue catalogue, Things things) {
        Model read = SyntheticModel.of(catalogue, SyntheticModel.teacher(), random);
        return List.of(read, read.numbered(things));
    }

    private Rates rates(Things things) {
        Rates rates = SyntheticWorld.noRates();
        for (int number = 1; number <= size.residents(); number++) {
            SyntheticWorld.count(rates, things, people.resident(number), people.past(number));
        }
        return rates;
    }

    static long inUse() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
