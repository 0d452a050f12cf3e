package kepu.recommend.model;

/**
 * Features of many candidates, column by column: one feature of all of them lies side by side, so that it is filled, compared and summed in one
 * run through memory. Reused by one thread.
 */
public final class Columns {
    private float[][] all = new float[Feature.COUNT][0];

    /** Makes room for so many candidates. What was there is lost when there was not room enough. */
    public Columns fit(int candidates) {
        if (all[0].length < candidates) {
            all = new float[Feature.COUNT][candidates];
        }
        return this;
    }

    /** The values of a feature by candidate. */
    public float[] of(Feature feature) {
        return all[feature.ordinal()];
    }

    float[] of(int column) {
        return all[column];
    }

    /** Writes the rows of the first {@code count} candidates behind one another, as a {@link Ranker} takes them. */
    public void rows(int count, float[] into) {
        for (int column = 0; column < Feature.COUNT; column++) {
            float[] values = all[column];
            for (int row = 0, at = column; row < count; row++, at += Feature.COUNT) {
                into[at] = values[row];
            }
        }
    }

    /** Takes what {@link #rows} gives. */
    public Columns take(float[] rows, int count) {
        fit(count);
        for (int row = 0, at = 0; row < count; row++) {
            for (int column = 0; column < Feature.COUNT; column++) {
                all[column][row] = rows[at++];
            }
        }
        return this;
    }
}
