package kepu.recommend.train;

import java.util.Arrays;

/**
 * A filter over the item graph: for a person's items r it scores all items by D^out Σ Pᵐ (direct[m] D^-in r + ideal[m] L r), where P is
 * {@link ItemGraph}, D how often items were taken, and L = D^lowOut V G Vᵀ D^-lowIn the low-pass over the strongest vectors of
 * {@link Spectrum}. A filter that is {@code apart} has in the place of D^-in r only what the vectors leave of it, so that no large terms
 * cancel each other. Four families are special cases, all in closed form and without training:
 *
 * <ul>
 *   <li>{@link #gfCf}: P + βL (Shen et al., "How powerful is graph convolution for recommendation?", CIKM 2021);
 *   <li>{@link #sharpened}: (P + βL) followed by sharpening, the solution of ds/dt = −Ps by one Runge-Kutta step of length t (Choi et al.,
 *       "Blurring-sharpening process models for collaborative filtering", SIGIR 2023);
 *   <li>{@link #averaged}: the mean of the blurred signal and of one sharpened by an Euler step (the same);
 *   <li>{@link Ridge}.
 * </ul>
 *
 * @param direct coefficients of P⁰, P¹ … for the person's own items; direct[0] is 0
 * @param ideal coefficients of P⁰, P¹ … for the low-passed signal; as many as {@code direct}
 * @param gains G, a number for each of the first vectors; none: 1 for all
 */
record Filter(String name, Powers powers, float[] direct, float[] ideal, float[] gains) {
    /** By which powers of how often items were taken signals are multiplied, and whether direct and low-passed signals are apart. */
    record Powers(double in, double lowIn, double lowOut, double out, boolean apart) {
        /** As GF-CF has them. */
        static final Powers PUBLISHED = new Powers(0, 0.5, 0.5, 0, false);
    }

    static final float[] ALL = {};

    static Filter gfCf(double beta) {
        return published("gf-cf β=%.2f".formatted(beta), new float[] {0, 1}, new float[] {(float) beta, 0});
    }

    static Filter sharpened(double beta, double time) {
        float[] direct = new float[6];
        float[] ideal = new float[6];
        double term = 1;
        for (int power = 0; power <= 4; power++) {
            direct[power + 1] = (float) term;
            ideal[power] = (float) (beta * term);
            term *= -time / (power + 1);
        }
        return published("sharpened β=%.2f t=%.1f".formatted(beta, time), direct, ideal);
    }

    static Filter averaged(double beta, double time) {
        return published(
                "averaged β=%.2f t=%.1f".formatted(beta, time),
                new float[] {0, 1, (float) (-time / 2)},
                new float[] {(float) (beta / 2), (float) (-beta * time / 2), 0});
    }

    private static Filter published(String name, float[] direct, float[] ideal) {
        return new Filter(name, Powers.PUBLISHED, direct, ideal, ALL);
    }

    /** The same over the first so many vectors only. */
    Filter over(int factors) {
        float[] ones = new float[factors];
        Arrays.fill(ones, 1);
        return new Filter("%s k=%d".formatted(name, factors), powers, direct, ideal, ones);
    }

    int degree() {
        return direct.length - 1;
    }
}
