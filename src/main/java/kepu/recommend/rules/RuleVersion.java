package kepu.recommend.rules;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kepu.region.RegionCode;

/** All rules that one scope owns, as somebody left them: the {@code version}th time, the first is 1. */
public record RuleVersion(RegionCode scope, int version, List<Rule> rules, String author, String note, Instant at) {
    public RuleVersion {
        rules = List.copyOf(rules);
        Set<String> ids = new HashSet<>();
        for (Rule rule : rules) {
            if (!scope.contains(rule.terms().whom().region())) {
                throw new IllegalArgumentException("a rule of " + scope + " reaches over its edge");
            }
            if (!ids.add(rule.terms().id())) {
                throw new IllegalArgumentException(
                        "two rules are called " + rule.terms().id());
            }
        }
    }

    /** The name of one of its rules, the same for ever, e.g. {@code 510903/4/r2}. */
    String name(Rule rule) {
        return scope + "/" + version + "/" + rule.terms().id();
    }
}
