package kepu.search.find;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import kepu.base.Beijing;
import kepu.content.Item;

/**
 * What an item counts beside another with the same text: whose word it is, how new it is, and whether its season is now. Whole days, so that
 * pages turned on one day stand in one order.
 */
final class Standing {
    private static final double NEW = 0.08;
    private static final double HALF_LIFE_DAYS = 180;
    private static final double IN_SEASON = 0.04;
    private static final Map<String, Double> AUTHORITIES =
            Map.of("national", 1.0, "international", 1.0, "academic", 0.97, "provincial", 0.97);
    private static final double OTHERS = 0.94;

    private final Instant now;

    Standing(Instant now) {
        this.now = now;
    }

    double of(Item item) {
        long days = Math.max(0, Duration.between(item.publishedAt(), now).toDays());
        double fresh = 1 + NEW * Math.pow(0.5, days / HALF_LIFE_DAYS);
        boolean inSeason = !item.season().isAlways() && item.season().fits(Beijing.day(now));
        double authority = AUTHORITIES.getOrDefault(item.authority(), OTHERS);
        return authority * fresh * (inSeason ? 1 + IN_SEASON : 1);
    }
}
