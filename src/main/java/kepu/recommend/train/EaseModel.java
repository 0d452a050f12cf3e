package kepu.recommend.train;

import java.util.Arrays;
import kepu.base.Neighbours;
import kepu.recommend.rank.TopItems;

/** {@link Ease} with the regularisation that found most of what was hidden. */
final class EaseModel implements Collaborative {
    private final Interactions interactions;
    private final Ease ease;
    private final double lambda;

    private EaseModel(Interactions interactions, Ease ease, double lambda) {
        this.interactions = interactions;
        this.ease = ease;
        this.lambda = lambda;
    }

    static EaseModel of(Interactions interactions, double[] lambdas, int held, long seed, Progress progress) {
        double best = lambdas[0];
        if (lambdas.length > 1) {
            Holdout holdout = Holdout.of(interactions, held, seed);
            double most = -1;
            for (int i = 0; i < lambdas.length; i++) {
                EaseModel tried = new EaseModel(holdout.kept(), Ease.of(holdout.kept(), lambdas[i]), lambdas[i]);
                double ndcg = holdout.ndcg(tried.top(holdout.people(), 20, Progress.SILENT));
                progress.at(
                        (double) i / (lambdas.length + 1),
                        "%s: ndcg@20 %.4f on what was hidden".formatted(tried.name(), ndcg));
                if (ndcg > most) {
                    most = ndcg;
                    best = lambdas[i];
                }
            }
        }
        return new EaseModel(interactions, Ease.of(interactions, best), best);
    }

    @Override
    public String name() {
        return "ease λ=%.0f".formatted(lambda);
    }

    @Override
    public Definition.Collaborative narrowed(Definition.Collaborative definition) {
        return new Definition.Collaborative(
                definition.method(),
                new double[] {lambda},
                definition.factors(),
                definition.neighbours(),
                definition.heldPeople());
    }

    @Override
    public Neighbours neighbours(int most) {
        return ease.neighbours(most);
    }

    @Override
    public int[][] top(int[] people, int count, Progress progress) {
        Neighbours weights = neighbours(interactions.items());
        int[][] lists = new int[people.length][];
        Workers.run(people.length, () -> {
            float[] scores = new float[interactions.items()];
            boolean[] own = new boolean[interactions.items()];
            return i -> {
                Arrays.fill(scores, 0);
                Arrays.fill(own, false);
                for (int item : interactions.itemsOf(people[i])) {
                    weights.add(item, 1, scores);
                    own[item] = true;
                }
                lists[i] = TopItems.of(scores, count, item -> !own[item]);
            };
        });
        return lists;
    }
}
