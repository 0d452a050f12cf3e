package kepu.recommend.release;

/** Which version serves, as events tell it, and whether it is the one on trial. */
public record Assignment(String version, boolean trial) {}
