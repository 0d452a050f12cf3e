package kepu.recommend.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import kepu.base.Neighbours;

/**
 * What trainings on one log have in common as long as their definitions agree on it: item-item weights and rows to learn from. Each is made
 * once and kept while it is among the last few that were used. Not for several threads.
 */
final class Shared {
    /** So many of each kind are kept. A set of rows takes 140 bytes a row, weights 8 bytes a relation. */
    private static final int KEPT = 6;
    /** Of what has lived through the whole log, with everybody's history. */
    private static final int KEPT_WORLDS = 2;

    /**
     * Item-item weights.
     *
     * @param name method and parameters that were chosen
     * @param narrowed the definition with what was chosen
     */
    record Weights(String name, Neighbours neighbours, Definition.Collaborative narrowed) {}

    private final Recent<Weights> weights = new Recent<>(KEPT);
    private final Recent<RowSet> lessons = new Recent<>(KEPT);
    private final Recent<ModelRecommender> worlds = new Recent<>(KEPT_WORLDS);

    /** Weights of what comes before event {@code end}. */
    Weights weights(int end, Definition.Collaborative definition, long seed, Supplier<Weights> making) {
        return weights.of(List.of(end, seed, key(definition)), making);
    }

    /** Rows for the ranker; how it learns from them does not matter. */
    RowSet lessons(Definition definition, Supplier<RowSet> making) {
        Object key = List.of(
                definition.seed(),
                definition.rates(),
                key(definition.collaborative()),
                definition.ranker().rows(),
                definition.ranker().window());
        return lessons.of(key, making);
    }

    /** The end of the log as counts and histories know it; which model looks at it does not matter. */
    ModelRecommender world(Definition definition, Supplier<ModelRecommender> making) {
        return worlds.of(definition.rates(), making);
    }

    /** An array is equal only to itself. */
    private static Object key(Definition.Collaborative definition) {
        return List.of(
                definition.method(),
                Arrays.stream(definition.lambdas()).boxed().toList(),
                definition.factors(),
                definition.neighbours(),
                definition.heldPeople());
    }

    /** The last few that were used. */
    private static final class Recent<T> {
        private final LinkedHashMap<Object, T> all = new LinkedHashMap<>(16, 0.75f, true);
        private final int most;

        Recent(int most) {
            this.most = most;
        }

        T of(Object key, Supplier<T> making) {
            T known = all.get(key);
            if (known != null) {
                return known;
            }
            T made = making.get();
            all.put(key, made);
            if (all.size() > most) {
                all.pollFirstEntry();
            }
            return made;
        }
    }
}
