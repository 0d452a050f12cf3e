package kepu.region;

/** A division and its name. */
public record Region(RegionCode code, String name) {}
