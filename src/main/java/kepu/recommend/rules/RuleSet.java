package kepu.recommend.rules;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kepu.base.Beijing;
import kepu.content.Catalogue;
import kepu.region.RegionCode;

/**
 * The rules of all scopes at one moment, compiled for serving. Immutable; a change of rules or of the catalogue makes a new one.
 *
 * <p>All rules apply whose region contains the person's, whose groups and ages suit the person and whose time it is. Where they
 * overlap:
 *
 * <ul>
 *   <li>A ban wins over everything: a banned item is not shown, its pins and boosts are void.
 *   <li>Of pins at the same place, and of pins of the same item, the one of the narrower region wins; of the same region the one of the
 *       narrower scope, then the one that stands first. The other is void; nothing moves to another place.
 *   <li>Boosts multiply, whoever made them; the product is bounded to 0.1 … 10.
 *   <li>Of quotas about the same subject that are of the same side or cannot both be kept, the first in that same order holds.
 * </ul>
 *
 * <p>A rule about an item that is withdrawn has no effect. Whether an item may be shown in a region at all stays the feed's to check.
 */
public final class RuleSet {
    /** A rule and the version that it stands in. */
    record Placed(RuleVersion version, Rule rule, int position) {}

    private static final BitSet NO_RULES = new BitSet();
    private static final int COMPILED = 10_000;
    private static final Comparator<Placed> PRECEDENCE = Comparator.<Placed>comparingInt(
                    placed -> -placed.rule().terms().whom().region().level().ordinal())
            .thenComparing(placed -> placed.rule().terms().whom().region())
            .thenComparingInt(placed -> -placed.version().scope().level().ordinal())
            .thenComparingInt(Placed::position);

    private final List<RuleVersion> versions;
    private final Catalogue catalogue;
    private final List<Placed> ordered;
    private final Map<RegionCode, BitSet> byRegion = new HashMap<>();
    private final Cache<BitSet, RulesFor> compiled =
            Caffeine.newBuilder().maximumSize(COMPILED).build();

    /** {@code versions} has at most one of each scope. */
    public RuleSet(List<RuleVersion> versions, Catalogue catalogue) {
        this.versions = List.copyOf(versions);
        if (versions.stream().map(RuleVersion::scope).distinct().count() < versions.size()) {
            throw new IllegalArgumentException("a scope has two versions");
        }
        this.catalogue = catalogue;
        this.ordered = versions.stream()
                .flatMap(version -> placed(version).stream())
                .sorted(PRECEDENCE)
                .toList();
        for (int i = 0; i < ordered.size(); i++) {
            byRegion.computeIfAbsent(ordered.get(i).rule().terms().whom().region(), region -> new BitSet())
                    .set(i);
        }
    }

    public List<RuleVersion> versions() {
        return versions;
    }

    /** How many rules there are, in force or not. */
    public int size() {
        return ordered.size();
    }

    /** The same rules over another catalogue. */
    public RuleSet over(Catalogue fresh) {
        return new RuleSet(versions, fresh);
    }

    /** The rules with those of one scope replaced. */
    public RuleSet with(RuleVersion version) {
        List<RuleVersion> all = new ArrayList<>(versions);
        all.removeIf(old -> old.scope().equals(version.scope()));
        all.add(version);
        return new RuleSet(all, catalogue);
    }

    /** {@link #of(RegionCode, int, int, Instant)} for a 12-digit village. */
    public RulesFor of(long village, int groupMask, int birthYear, Instant now) {
        return ordered.isEmpty() ? RulesFor.NONE : of(RegionCode.village(village), groupMask, birthYear, now);
    }

    /**
     * What holds now for people of a region (of any level: rules for a part of it do not hold) with these groups (as
     * {@link kepu.base.Group#mask}, 0 without personalisation) and this birth year (or {@link Whom#UNKNOWN}). People for whom the same
     * rules hold get the same object, so it can be part of a cache's key.
     */
    public RulesFor of(RegionCode region, int groupMask, int birthYear, Instant now) {
        BitSet applying = new BitSet(ordered.size());
        int year = Beijing.year(now);
        for (RegionCode at : byRegion.isEmpty() ? List.<RegionCode>of() : region.path()) {
            BitSet here = byRegion.getOrDefault(at, NO_RULES);
            for (int i = here.nextSetBit(0); i >= 0; i = here.nextSetBit(i + 1)) {
                Rule.Terms terms = ordered.get(i).rule().terms();
                if (terms.isOpen(now) && terms.whom().suits(groupMask, birthYear, year)) {
                    applying.set(i);
                }
            }
        }
        return applying.isEmpty() ? RulesFor.NONE : compiled.get(applying, this::compile);
    }

    private RulesFor compile(BitSet applying) {
        return new RulesFor(applying.stream().mapToObj(ordered::get).toList(), catalogue);
    }

    private static List<Placed> placed(RuleVersion version) {
        List<Placed> placed = new ArrayList<>();
        version.rules().forEach(rule -> placed.add(new Placed(version, rule, placed.size())));
        return placed;
    }
}
