package kepu.content;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A vetted piece of content without its body. {@code seq} is its number in memory and in events; {@code regions} empty means
 * everywhere, {@code season} empty the whole year; {@code media} and {@code poster} are names under {@code /media/}; {@code corrected} is the
 * newest correction that readers were told of. The first of {@code groups}, which keep their order, is whom it was written for.
 */
public record Item(
        int seq,
        String id,
        Kind kind,
        String title,
        String summary,
        Topic topic,
        Set<Group> groups,
        List<RegionCode> regions,
        Season season,
        List<String> keywords,
        String source,
        String authority,
        String licence,
        String language,
        @Nullable String media,
        @Nullable String poster,
        int seconds,
        int chars,
        Instant publishedAt,
        @Nullable Correction corrected) {
    public Item {
        groups = Collections.unmodifiableSet(new LinkedHashSet<>(groups));
        regions = List.copyOf(regions);
        keywords = List.copyOf(keywords);
    }

    /** When it last became what it is: its newest correction, else its publication. */
    public Instant updatedAt() {
        return corrected == null ? publishedAt : corrected.at();
    }

    /** Whether it was written for children to read by themselves, in simple words (docs/style-guide.md). */
    public boolean isForChildren() {
        return !groups.isEmpty() && groups.iterator().next() == Group.CHILD;
    }

    /** Whether it is meant for this village at all. */
    public boolean isFor(long village) {
        return regions.isEmpty() || regions.stream().anyMatch(region -> region.contains(village));
    }

    /** Whether it can be shown in this region: some village of it is meant. */
    public boolean isFor(RegionCode region) {
        return regions.isEmpty() || regions.stream().anyMatch(own -> own.contains(region) || region.contains(own));
    }

    /** Whether all of where it is for lies in a scope; what is for everywhere is for the country. */
    public boolean isWithin(RegionCode scope) {
        return regions.isEmpty()
                ? scope.equals(RegionCode.COUNTRY)
                : regions.stream().allMatch(scope::contains);
    }
}
