package kepu.recommend.train;

/**
 * A filter over the item graph: for a person's items r it scores all items by Σ Pᵐ (direct[m] r + ideal[m] L r), where P is
 * {@link ItemGraph} and L the ideal low-pass D^-½ V Vᵀ D^½ over the strongest vectors of {@link Spectrum}. Three published families are
 * special cases, all in closed form and without training:
 *
 * <ul>
 *   <li>{@link #gfCf}: P + βL (Shen et al., "How powerful is graph convolution for recommendation?", CIKM 2021);
 *   <li>{@link #sharpened}: (P + βL) followed by sharpening, the solution of ds/dt = −Ps by one Runge-Kutta step of length t (Choi et al.,
 *       "Blurring-sharpening process models for collaborative filtering", SIGIR 2023);
 *   <li>{@link #averaged}: the mean of the blurred signal and of one sharpened by an Euler step (the same).
 * </ul>
 *
 * @param direct coefficients of P⁰, P¹ … for the person's own items; direct[0] is 0
 * @param ideal coefficients of P⁰, P¹ … for the low-passed signal; as many as {@code direct}
 */
record Filter(String name, float[] direct, float[] ideal) {
    static Filter gfCf(double beta) {
        return new Filter("gf-cf β=%.2f".formatted(beta), new float[] {0, 1}, new float[] {(float) beta, 0});
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
        return new Filter("sharpened β=%.2f t=%.1f".formatted(beta, time), direct, ideal);
    }

    static Filter averaged(double beta, double time) {
        return new Filter(
                "averaged β=%.2f t=%.1f".formatted(beta, time),
                new float[] {0, 1, (float) (-time / 2)},
                new float[] {(float) (beta / 2), (float) (-beta * time / 2), 0});
    }

    int degree() {
        return direct.length - 1;
    }
}
