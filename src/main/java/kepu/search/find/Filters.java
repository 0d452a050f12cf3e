package kepu.search.find;

import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Kind;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What items must be to be found; null means any. What is for a {@code place} is made for it or somewhere in it, not for everywhere; what is for
 * children is written in simple words.
 */
public record Filters(
        @Nullable Kind kind,
        @Nullable Topic topic,
        @Nullable Group group,
        @Nullable Quarter season,
        @Nullable RegionCode place,
        boolean forChildren) {
    public static final Filters NONE = new Filters(null, null, null, null, null, false);
}
