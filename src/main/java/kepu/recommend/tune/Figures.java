package kepu.recommend.tune;

import kepu.recommend.evaluate.LogEvaluation;

/**
 * How well a model found what people said yes to: means over people of the first 20.
 *
 * @param low with {@code high} the 95 % interval of the NDCG
 */
public record Figures(int users, double recall, double ndcg, double low, double high) {
    static Figures of(LogEvaluation.Row row) {
        return new Figures(
                row.users(),
                row.recall(),
                row.ndcg(),
                row.interval().low(),
                row.interval().high());
    }
}
