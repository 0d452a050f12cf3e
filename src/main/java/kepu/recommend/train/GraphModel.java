package kepu.recommend.train;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import kepu.base.Neighbours;
import kepu.recommend.rank.TopItems;

/** A {@link GraphFilter} with the {@link Filter} that found most of what was hidden. For catalogues that are too large for {@link Ease}. */
final class GraphModel implements Collaborative {
    private static final int BATCH = ItemGraph.BATCH;
    /** Tells how many vectors there should be. */
    private static final Filter GF_CF = Filter.gfCf(0.3);

    /** From what the papers found best on their data sets. */
    private static final List<Filter> BLURRED = List.of(
            Filter.averaged(0.3, 1.2),
            Filter.averaged(0.2, 1.8),
            Filter.averaged(0.2, 1.2),
            Filter.sharpened(0.3, 1.2),
            Filter.sharpened(0.3, 1.8),
            Filter.sharpened(0.2, 1.8),
            Filter.sharpened(0.2, 2.5),
            Filter.sharpened(0.1, 2.5),
            Filter.sharpened(0.2, 3.2),
            Filter.sharpened(0.1, 3.2));

    /** The view of {@link Ridge} and its λ: what was found best on several kinds of data. */
    private static final View MILD = new View(0.25, 0.25);

    private static final List<Double> LAMBDAS = List.of(0.03, 0.1, 0.3);

    private final Interactions interactions;
    private final GraphFilter graph;
    private final Filter filter;

    /** A filter with its spectrum, and the NDCG@20 with which it found what was hidden. */
    record Choice(Filter filter, Spectrum spectrum, double found) {
        GraphModel of(Interactions interactions) {
            return new GraphModel(interactions, new GraphFilter(interactions, spectrum), filter);
        }
    }

    private GraphModel(Interactions interactions, GraphFilter graph, Filter filter) {
        this.interactions = interactions;
        this.graph = graph;
        this.filter = filter;
    }

    static GraphModel of(Interactions interactions, int factors, int held, long seed, Progress progress) {
        return choose(Holdout.of(interactions, held, seed), factors, progress).of(interactions);
    }

    /**
     * The best of all filters. What is hidden is hidden from the signals too; that the model then has the signals without it changes nothing
     * that can be measured.
     */
    static Choice choose(Holdout holdout, int factors, Progress progress) {
        progress.at(
                0,
                "%d smoothest signals of %,d people and %,d items"
                        .formatted(
                                factors, holdout.kept().people(), holdout.kept().items()));
        Choosing choosing = new Choosing(holdout, progress);
        // ARPACK is for one thread; what is known already is tried meanwhile
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<Spectrum> mild = executor.submit(() -> Spectrum.of(holdout.kept(), MILD, Math.max(1, factors / 4)));
            Future<Spectrum> symmetric = executor.submit(() -> Spectrum.of(holdout.kept(), factors));
            choosing.simple(mild.get(), ridges(mild.get()));
            published(choosing, symmetric.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("no spectrum: " + e.getCause(), e);
        }
        return choosing.best();
    }

    private static void published(Choosing choosing, Spectrum symmetric) {
        Filter width = choosing.simple(
                symmetric,
                IntStream.of(4, 2, 1)
                        .map(part -> (symmetric.factors() + part - 1) / part)
                        .distinct()
                        .mapToObj(GF_CF::over)
                        .toList());
        choosing.carried(
                symmetric,
                BLURRED.stream()
                        .map(filter -> filter.over(width.gains().length))
                        .toList());
    }

    private static List<Filter> ridges(Spectrum spectrum) {
        return LAMBDAS.stream().map(lambda -> Ridge.of(spectrum, lambda)).toList();
    }

    @Override
    public String name() {
        return filter.name();
    }

    @Override
    public Definition.Collaborative narrowed(Definition.Collaborative definition) {
        return definition;
    }

    @Override
    public int[][] top(int[] people, int count, Progress progress) {
        int[][] lists = new int[people.length][];
        int batches = (people.length + BATCH - 1) / BATCH;
        Workers.run(batches, () -> {
            GraphFilter.Worker worker = graph.new Worker();
            return batch -> {
                int from = batch * BATCH;
                int[] some = Arrays.copyOfRange(people, from, Math.min(from + BATCH, people.length));
                top(worker.score(items(interactions, some), filter), interactions, some, lists, from, count);
                progress.at((double) from / people.length, "ranking for %,d people".formatted(people.length));
            };
        });
        return lists;
    }

    @Override
    public Neighbours neighbours(int most) {
        int items = graph.items();
        int[][] others = new int[items][];
        float[][] weights = new float[items][];
        Workers.run((items + BATCH - 1) / BATCH, () -> {
            GraphFilter.Worker worker = graph.new Worker();
            return batch -> {
                int from = batch * BATCH;
                int[][] single = new int[Math.min(BATCH, items - from)][];
                Arrays.setAll(single, i -> new int[] {from + i});
                float[] scores = worker.score(single, filter);
                for (int i = 0; i < single.length; i++) {
                    int own = from + i;
                    int column = i;
                    others[own] = top(scores, column, items, most, item -> item != own);
                    weights[own] = new float[others[own].length];
                    for (int at = 0; at < others[own].length; at++) {
                        weights[own][at] = scores[others[own][at] * BATCH + column];
                    }
                }
            };
        });
        Neighbours.Builder builder = new Neighbours.Builder(items, items * most);
        for (int item = 0; item < items; item++) {
            for (int at = 0; at < others[item].length; at++) {
                if (weights[item][at] > 0) {
                    builder.entry(others[item][at], weights[item][at]);
                }
            }
            builder.end();
        }
        return builder.build();
    }

    static int[][] items(Interactions interactions, int[] people) {
        int[][] items = new int[people.length][];
        for (int i = 0; i < people.length; i++) {
            items[i] = interactions.itemsOf(people[i]);
        }
        return items;
    }

    static void top(float[] scores, Interactions taken, int[] people, int[][] lists, int from, int count) {
        boolean[] own = new boolean[taken.items()];
        for (int i = 0; i < people.length; i++) {
            int[] items = taken.itemsOf(people[i]);
            mark(own, items, true);
            lists[from + i] = top(scores, i, taken.items(), count, item -> !own[item]);
            mark(own, items, false);
        }
    }

    private static int[] top(float[] scores, int column, int items, int count, IntPredicate passes) {
        TopItems top = new TopItems(count);
        for (int item = 0; item < items; item++) {
            if (passes.test(item)) {
                top.offer(item, scores[item * BATCH + column]);
            }
        }
        return top.drain();
    }

    private static void mark(boolean[] own, int[] items, boolean value) {
        for (int item : items) {
            own[item] = value;
        }
    }
}
