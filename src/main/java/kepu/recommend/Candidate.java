package kepu.recommend;

import kepu.content.Catalogue;

/** An item that a source proposes: how much better or worse than the average item it expects it to do (log ratio), and why. */
record Candidate(Catalogue.Entry entry, double lift, Reason reason) {}
