package kepu.content.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Trust;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** A feed that content comes in from, with what becomes of its entries when they are accepted. {@code last} is what the last look came to. */
public record Source(
        long id,
        RegionCode scope,
        Outline outline,
        boolean active,
        Instant dueAt,
        int failures,
        @Nullable Poll last) {
    /** What its name, address, rights and pace are; {@code given} stands in drafts made of its entries. */
    public record Outline(String name, String url, Given given, Duration interval, int mostEntries) {}

    /**
     * What a draft made of an entry is given.
     *
     * @param trust how far reviewers may trust it
     * @param authority the kind of authority, as items have it: national, provincial, academic or international
     * @param licence the terms under which the source lets its text be used
     * @param regions where it is meant for; empty means everywhere
     */
    public record Given(
            Trust trust, String authority, String licence, Topic topic, Set<Group> groups, List<RegionCode> regions) {
        public Given {
            groups = Set.copyOf(groups);
            regions = List.copyOf(regions);
        }

        Given trusted(Trust other) {
            return new Given(other, authority, licence, topic, groups, regions);
        }
    }

    /** A change of an outline: null leaves a part as it is. */
    public record Change(
            @Nullable String name,
            @Nullable String url,
            @Nullable Given given,
            @Nullable Duration interval,
            @Nullable Integer mostEntries,
            @Nullable Boolean active) {}
}
