package kepu.search.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Vectors of words that stand in like company: the positive pointwise mutual information of words within a few places of each other (Levy
 * and Goldberg, 2014), reduced to {@link Background#DIMENSIONS} by randomised subspace iteration (Halko, Martinsson and Tropp, 2011).
 */
final class Space {
    private static final int WINDOW = 6;
    private static final int LEAST = 3;
    private static final int ROUNDS = 6;

    private record Cell(int column, float value) {}

    private final Map<String, Integer> numbers = new TreeMap<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    private Space() {}

    /** The vectors of the words that stand in at least three places of the sentences. The same seed, the same vectors. */
    static Map<String, float[]> of(List<List<String>> sentences, long seed) {
        Space space = new Space();
        space.number(sentences);
        space.relate(sentences);
        return space.reduced(new SplittableRandom(seed));
    }

    private void number(List<List<String>> sentences) {
        Map<String, Integer> counts = new TreeMap<>();
        sentences.forEach(sentence -> sentence.forEach(word -> counts.merge(word, 1, Integer::sum)));
        counts.forEach((word, count) -> {
            if (count >= LEAST) {
                numbers.put(word, numbers.size());
            }
        });
    }

    private void relate(List<List<String>> sentences) {
        List<Map<Integer, Integer>> together = new ArrayList<>();
        numbers.forEach((word, number) -> together.add(new HashMap<>()));
        double[] totals = new double[together.size()];
        double all = 0;
        for (List<String> sentence : sentences) {
            for (int at = 0; at < sentence.size(); at++) {
                Integer one = numbers.get(sentence.get(at));
                for (int next = at + 1; one != null && next < sentence.size() && next <= at + WINDOW; next++) {
                    Integer other = numbers.get(sentence.get(next));
                    if (other != null) {
                        together.get(one).merge(other, 1, Integer::sum);
                        together.get(other).merge(one, 1, Integer::sum);
                        totals[one]++;
                        totals[other]++;
                        all += 2;
                    }
                }
            }
        }
        for (int one = 0; one < totals.length; one++) {
            List<Cell> row = new ArrayList<>();
            for (Map.Entry<Integer, Integer> cell : new TreeMap<>(together.get(one)).entrySet()) {
                double information = Math.log(cell.getValue() * all / (totals[one] * totals[cell.getKey()]));
                if (information > 0) {
                    row.add(new Cell(cell.getKey(), (float) information));
                }
            }
            rows.add(row);
        }
    }

    private Map<String, float[]> reduced(SplittableRandom random) {
        float[][] basis = new float[rows.size()][Background.DIMENSIONS];
        for (float[] row : basis) {
            for (int at = 0; at < row.length; at++) {
                row[at] = (float) random.nextDouble(-1, 1);
            }
        }
        double[] sizes = {};
        for (int round = 0; round < ROUNDS; round++) {
            basis = times(basis);
            sizes = orthogonal(basis);
        }
        Map<String, float[]> vectors = new TreeMap<>();
        for (Map.Entry<String, Integer> word : numbers.entrySet()) {
            float[] vector = basis[word.getValue()].clone();
            for (int at = 0; at < vector.length; at++) {
                vector[at] *= (float) Math.sqrt(sizes[at]);
            }
            vectors.put(word.getKey(), Background.unit(vector));
        }
        return vectors;
    }

    private float[][] times(float[][] basis) {
        float[][] product = new float[basis.length][Background.DIMENSIONS];
        for (int row = 0; row < basis.length; row++) {
            for (Cell cell : rows.get(row)) {
                float[] other = basis[cell.column()];
                for (int at = 0; at < other.length; at++) {
                    product[row][at] += cell.value() * other[at];
                }
            }
        }
        return product;
    }

    /** Modified Gram–Schmidt on the columns; gives their lengths before. */
    private static double[] orthogonal(float[][] basis) {
        double[] sizes = new double[Background.DIMENSIONS];
        for (int column = 0; column < sizes.length; column++) {
            for (int before = 0; before < column; before++) {
                double product = 0;
                for (float[] row : basis) {
                    product += row[column] * row[before];
                }
                for (float[] row : basis) {
                    row[column] -= (float) (product * row[before]);
                }
            }
            double square = 0;
            for (float[] row : basis) {
                square += row[column] * row[column];
            }
            sizes[column] = Math.sqrt(square);
            for (float[] row : basis) {
                row[column] /= (float) Math.max(sizes[column], 1e-12);
            }
        }
        return sizes;
    }
}
