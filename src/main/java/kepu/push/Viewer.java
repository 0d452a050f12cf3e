package kepu.push;

import kepu.people.Resident;
import kepu.region.RegionCode;

/** Whose inbox or live line it is: a resident's own, or a member of staff's view of their scope. */
public sealed interface Viewer {
    record OfResident(Resident resident) implements Viewer {}

    record OfStaff(long staff, RegionCode scope) implements Viewer {}

    /** Whether the publication is for these eyes, as far as its audience goes; the {@link Governor} has a word too. */
    default boolean sees(Publication publication, int year) {
        return switch (this) {
            case OfResident(Resident resident) -> publication.isFor(resident, year);
            case OfStaff(long staff, RegionCode scope) ->
                publication.resident() == 0
                        && publication.bounds().stream()
                                .anyMatch(bound -> bound.contains(scope) || scope.contains(bound));
        };
    }
}
