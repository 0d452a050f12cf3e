package kepu.simulate;

import java.util.Arrays;

/** What a town lives from. {@code share} is how often a rural town takes to it; towns in town are {@link #URBAN} by their villages. */
public enum Speciality {
    GRAIN(0.40),
    CITRUS(0.22),
    PIGS(0.16),
    MACHINES(0.10),
    LITHIUM(0.12),
    URBAN(0);

    private static final Speciality[] ALL = values();
    private static final double[] SHARES =
            Arrays.stream(ALL).mapToDouble(s -> s.share).toArray();

    private final double share;

    Speciality(double share) {
        this.share = share;
    }

    static Speciality rural(Dice dice) {
        return ALL[dice.pick(SHARES)];
    }
}
