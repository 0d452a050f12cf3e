package kepu.recommend.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Forest;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Ranker;
import smile.classification.GradientTreeBoost;
import smile.classification.LogisticRegression;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;
import smile.math.MathEx;

/** Trains a ranker by Smile and compiles it to the form that serves. */
final class RankerTraining {
    /** The last share of the rows is kept for the figures and not learned from. */
    private static final double KEPT_BACK = 0.15;

    private static final String LABEL = "opened";

    /**
     * A ranker and how good it is on rows that it did not see.
     *
     * @param auc area under the ROC curve of the ranker
     * @param logLoss mean negative log likelihood of the ranker
     * @param importance share of each feature in the reduction of impurity (trees) or in the spread of the scores (linear)
     */
    record Trained(Ranker ranker, int rows, double auc, double logLoss, Map<Feature, Double> importance) {}

    private final Definition.Ranker definition;
    private final boolean[] used = new boolean[Feature.COUNT];

    RankerTraining(Definition.Ranker definition) {
        this.definition = definition;
        Arrays.fill(used, true);
        definition.without().forEach(code -> used[Feature.of(code).orElseThrow().ordinal()] = false);
    }

    Trained train(RowSet rows, long seed) {
        int learned = (int) (rows.size() * (1 - KEPT_BACK));
        int opened = 0;
        for (int row = 0; row < learned; row++) {
            opened += rows.label(row);
        }
        if (opened == 0 || opened == learned) {
            return judged(Linear.untrained(), rows, learned, Map.of());
        }
        MathEx.setSeed(seed);
        return switch (definition.kind()) {
            case AUTO -> {
                Trained linear = linear(rows, learned, seed);
                Trained trees = trees(rows, learned);
                yield trees.logLoss() < linear.logLoss() ? trees : linear;
            }
            case TREES -> trees(rows, learned);
            case LINEAR -> linear(rows, learned, seed);
        };
    }

    private Trained trees(RowSet rows, int learned) {
        GradientTreeBoost boost = GradientTreeBoost.fit(
                Formula.lhs(LABEL),
                frame(rows, learned),
                new GradientTreeBoost.Options(
                        definition.trees(),
                        definition.depth(),
                        definition.leaves(),
                        definition.leastRows(),
                        definition.learningRate(),
                        definition.sample(),
                        null,
                        null));
        Forest forest = CompiledTrees.of(boost, definition.learningRate());
        double sum = Arrays.stream(boost.importance()).sum();
        Map<Feature, Double> importance = new EnumMap<>(Feature.class);
        for (int column = 0; column < Feature.COUNT; column++) {
            importance.put(Feature.at(column), sum == 0 ? 0 : boost.importance()[column] / sum);
        }
        return judged(forest, rows, learned, importance);
    }

    private Trained linear(RowSet rows, int learned, long seed) {
        return rows.hasLists() ? chosen(rows, learned, seed) : independent(rows, learned);
    }

    private Trained chosen(RowSet rows, int learned, long seed) {
        Linear linear = new Choices(rows, learned, used).learn(definition.ridge(), new Random(seed));
        Scaling scaling = Scaling.of(rows, learned, used);
        Map<Feature, Double> importance = new EnumMap<>(Feature.class);
        double all = 0;
        for (int column = 0; column < Feature.COUNT; column++) {
            all += Math.abs(linear.weights()[column]) * scaling.deviations()[column];
        }
        for (int column = 0; column < Feature.COUNT; column++) {
            double spread = Math.abs(linear.weights()[column]) * scaling.deviations()[column];
            importance.put(Feature.at(column), all == 0 ? 0 : spread / all);
        }
        return judged(linear, rows, learned, importance);
    }

    private Trained independent(RowSet rows, int learned) {
        Scaling scaling = Scaling.of(rows, learned, used);
        double[][] x = new double[learned][];
        int[] y = new int[learned];
        for (int row = 0; row < learned; row++) {
            x[row] = scaling.scaled(rows, row);
            y[row] = rows.label(row);
        }
        LogisticRegression.Binomial regression =
                LogisticRegression.binomial(x, y, new LogisticRegression.Options(definition.ridge(), 1e-6, 300));
        double[] coefficients = regression.coefficients();
        double[] weights = new double[Feature.COUNT];
        double bias = coefficients[Feature.COUNT];
        Map<Feature, Double> importance = new EnumMap<>(Feature.class);
        double all = 0;
        for (int column = 0; column < Feature.COUNT; column++) {
            all += Math.abs(coefficients[column]);
            weights[column] =
                    scaling.deviations()[column] == 0 ? 0 : coefficients[column] / scaling.deviations()[column];
            bias -= weights[column] * scaling.means()[column];
        }
        for (int column = 0; column < Feature.COUNT; column++) {
            importance.put(Feature.at(column), all == 0 ? 0 : Math.abs(coefficients[column]) / all);
        }
        return judged(new Linear(bias, weights, scaling.means()), rows, learned, importance);
    }

    private DataFrame frame(RowSet rows, int learned) {
        double[][] x = new double[learned][Feature.COUNT];
        int[] y = new int[learned];
        for (int row = 0; row < learned; row++) {
            for (int column = 0; column < Feature.COUNT; column++) {
                x[row][column] = used[column] ? rows.feature(row, Feature.at(column)) : 0;
            }
            y[row] = rows.label(row);
        }
        List<String> names = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            names.add(feature.name());
        }
        return DataFrame.of(x, names.toArray(String[]::new)).add(new IntVector(LABEL, y));
    }

    /** Figures on the rows that were kept back; places in the list are told, as they are part of what happened. */
    private static Trained judged(Ranker ranker, RowSet rows, int learned, Map<Feature, Double> importance) {
        int count = rows.size() - learned;
        double[] scores = new double[count];
        ranker.score(
                Arrays.copyOfRange(rows.features(), learned * Feature.COUNT, rows.size() * Feature.COUNT),
                count,
                scores);
        int[] labels = new int[count];
        double loss = 0;
        for (int i = 0; i < count; i++) {
            labels[i] = rows.label(learned + i);
            double odds = labels[i] == 1 ? scores[i] : -scores[i];
            loss += Math.log1p(Math.exp(-odds));
        }
        return new Trained(ranker, learned, Auc.of(scores, labels), count == 0 ? 0 : loss / count, importance);
    }
}
