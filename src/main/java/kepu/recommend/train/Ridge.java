package kepu.recommend.train;

import java.util.Arrays;

/**
 * Ridge regression of everybody's items on all items, (P + λI)⁻¹P in a {@link View}, as a {@link Filter}: with people counting by their
 * weights it is what EASE is without its constraint (Steck, "Autoencoders that don't overfit towards the identity", NeurIPS 2020; Moon et
 * al., SIGIR 2023), for catalogues of which no dense matrix can be inverted. On the strongest vectors it is exact; on the rest of the
 * spectrum, which is narrow, it is the polynomial through the Chebyshev nodes. Of its constant term what scores only the person's own items
 * is left out.
 */
final class Ridge {
    /** Of the polynomial; with λ a fifth of the widest rest the error is below a hundredth. */
    private static final int DEGREE = 4;
    /** A rest narrower than this is as good as none. */
    private static final double NARROWEST = 1e-3;

    private Ridge() {}

    static Filter of(Spectrum spectrum, double lambda) {
        int factors = spectrum.factors();
        double widest = factors == 0 ? 1 : Math.max(NARROWEST, spectrum.strengths()[factors - 1]);
        double[] rest = interpolated(widest, lambda);
        float[] direct = new float[rest.length];
        for (int power = 1; power < rest.length; power++) {
            direct[power] = (float) rest[power];
        }
        float[] gains = new float[factors];
        for (int factor = 0; factor < factors; factor++) {
            double strength = spectrum.strengths()[factor];
            gains[factor] = (float) (passed(strength, lambda) - rest[0]);
        }
        float[] ideal = new float[rest.length];
        ideal[0] = 1;
        double items = spectrum.view().items();
        String name = "ridge λ=%.3f people=%.2f items=%.2f"
                .formatted(lambda, spectrum.view().people(), items);
        return new Filter(name, new Filter.Powers(items, items, 0, items, true), direct, ideal, gains);
    }

    private static double passed(double strength, double lambda) {
        return strength / (strength + lambda);
    }

    /** The polynomial that passes what ridge regression passes at the Chebyshev nodes of 0 to {@code widest}, by Newton's differences. */
    private static double[] interpolated(double widest, double lambda) {
        int count = DEGREE + 1;
        double[] nodes = new double[count];
        double[] differences = new double[count];
        for (int i = 0; i < count; i++) {
            nodes[i] = widest / 2 * (1 + Math.cos(Math.PI * (i + 0.5) / count));
            differences[i] = passed(nodes[i], lambda);
        }
        for (int order = 1; order < count; order++) {
            for (int i = count - 1; i >= order; i--) {
                differences[i] = (differences[i] - differences[i - 1]) / (nodes[i] - nodes[i - order]);
            }
        }
        double[] polynomial = new double[count];
        for (int i = count - 1; i >= 0; i--) {
            double[] before = Arrays.copyOf(polynomial, count);
            for (int power = 0; power < count; power++) {
                polynomial[power] = (power == 0 ? 0 : before[power - 1]) - nodes[i] * before[power];
            }
            polynomial[0] += differences[i];
        }
        return polynomial;
    }
}
