package kepu.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kepu.region.Level;
import org.jspecify.annotations.Nullable;

/** What a stretch of services adds to the totals of outreach, summed before it is written. */
final class Totals {
    /**
     * Services that count alike.
     *
     * @param kind the part of the village's kind; null where the divisions do not know it
     * @param groups as {@link kepu.base.Group#mask} has them
     * @param services 人次
     * @param ofMonth persons whom one of these reached first in that month
     * @param ofYear the same of the year
     */
    record Alike(
            long village,
            short year,
            short month,
            @Nullable String kind,
            String route,
            int groups,
            long services,
            long ofMonth,
            long ofYear) {}

    /** {@code month} is 0 for the year, {@code region} the first village code of the subtree. */
    record Key(short level, short year, short month, String part, long region) {}

    /** What comes to one of them. */
    record Total(Key key, long services, long reached) {
        private Total plus(Total other) {
            return new Total(key, services + other.services, reached + other.reached);
        }
    }

    private static final short WHOLE_YEAR = 0;
    /** That of the table: neighbours share pages. */
    private static final Comparator<Key> ORDER = Comparator.comparingInt(Key::level)
            .thenComparingInt(Key::year)
            .thenComparingInt(Key::month)
            .thenComparing(Key::part)
            .thenComparingLong(Key::region);

    private final Map<Integer, String> groups;
    private final Map<Key, Total> totals = new HashMap<>();

    /** {@code groups}: the codes of groups by their bit, as the database knows them. */
    Totals(Map<Integer, String> groups) {
        this.groups = groups;
    }

    void add(Alike alike) {
        add(alike, Part.EVERYBODY, true);
        add(alike, Part.ROUTE + alike.route(), false);
        if (alike.kind() != null) {
            add(alike, alike.kind(), true);
        }
        groups.forEach((bit, code) -> {
            if ((alike.groups() & bit) != 0) {
                add(alike, Part.GROUP + code, true);
            }
        });
    }

    /** In the order of the table. */
    List<Total> inOrder() {
        List<Total> all = new ArrayList<>(totals.values());
        all.sort(Comparator.comparing(Total::key, ORDER));
        return all;
    }

    private void add(Alike alike, String part, boolean counts) {
        for (Level level : Level.values()) {
            short ordinal = (short) level.ordinal();
            long region = alike.village() - alike.village() % level.span();
            add(new Total(
                    new Key(ordinal, alike.year(), alike.month(), part, region),
                    alike.services(),
                    counts ? alike.ofMonth() : 0));
            add(new Total(
                    new Key(ordinal, alike.year(), WHOLE_YEAR, part, region),
                    alike.services(),
                    counts ? alike.ofYear() : 0));
        }
    }

    private void add(Total total) {
        totals.merge(total.key(), total, Total::plus);
    }
}
