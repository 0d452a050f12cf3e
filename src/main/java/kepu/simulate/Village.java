package kepu.simulate;

/** Where people live: 居委会 and 社区 are in town. {@code county} counts the counties of the region from 0. */
public record Village(long code, boolean inTown, int county, Speciality speciality) {}
