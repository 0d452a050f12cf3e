package kepu.search.find;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import kepu.base.Coded;
import kepu.content.Season;
import kepu.content.SolarTerms;

/** A season of the year, by months as the weather has it; what fits the whole year is of none. */
public enum Quarter implements Coded {
    SPRING("春季"),
    SUMMER("夏季"),
    AUTUMN("秋季"),
    WINTER("冬季");

    private static final Function<String, Optional<Quarter>> BY_CODE = Coded.index(values());
    private static final int MONTHS = 12;
    private static final int TERMS_A_MONTH = 2;

    private final String label;

    Quarter(String label) {
        this.label = label;
    }

    public static Optional<Quarter> of(String code) {
        return BY_CODE.apply(code);
    }

    /** Those that a season of an item has a part of. */
    static Set<Quarter> within(Season season) {
        Set<Quarter> quarters = EnumSet.noneOf(Quarter.class);
        season.months().forEach(month -> quarters.add(in(month)));
        season.terms().stream()
                .filter(SolarTerms.NAMES::contains)
                .forEach(term -> quarters.add(in(SolarTerms.NAMES.indexOf(term) / TERMS_A_MONTH + 1)));
        return quarters;
    }

    /** March to May is spring. */
    private static Quarter in(int month) {
        return values()[(month + MONTHS - 3) % MONTHS / 3];
    }

    @Override
    public String label() {
        return label;
    }
}
