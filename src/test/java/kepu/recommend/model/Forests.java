package kepu.recommend.model;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Forests that grow by chance, and rows for them. */
public final class Forests {
    private final List<Integer> features = new ArrayList<>();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<Integer> lefts = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    private Forests() {}

    /** Trees whose leaves lie at most {@code depth} below their root, with thresholds between -2 and 2. */
    public static Forest random(RandomGenerator random, int trees, int depth) {
        Forests grown = new Forests();
        int[] roots = new int[trees];
        int[] depths = new int[trees];
        for (int tree = 0; tree < trees; tree++) {
            roots[tree] = grown.room();
            depths[tree] = grown.grow(random, roots[tree], depth);
        }
        float[] limits = new float[grown.features.size()];
        for (int node = 0; node < limits.length; node++) {
            limits[node] = grown.thresholds.get(node);
        }
        return new Forest(
                random.nextDouble(-2, 2),
                roots,
                depths,
                grown.features.stream().mapToInt(Integer::intValue).toArray(),
                limits,
                grown.lefts.stream().mapToInt(Integer::intValue).toArray(),
                grown.values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Rows of features between -3 and 3, a third of them 0. */
    public static float[] rows(RandomGenerator random, int count) {
        float[] rows = new float[count * Feature.COUNT];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextInt(3) == 0 ? 0 : random.nextFloat(-3, 3);
        }
        return rows;
    }

    private int room() {
        features.add(0);
        thresholds.add(Float.POSITIVE_INFINITY);
        lefts.add(lefts.size());
        values.add(0.0);
        return lefts.size() - 1;
    }

    private int grow(RandomGenerator random, int at, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            values.set(at, random.nextDouble(-1, 1));
            return 0;
        }
        int left = room();
        int right = room();
        features.set(at, random.nextInt(Feature.COUNT));
        thresholds.set(at, random.nextInt(4) == 0 ? 0 : random.nextFloat(-2, 2));
        lefts.set(at, left);
        int deepest = Math.max(grow(random, left, depth - 1), grow(random, right, depth - 1));
        double share = random.nextDouble();
        values.set(at, share * values.get(left) + (1 - share) * values.get(right));
        return deepest + 1;
    }
}
