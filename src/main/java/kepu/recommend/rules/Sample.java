package kepu.recommend.rules;

/** A resident drawn at random; {@code who} describes them, e.g. “农民 · 60岁以上 · 老池镇”, as widely as at least four others share it. */
public record Sample(long resident, String who) {}
