package kepu.recommend.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import kepu.base.Neighbours;
import kepu.recommend.rank.TopItems;

/** A {@link GraphFilter} with the {@link Filter} that found most of what was hidden. For catalogues that are too large for {@link Ease}. */
final class GraphModel implements Collaborative {
    private static final int BATCH = ItemGraph.BATCH;
    private static final int DEGREE = 5;

    /** From what the papers of the three families found best on their data sets. */
    private static final List<Filter> FILTERS = List.of(
            Filter.gfCf(0.3),
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

    private final Interactions interactions;
    private final GraphFilter graph;
    private final Filter filter;

    private GraphModel(Interactions interactions, GraphFilter graph, Filter filter) {
        this.interactions = interactions;
        this.graph = graph;
        this.filter = filter;
    }

    static GraphModel of(Interactions interactions, int factors, int held, long seed, Progress progress) {
        Holdout holdout = Holdout.of(interactions, held, seed);
        progress.at(
                0,
                "%d smoothest signals of %,d people and %,d items"
                        .formatted(factors, interactions.people(), interactions.items()));
        // What is hidden is hidden from the signals too; the few interactions that they then lack change nothing that
        // can be measured.
        Spectrum spectrum = Spectrum.of(holdout.kept(), factors);
        progress.at(0.7, "choosing one of %d filters".formatted(FILTERS.size()));
        Filter best = choose(new GraphFilter(holdout.kept(), spectrum), holdout, progress);
        return new GraphModel(interactions, new GraphFilter(interactions, spectrum), best);
    }

    private static Filter choose(GraphFilter graph, Holdout holdout, Progress progress) {
        int[][][] lists = new int[FILTERS.size()][holdout.people().length][];
        int batches = (holdout.people().length + BATCH - 1) / BATCH;
        Workers.run(batches, () -> {
            GraphFilter.Worker worker = graph.new Worker();
            return batch -> {
                int from = batch * BATCH;
                int to = Math.min(from + BATCH, holdout.people().length);
                int[] people = Arrays.copyOfRange(holdout.people(), from, to);
                float[][] basis = worker.basis(items(holdout.kept(), people), DEGREE);
                for (int filter = 0; filter < lists.length; filter++) {
                    top(worker.combine(basis, FILTERS.get(filter)), holdout.kept(), people, lists[filter], from, 20);
                }
            };
        });
        int best = 0;
        double most = -1;
        for (int filter = 0; filter < lists.length; filter++) {
            double ndcg = holdout.ndcg(lists[filter]);
            progress.at(
                    0.95,
                    "%s: ndcg@20 %.4f on what was hidden"
                            .formatted(FILTERS.get(filter).name(), ndcg));
            if (ndcg > most) {
                most = ndcg;
                best = filter;
            }
        }
        return FILTERS.get(best);
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

    private static int[][] items(Interactions interactions, int[] people) {
        int[][] items = new int[people.length][];
        for (int i = 0; i < people.length; i++) {
            items[i] = interactions.itemsOf(people[i]);
        }
        return items;
    }

    private static void top(float[] scores, Interactions taken, int[] people, int[][] lists, int from, int count) {
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
