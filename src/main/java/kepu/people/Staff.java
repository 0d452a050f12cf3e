package kepu.people;

import kepu.region.RegionCode;

/** A member of staff. */
public record Staff(long id, String account, String name, Role role, RegionCode scope) {}
