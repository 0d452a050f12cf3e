package kepu.search.claim;

import java.util.ArrayList;
import java.util.List;
import kepu.search.claim.Background.Kind;

/**
 * Where a claim ends: a function of statements that is near 1 on the forms of the claim and near -1 on the texts unlike it, by kernel ridge
 * regression (Saunders, Gammerman and Vovk, 1998). The kernel is the cosine of the vectors plus the cosine of the weighed characters and pairs
 * of characters, those under a negation apart. 0 everywhere for a claim without texts unlike it.
 */
final class Boundary {
    private static final double RIDGE = 1;

    private final List<Weighed> examples;
    private final double[] weights;

    Boundary(List<Weighed> forms, List<Weighed> unlike) {
        this.examples = new ArrayList<>(unlike.isEmpty() ? List.of() : forms);
        this.examples.addAll(unlike);
        int size = examples.size();
        double[][] kernel = new double[size][size];
        double[] sides = new double[size];
        for (int at = 0; at < size; at++) {
            for (int other = 0; other <= at; other++) {
                kernel[at][other] = kernel(examples.get(at), examples.get(other));
                kernel[other][at] = kernel[at][other];
            }
            boolean isForm = at < forms.size();
            // both sides count the same, however many there are
            kernel[at][at] += isForm ? RIDGE : RIDGE * unlike.size() / forms.size();
            sides[at] = isForm ? 1 : -1;
        }
        this.weights = Logistic.solved(kernel, sides);
    }

    double side(Weighed statement) {
        double side = 0;
        for (int at = 0; at < weights.length; at++) {
            side += weights[at] * kernel(statement, examples.get(at));
        }
        return side;
    }

    private static double kernel(Weighed one, Weighed other) {
        return one.meant(other) + one.signedCosine(other);
    }

    /** The terms that the kernel counts. */
    static final List<Kind> KINDS = List.of(Kind.CHARACTER, Kind.PAIR);
}
