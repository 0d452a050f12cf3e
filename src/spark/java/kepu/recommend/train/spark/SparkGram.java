package kepu.recommend.train.spark;

import java.util.List;
import kepu.recommend.train.Gram;
import kepu.recommend.train.GramBand;
import kepu.recommend.train.GramPart;
import kepu.recommend.train.Interactions;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * Gram products by parts of the people, which are spread over the workers once, and bands of rows, which are added up over the parts one after
 * the other. So no worker holds more than its parts and a few bands, and this program a band beside the product that it wants.
 */
final class SparkGram implements Gram {
    /** In a part: 16 MB. */
    private static final int MOST_INTERACTIONS = 4_000_000;

    /** So that a slow part does not keep all others waiting. */
    private static final int PARTS_A_CORE = 2;

    /** In a band: 16 MB. */
    private static final int MOST_CELLS = 2_000_000;

    /** With more parts bands are added up in one step more, since what comes here at once grows with their root. */
    private static final int MANY_PARTS = 1_000;

    private final JavaSparkContext context;

    SparkGram(JavaSparkContext context) {
        this.context = context;
    }

    @Override
    public void product(Interactions taken, int[] kept, double[] weights, Rows rows) {
        if (kept.length == 0) {
            return;
        }
        try {
            add(cut(taken, kept, weights), kept.length, rows);
        } catch (Exception e) {
            throw failed("Spark did not make the product", e);
        }
    }

    private List<GramPart> cut(Interactions taken, int[] kept, double[] weights) {
        int parts = PARTS_A_CORE * context.defaultParallelism();
        return GramPart.of(taken, kept, weights, Math.min(MOST_INTERACTIONS, Math.max(1, taken.size() / parts)));
    }

    private void add(List<GramPart> parts, int items, Rows rows) {
        JavaRDD<GramPart> spread = context.parallelize(parts, parts.size()).persist(StorageLevel.MEMORY_AND_DISK());
        for (GramBand band : GramBand.of(items, MOST_CELLS)) {
            double[] sums = sums(spread, band, parts.size() > MANY_PARTS ? 3 : 2);
            for (int row = band.from(); row < band.to(); row++) {
                rows.row(row, sums, band.diagonal(row));
            }
        }
        spread.unpersist();
    }

    private static double[] sums(JavaRDD<GramPart> spread, GramBand band, int depth) {
        return spread.map(part -> part.band(band)).treeReduce(GramBand::sum, depth);
    }

    /** One line, of which Spark's own are many. */
    static IllegalStateException failed(String what, Exception failure) {
        String why = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return new IllegalStateException(what + ": " + why + "; no version was written", failure);
    }

    @Override
    public void close() {
        context.close();
    }
}
