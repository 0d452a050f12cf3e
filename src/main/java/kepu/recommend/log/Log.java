package kepu.recommend.log;

/** A log of behaviour: who, what, and what happened, in the order of time. */
public record Log(People people, Things things, Events events) {}
