package kepu.recommend.train;

import java.util.Optional;
import kepu.base.Neighbours;
import kepu.recommend.train.Definition.Collaborative.Method;

/** A linear item-item model, trained. */
public sealed interface Collaborative permits EaseModel, GraphModel {
    /** The largest catalogue for which the dense inversion of {@link Ease} is worth its memory. */
    int MOST_FOR_EASE = 10_000;

    /** What was chosen, for people: method and parameters. */
    String name();

    /** The weights for serving: of each row the {@code most} that are largest. */
    Neighbours neighbours(int most);

    /** The best items of people of the training set, of all items but their own, best first; exact, not from {@link #neighbours}. */
    int[][] top(int[] people, int count, Progress progress);

    /** The definition with what was chosen, for further trainings on nearly the same interactions. */
    Definition.Collaborative narrowed(Definition.Collaborative definition);

    /** Whether it is EASE, by the method that a definition names and the catalogue's size; else it is a graph filter. */
    static boolean isEase(Method method, int items) {
        return switch (method) {
            case EASE -> true;
            case GRAPH -> false;
            case AUTO -> items <= MOST_FOR_EASE;
        };
    }

    /**
     * Trains for serving by the definition; parameters that it leaves open are chosen by what they find of hidden interactions.
     *
     * @param products makes those that EASE needs; a graph filter needs none
     */
    static Collaborative train(
            Interactions interactions,
            Definition.Collaborative definition,
            long seed,
            Gram products,
            Progress progress) {
        return isEase(definition.method(), interactions.items())
                ? EaseModel.of(interactions, definition.lambdas(), definition.heldPeople(), seed, products, progress)
                : GraphModel.of(interactions, definition.factors(), definition.heldPeople(), seed, progress);
    }

    /** Trains whatever ranks best, though it be of no use for serving: where the definition leaves it open, of any method that fits in. */
    static Collaborative best(
            Interactions interactions, Definition.Collaborative definition, long seed, Progress progress) {
        Holdout holdout = Holdout.of(interactions, definition.heldPeople(), seed);
        Optional<EaseModel.Choice> ease = isEase(definition.method(), interactions.items())
                ? Optional.of(EaseModel.choose(holdout, definition.lambdas(), Gram.local(), progress.part(0, 0.5)))
                : Optional.empty();
        Optional<GraphModel.Choice> graph = definition.method() == Method.EASE
                ? Optional.empty()
                : Optional.of(GraphModel.choose(holdout, definition.factors(), progress.part(0.5, 1)));
        return graph.isEmpty()
                        || ease.isPresent() && ease.get().found() >= graph.get().found()
                ? EaseModel.of(interactions, ease.orElseThrow().shape(), Gram.local())
                : graph.get().of(interactions);
    }
}
