package kepu.push;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.push.audience.Audience;
import kepu.region.RegionCode;

/** An audience compiled once for many looks: comparisons and bit masks, no allocation. Says the same as {@link Audience#includes}, and like it
 * nothing of what residents did: for that a publication has its members. */
interface Fits {
    /** An age that nobody told. */
    int UNKNOWN = Integer.MIN_VALUE;

    boolean test(Who who);

    static Fits of(Audience audience) {
        return switch (audience) {
            case Audience.All(List<Audience> parts) -> all(compiled(parts));
            case Audience.Any(List<Audience> parts) -> any(compiled(parts));
            case Audience.Not(Audience part) -> {
                Fits fits = of(part);
                yield who -> !fits.test(who);
            }
            case Audience.InRegion(List<RegionCode> regions) -> in(regions);
            case Audience.InGroup(Set<Group> groups) -> {
                int mask = Group.mask(groups);
                yield who -> (who.groups() & mask) != 0;
            }
            case Audience.Aged(Integer from, Integer to) -> {
                int least = from == null ? Integer.MIN_VALUE : from;
                int most = to == null ? Integer.MAX_VALUE : to;
                yield who -> who.age() != UNKNOWN && who.age() >= least && who.age() <= most;
            }
            case Audience.Occupied(Set<String> occupations) ->
                who -> who.occupation() != null && occupations.contains(who.occupation());
            case Audience.Interested(Set<Topic> topics) -> {
                long mask = Topic.mask(topics);
                yield who -> (who.interests() & mask) != 0;
            }
            case Audience.Speaking(Set<String> languages) -> who -> languages.contains(who.language());
            case Audience.Reached reached -> throw untold();
            case Audience.Opened opened -> throw untold();
            case Audience.Shared shared -> throw untold();
            case Audience.Checked checked -> throw untold();
        };
    }

    private static IllegalStateException untold() {
        return new IllegalStateException("an audience that asks what residents did is judged by its members");
    }

    private static Fits[] compiled(List<Audience> parts) {
        return parts.stream().map(Fits::of).toArray(Fits[]::new);
    }

    private static Fits all(Fits[] parts) {
        return who -> {
            for (Fits part : parts) {
                if (!part.test(who)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Fits any(Fits[] parts) {
        return who -> {
            for (Fits part : parts) {
                if (part.test(who)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Fits in(List<RegionCode> regions) {
        if (regions.size() == 1) {
            long first = regions.getFirst().first();
            long last = regions.getFirst().last();
            return who -> first <= who.village() && who.village() <= last;
        }
        RegionCode[] sorted = new Audience.InRegion(regions)
                .bounds().stream()
                        .sorted(Comparator.comparingLong(RegionCode::first))
                        .toArray(RegionCode[]::new);
        long[] firsts = Arrays.stream(sorted).mapToLong(RegionCode::first).toArray();
        long[] lasts = Arrays.stream(sorted).mapToLong(RegionCode::last).toArray();
        return who -> {
            int at = Arrays.binarySearch(firsts, who.village());
            int below = at >= 0 ? at : -at - 2;
            return below >= 0 && who.village() <= lasts[below];
        };
    }
}
