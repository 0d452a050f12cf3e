package kepu.recommend.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The search for the {@link Filter} that finds most of what was hidden. Not for several threads; uses all processors. */
final class Choosing {
    private static final int BATCH = ItemGraph.BATCH;
    private static final int TOP = 20;

    private final Holdout holdout;
    private final Progress progress;
    private GraphModel.Choice best = new GraphModel.Choice(Filter.gfCf(0), Spectrum.NONE, -1);

    Choosing(Holdout holdout, Progress progress) {
        this.holdout = holdout;
        this.progress = progress;
    }

    GraphModel.Choice best() {
        return best;
    }

    /** Scores of a batch of people by one of the filters. */
    private interface Batch {
        float[] scores(Filter filter);
    }

    /** What all filters have in common is made once for a batch. */
    private interface Making {
        Batch of(GraphFilter.Worker worker, int[][] itemsOfPeople);
    }

    /** Tries filters without a low-passed signal that is carried on, and with the same powers. The best of them. */
    Filter simple(Spectrum spectrum, List<Filter> filters) {
        int degree = filters.getFirst().degree();
        Filter.Powers powers = filters.getFirst().powers();
        return tried(spectrum, filters, (worker, items) -> {
            float[][] signals = worker.powers(items, degree, powers);
            return filter -> worker.complete(signals, filter);
        });
    }

    /** Tries filters with the same powers and gains. The best of them. */
    Filter carried(Spectrum spectrum, List<Filter> filters) {
        int degree = filters.stream().mapToInt(Filter::degree).max().orElseThrow();
        Filter.Powers powers = filters.getFirst().powers();
        float[] gains = filters.getFirst().gains();
        return tried(spectrum, filters, (worker, items) -> {
            float[][] basis = worker.basis(items, degree, powers, gains);
            return filter -> worker.combine(basis, filter);
        });
    }

    private Filter tried(Spectrum spectrum, List<Filter> filters, Making making) {
        GraphFilter graph = new GraphFilter(holdout.kept(), spectrum);
        int[][][] lists = new int[filters.size()][holdout.people().length][];
        int batches = (holdout.people().length + BATCH - 1) / BATCH;
        Workers.run(batches, () -> {
            GraphFilter.Worker worker = graph.new Worker();
            return number -> {
                int from = number * BATCH;
                int[] people =
                        Arrays.copyOfRange(holdout.people(), from, Math.min(from + BATCH, holdout.people().length));
                Batch batch = making.of(worker, GraphModel.items(holdout.kept(), people));
                for (int filter = 0; filter < lists.length; filter++) {
                    float[] scores = batch.scores(filters.get(filter));
                    GraphModel.top(scores, holdout.kept(), people, lists[filter], from, TOP);
                }
            };
        });
        List<GraphModel.Choice> found = new ArrayList<>();
        for (int filter = 0; filter < lists.length; filter++) {
            double ndcg = holdout.ndcg(lists[filter]);
            progress.at(
                    0.95,
                    "%s: ndcg@20 %.4f on what was hidden"
                            .formatted(filters.get(filter).name(), ndcg));
            found.add(new GraphModel.Choice(filters.get(filter), spectrum, ndcg));
        }
        GraphModel.Choice first =
                found.stream().reduce((a, b) -> b.found() > a.found() ? b : a).orElseThrow();
        best = first.found() > best.found() ? first : best;
        return first.filter();
    }
}
