package kepu.push;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Resident;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Whom something is for: an expression over what is known of residents. {@link AudienceJson} reads and writes it, {@link AudienceSql} counts it. */
public sealed interface Audience {
    record All(List<Audience> parts) implements Audience {
        public All {
            parts = List.copyOf(parts);
        }
    }

    record Any(List<Audience> parts) implements Audience {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(Audience part) implements Audience {}

    record InRegion(List<RegionCode> regions) implements Audience {
        public InRegion {
            regions = List.copyOf(regions);
        }
    }

    record InGroup(Set<Group> groups) implements Audience {
        public InGroup {
            groups = Set.copyOf(groups);
        }
    }

    /** Years of age, both ends included; those who did not say are in no age. */
    record Aged(@Nullable Integer from, @Nullable Integer to) implements Audience {
        boolean includes(@Nullable Integer birthYear, int year) {
            if (birthYear == null) {
                return false;
            }
            int age = year - birthYear;
            return (from == null || age >= from) && (to == null || age <= to);
        }
    }

    record Occupied(Set<String> occupations) implements Audience {
        public Occupied {
            occupations = Set.copyOf(occupations);
        }
    }

    record Interested(Set<Topic> topics) implements Audience {
        public Interested {
            topics = Set.copyOf(topics);
        }
    }

    record Speaking(Set<String> languages) implements Audience {
        public Speaking {
            languages = Set.copyOf(languages);
        }
    }

    /** Whether the resident is of the audience in this calendar year. */
    default boolean includes(Resident resident, int year) {
        return switch (this) {
            case All(List<Audience> parts) -> parts.stream().allMatch(part -> part.includes(resident, year));
            case Any(List<Audience> parts) -> parts.stream().anyMatch(part -> part.includes(resident, year));
            case Not(Audience part) -> !part.includes(resident, year);
            case InRegion(List<RegionCode> regions) ->
                regions.stream().anyMatch(region -> region.contains(resident.village()));
            case InGroup(Set<Group> groups) -> !Collections.disjoint(groups, resident.groups());
            case Aged aged -> aged.includes(resident.birthYear(), year);
            case Occupied(Set<String> occupations) ->
                resident.occupation() != null && occupations.contains(resident.occupation());
            case Interested(Set<Topic> topics) -> !Collections.disjoint(topics, resident.interests());
            case Speaking(Set<String> languages) -> languages.contains(resident.language());
        };
    }

    /**
     * Regions outside of which nobody can be of the audience, disjoint, in order. Every right is checked against them and a
     * publication is found under them.
     */
    default List<RegionCode> bounds() {
        return switch (this) {
            case InRegion(List<RegionCode> regions) -> disjoint(regions);
            case All(List<Audience> parts) ->
                parts.stream().map(Audience::bounds).reduce(List.of(RegionCode.COUNTRY), Audience::intersect);
            case Any(List<Audience> parts) ->
                disjoint(parts.stream().flatMap(part -> part.bounds().stream()).toList());
            case Not not -> List.of(RegionCode.COUNTRY);
            case InGroup group -> List.of(RegionCode.COUNTRY);
            case Aged aged -> List.of(RegionCode.COUNTRY);
            case Occupied occupied -> List.of(RegionCode.COUNTRY);
            case Interested interested -> List.of(RegionCode.COUNTRY);
            case Speaking speaking -> List.of(RegionCode.COUNTRY);
        };
    }

    private static List<RegionCode> intersect(List<RegionCode> left, List<RegionCode> right) {
        List<RegionCode> both = new ArrayList<>();
        for (RegionCode a : left) {
            for (RegionCode b : right) {
                if (a.contains(b)) {
                    both.add(b);
                } else if (b.contains(a)) {
                    both.add(a);
                }
            }
        }
        return disjoint(both);
    }

    private static List<RegionCode> disjoint(List<RegionCode> regions) {
        List<RegionCode> kept = new ArrayList<>();
        for (RegionCode region : regions.stream().sorted().distinct().toList()) {
            if (kept.isEmpty() || !kept.getLast().contains(region)) {
                kept.add(region);
            }
        }
        return List.copyOf(kept);
    }
}
