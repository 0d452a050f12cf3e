package kepu.content;

import java.time.LocalDate;
import java.util.Set;

/** When in the year an item fits: months (1 to 12) or solar terms; both empty means always. */
public record Season(Set<Integer> months, Set<String> terms) {
    public static final Season ALWAYS = new Season(Set.of(), Set.of());

    public Season {
        months = Set.copyOf(months);
        terms = Set.copyOf(terms);
    }

    public boolean isAlways() {
        return months.isEmpty() && terms.isEmpty();
    }

    /** Whether the day (Beijing time) lies in the season. */
    public boolean fits(LocalDate day) {
        return isAlways() || months.contains(day.getMonthValue()) || terms.contains(SolarTerms.at(day));
    }
}
