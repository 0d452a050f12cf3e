package kepu.answer;

import kepu.people.Resident;
import kepu.region.RegionCode;

/** Who asks, and for where. */
public sealed interface Asker {
    /** Where the answer has to hold. */
    RegionCode region();

    /** A resident, for themself. */
    record OfResident(Resident resident) implements Asker {
        @Override
        public RegionCode region() {
            return RegionCode.village(resident.village());
        }
    }

    /** A disseminator, for somebody of their village who is not named. */
    record OfVillage(long staff, RegionCode village) implements Asker {
        @Override
        public RegionCode region() {
            return village;
        }
    }

    /** Somebody without a token: nothing of their question is kept. */
    record Guest(RegionCode region) implements Asker {}
}
