package kepu.search.find;

import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for.
 *
 * @param text as they typed it
 * @param region items that can be shown here
 * @param size of the page
 * @param cursor where the page begins, as the one before it said
 */
public record Wish(
        String text,
        Filters filters,
        RegionCode region,
        Taste taste,
        int size,
        @Nullable String cursor) {}
