package kepu.recommend.model;

/** Between what the values of a definition must lie; {@link IllegalArgumentException} with the name of one that does not. */
public final class Bounds {
    private Bounds() {}

    public static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw refused(name, value, least, most);
        }
    }

    public static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw refused(name, value, least, most);
        }
    }

    private static IllegalArgumentException refused(String name, Number value, Number least, Number most) {
        return new IllegalArgumentException("%s is %s, must be between %s and %s".formatted(name, value, least, most));
    }
}
