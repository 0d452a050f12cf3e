package kepu.recommend.train;

import java.util.Arrays;
import java.util.List;
import kepu.base.Neighbours;
import kepu.recommend.rank.TopItems;

/** {@link Ease} of the shape that found most of what was hidden. */
final class EaseModel implements Collaborative {
    private static final double EVENNESS = 0.5;
    private static final double[] RELAXATION = {0, 0.5, 1};

    private final Interactions interactions;
    private final Ease ease;
    private final Ease.Shape shape;

    /** A shape, and the NDCG@20 with which it found what was hidden. */
    record Choice(Ease.Shape shape, double found) {}

    private EaseModel(Interactions interactions, Ease ease, Ease.Shape shape) {
        this.interactions = interactions;
        this.ease = ease;
        this.shape = shape;
    }

    /** EASE as published with one of the regularisations. */
    static EaseModel of(
            Interactions interactions, double[] lambdas, int held, long seed, Gram products, Progress progress) {
        List<Ease.Shape> shapes =
                Arrays.stream(lambdas).mapToObj(Ease.Shape::plain).toList();
        Ease.Shape best = shapes.size() == 1
                ? shapes.getFirst()
                : choose(Holdout.of(interactions, held, seed), shapes, new double[] {0}, products, progress)
                        .shape();
        return of(interactions, best, products);
    }

    static EaseModel of(Interactions interactions, Ease.Shape shape, Gram products) {
        return new EaseModel(interactions, Ease.of(interactions, shape, products), shape);
    }

    /** The best of shapes with one of the regularisations; that is chosen first. */
    static Choice choose(Holdout holdout, double[] lambdas, Gram products, Progress progress) {
        List<Ease.Shape> plain =
                Arrays.stream(lambdas).mapToObj(Ease.Shape::plain).toList();
        Choice best = choose(holdout, plain, RELAXATION, products, progress);
        List<Ease.Shape> even = List.of(new Ease.Shape(best.shape.lambda(), EVENNESS, 0));
        Choice other = choose(holdout, even, RELAXATION, products, progress);
        return other.found > best.found ? other : best;
    }

    /** The best of shapes, of which each is relaxed in several ways; one inversion a shape. */
    private static Choice choose(
            Holdout holdout, List<Ease.Shape> shapes, double[] relaxations, Gram products, Progress progress) {
        Choice best = new Choice(shapes.getFirst(), -1);
        for (int i = 0; i < shapes.size(); i++) {
            Ease ease = Ease.of(holdout.kept(), shapes.get(i), products);
            Neighbours weights = ease.neighbours(holdout.kept().items());
            for (double relaxation : relaxations) {
                Ease.Shape shape = shapes.get(i).relaxed(relaxation);
                float[] scales = ease.scales(relaxation);
                double ndcg = holdout.ndcg(top(holdout.kept(), weights, scales, holdout.people(), 20));
                progress.at(
                        (double) i / (shapes.size() + 1),
                        "%s: ndcg@20 %.4f on what was hidden".formatted(shape.name(), ndcg));
                best = ndcg > best.found ? new Choice(shape, ndcg) : best;
            }
        }
        return best;
    }

    @Override
    public String name() {
        return shape.name();
    }

    @Override
    public Definition.Collaborative narrowed(Definition.Collaborative definition) {
        return new Definition.Collaborative(
                definition.method(),
                new double[] {shape.lambda()},
                definition.factors(),
                definition.neighbours(),
                definition.heldPeople());
    }

    @Override
    public Neighbours neighbours(int most) {
        return ease.neighbours(most, shape.relaxation());
    }

    @Override
    public int[][] top(int[] people, int count, Progress progress) {
        return top(interactions, ease.neighbours(interactions.items()), ease.scales(shape.relaxation()), people, count);
    }

    private static int[][] top(Interactions interactions, Neighbours weights, float[] scales, int[] people, int count) {
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
                for (int item = 0; item < scores.length; item++) {
                    scores[item] *= scales[item];
                }
                lists[i] = TopItems.of(scores, count, item -> !own[item]);
            };
        });
        return lists;
    }
}
