package kepu.alert;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** How bad it is: CAP's five words, and the four colours of Chinese warnings (红、橙、黄、蓝 for I to IV). The worst first. */
public enum Severity implements Coded {
    EXTREME("Extreme", "red", "红色预警"),
    SEVERE("Severe", "orange", "橙色预警"),
    MODERATE("Moderate", "yellow", "黄色预警"),
    MINOR("Minor", "blue", "蓝色预警"),
    UNKNOWN("Unknown", "none", "应急提示");

    private static final Function<String, Optional<Severity>> BY_COLOUR = Coded.index(values());

    private final String cap;
    private final String colour;
    private final String label;

    Severity(String cap, String colour, String label) {
        this.cap = cap;
        this.colour = colour;
        this.label = label;
    }

    public static Optional<Severity> of(String colour) {
        return BY_COLOUR.apply(colour);
    }

    /** The word that CAP has for it. */
    String cap() {
        return cap;
    }

    /** The colour: red, orange, yellow, blue; none when the sender did not say. */
    @Override
    public String code() {
        return colour;
    }

    @Override
    public String label() {
        return label;
    }
}
