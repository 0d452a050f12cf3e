package kepu.bench.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import kepu.bench.Figure;
import kepu.bench.Report;

/**
 * Starts {@code serve} again and again on a filled data folder, each round once with every set of options, and measures the time until it
 * serves, the time until nothing follows any more, its processor time until then, its memory, and feeds to one caller. The first set is the
 * reference of the others. The embedded PostgreSQL starts and ends with it.
 */
public final class StartBench {
    private static final String REGION = "510903100208";

    /**
     * What is compared.
     *
     * @param options of Java by the name of the set, the reference first
     * @param feeds that are asked for in each start
     */
    public record Effort(int rounds, int feeds, Map<String, List<String>> options) {
        public Effort {
            if (options.size() < 2) {
                throw new IllegalArgumentException("a reference and something beside it are wanted");
            }
            options = new LinkedHashMap<>(options);
        }
    }

    /** One start. */
    private record Measured(
            double ready, double whole, double cpu, double readyMebibytes, double feeds, double mebibytes) {}

    private final Effort effort;
    private final Path data;
    private final Path log;
    private final Consumer<String> progress;

    public StartBench(Effort effort, Path data, Path log, Consumer<String> progress) {
        this.effort = effort;
        this.data = data;
        this.log = log;
        this.progress = progress;
    }

    /** Blocking, for minutes. One round is not counted: it brings the files into memory. */
    public Report run() throws IOException, InterruptedException {
        Map<String, List<Measured>> all = new LinkedHashMap<>();
        measure(effort.options().values().iterator().next());
        for (int round = 1; round <= effort.rounds(); round++) {
            for (Map.Entry<String, List<String>> set : effort.options().entrySet()) {
                Measured measured = measure(set.getValue());
                all.computeIfAbsent(set.getKey(), name -> new ArrayList<>()).add(measured);
                progress.accept("round %d, %s: ready after %.2f s".formatted(round, set.getKey(), measured.ready()));
            }
        }
        return report(all);
    }

    private Measured measure(List<String> options) throws IOException, InterruptedException {
        try (Started started = Started.with(options, data, log)) {
            double ready = started.readySeconds();
            double cpu = started.cpuSeconds();
            double mebibytes = started.mebibytes();
            double whole = started.wholeSeconds();
            double feeds = started.feeds(effort.feeds(), REGION);
            return new Measured(ready, whole, cpu, mebibytes, feeds, started.mebibytes());
        }
    }

    private Report report(Map<String, List<Measured>> all) {
        List<Figure> figures = new ArrayList<>();
        String reference = all.keySet().iterator().next();
        all.forEach((name, own) -> {
            if (!name.equals(reference)) {
                figures.addAll(figures(name, own, all.getOrDefault(reference, List.of())));
            }
        });
        return new Report(
                figures,
                List.of(
                        "The reference is " + reference + "; every round starts each once on the same folder.",
                        "Memory is that of the program without PostgreSQL, pages that are shared counted by their part."));
    }

    private static List<Figure> figures(String name, List<Measured> own, List<Measured> reference) {
        return List.of(
                cost(name + ": serves", "s", Measured::ready, own, reference),
                cost(name + ": nothing follows any more", "s", Measured::whole, own, reference),
                cost(name + ": processor time until it serves", "s", Measured::cpu, own, reference),
                cost(name + ": memory when it serves", "MiB", Measured::readyMebibytes, own, reference),
                cost(name + ": memory after feeds", "MiB", Measured::mebibytes, own, reference),
                Figure.rate(
                        name + ": feeds to one caller",
                        "1/s",
                        values(own, Measured::feeds),
                        values(reference, Measured::feeds)));
    }

    private static Figure cost(
            String figure, String unit, ToDoubleFunction<Measured> of, List<Measured> own, List<Measured> reference) {
        return Figure.beside(figure, unit, values(own, of), values(reference, of));
    }

    private static double[] values(List<Measured> rounds, ToDoubleFunction<Measured> of) {
        return rounds.stream().mapToDouble(of).toArray();
    }
}
