package kepu.push.audience;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Resident;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Whom something is for: an expression over what is known of residents and what they did. {@link AudienceJson} reads and writes it;
 * {@link #includes}, {@link AudienceSql} and {@link Plan} say the same of it.
 */
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
        public boolean includes(@Nullable Integer birthYear, int year) {
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

    /** To whom a service was counted on that day in Beijing or later; ever, for null. */
    record Reached(@Nullable LocalDate since) implements Audience {}

    /** Who opened or played the item on that day in Beijing or later; ever, for null. */
    record Opened(String item, @Nullable LocalDate since) implements Audience {}

    /** Who shared the item on that day in Beijing or later; ever, for null. */
    record Shared(String item, @Nullable LocalDate since) implements Audience {}

    /** Who was told of the claim when they checked it, on that day in Beijing or later; as long as that is kept, for null. */
    record Checked(String claim, @Nullable LocalDate since) implements Audience {}

    /** Whether the resident is of an audience that does not ask what they did, in this calendar year. */
    default boolean includes(Resident resident, int year) {
        return includes(resident, year, Activity.UNTOLD);
    }

    /** Whether the resident is of the audience in this calendar year. */
    default boolean includes(Resident resident, int year, Activity activity) {
        return switch (this) {
            case All(List<Audience> parts) -> parts.stream().allMatch(part -> part.includes(resident, year, activity));
            case Any(List<Audience> parts) -> parts.stream().anyMatch(part -> part.includes(resident, year, activity));
            case Not(Audience part) -> !part.includes(resident, year, activity);
            case InRegion(List<RegionCode> regions) ->
                regions.stream().anyMatch(region -> region.contains(resident.village()));
            case InGroup(Set<Group> groups) -> !Collections.disjoint(groups, resident.groups());
            case Aged aged -> aged.includes(resident.birthYear(), year);
            case Occupied(Set<String> occupations) ->
                resident.occupation() != null && occupations.contains(resident.occupation());
            case Interested(Set<Topic> topics) -> !Collections.disjoint(topics, resident.interests());
            case Speaking(Set<String> languages) -> languages.contains(resident.language());
            case Reached(LocalDate since) -> activity.reached(resident.id(), since);
            case Opened(String item, LocalDate since) -> activity.opened(resident.id(), item, since);
            case Shared(String item, LocalDate since) -> activity.shared(resident.id(), item, since);
            case Checked(String claim, LocalDate since) -> activity.checked(resident.id(), claim, since);
        };
    }

    /** Whether the audience asks what residents did: then it changes while nobody changes their profile. */
    default boolean asksActivity() {
        return switch (this) {
            case All(List<Audience> parts) -> parts.stream().anyMatch(Audience::asksActivity);
            case Any(List<Audience> parts) -> parts.stream().anyMatch(Audience::asksActivity);
            case Not(Audience part) -> part.asksActivity();
            case Reached reached -> true;
            case Opened opened -> true;
            case Shared shared -> true;
            case Checked checked -> true;
            case InRegion region -> false;
            case InGroup group -> false;
            case Aged aged -> false;
            case Occupied occupied -> false;
            case Interested interested -> false;
            case Speaking speaking -> false;
        };
    }

    /** The claim that something for this audience is about: of those who were told of it; empty where nobody is asked for by a claim. */
    default Optional<String> corrected() {
        return switch (this) {
            case Checked(String claim, LocalDate since) -> Optional.of(claim);
            case All(List<Audience> parts) -> corrected(parts);
            case Any(List<Audience> parts) -> corrected(parts);
            default -> Optional.empty();
        };
    }

    private static Optional<String> corrected(List<Audience> parts) {
        return parts.stream().flatMap(part -> part.corrected().stream()).findFirst();
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
            case Reached reached -> List.of(RegionCode.COUNTRY);
            case Opened opened -> List.of(RegionCode.COUNTRY);
            case Shared shared -> List.of(RegionCode.COUNTRY);
            case Checked checked -> List.of(RegionCode.COUNTRY);
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
