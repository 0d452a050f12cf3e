package kepu.people;

import java.time.Instant;
import java.util.UUID;
import kepu.region.RegionCode;

/** Who makes a call, as their token proves it. */
public sealed interface Caller {
    /** Somebody without a token. */
    record Guest() implements Caller {}

    /** A resident; {@code session} and {@code expires} are those of the token. */
    record OfResident(long id, UUID session, Instant expires) implements Caller {}

    /** A member of staff, whose rights end at the edge of {@code scope}. */
    record OfStaff(long id, Role role, RegionCode scope, UUID session, Instant expires) implements Caller {}
}
