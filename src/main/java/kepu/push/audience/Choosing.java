package kepu.push.audience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import kepu.base.Group;
import kepu.region.Level;
import kepu.region.RegionCode;

/**
 * From the scores of a sample of residents to an audience. Traits whose people open the item clearly likelier than the average are taken,
 * the strongest first, as long as those whom they add are likelier too (greedy set cover); then regions, when the taken people of some
 * open it clearly likelier than those of the others. What rests on few people of the sample is not said.
 */
final class Choosing {
    /** Means of fewer people of the sample say nothing. */
    static final int FEWEST = 30;
    /** A trait stands out from the average by so much. */
    private static final double CLEARLY = 1.1;
    /** Regions are worth naming when they raise the audience's mean by so much. */
    private static final double REGIONS_RAISE = 1.05;

    private static final int MOST_TRAITS = 3;
    private static final int MOST_REGIONS = 20;
    private static final int MOST_CELLS = 20;

    private final RegionCode scope;
    private final List<Sketch> people;
    private final double[] probabilities;
    private final int year;
    private final BitSet everybody = new BitSet();
    private final double average;

    /** @param probabilities of an opening, in the order of the people */
    Choosing(RegionCode scope, List<Sketch> people, double[] probabilities, int year) {
        this.scope = scope;
        this.people = people;
        this.probabilities = probabilities;
        this.year = year;
        this.everybody.set(0, people.size());
        this.average = Arrays.stream(probabilities).average().orElse(0);
    }

    Suggestion suggestion(String model) {
        List<Suggestion.Reason> reasons = new ArrayList<>();
        BitSet taken = traits(reasons);
        if (reasons.isEmpty()) {
            taken = everybody;
        }
        Map<RegionCode, BitSet> byRegion = byRegion(taken);
        List<RegionCode> regions = regions(byRegion, taken);
        BitSet chosen = new BitSet();
        byRegion.forEach((region, members) -> {
            if (regions.contains(region)) {
                chosen.or(members);
            }
        });
        BitSet all = regions.isEmpty() ? taken : chosen;
        return new Suggestion(
                audience(regions.isEmpty() ? List.of(scope) : regions, reasons),
                lift(all),
                reasons,
                cells(byRegion(everybody), ""),
                groupCells(),
                people.size(),
                model);
    }

    /** The people of the traits that stand out. */
    private BitSet traits(List<Suggestion.Reason> reasons) {
        List<Shared> strongestFirst = Trait.all(year).stream()
                .map(trait -> new Shared(trait, those(i -> trait.has().test(people.get(i)))))
                .filter(shared -> standsOut(shared.members()))
                .sorted(Comparator.comparingDouble((Shared shared) -> lift(shared.members()))
                        .reversed())
                .toList();
        BitSet taken = new BitSet();
        for (Shared shared : strongestFirst) {
            BitSet added = (BitSet) shared.members().clone();
            added.andNot(taken);
            if (reasons.size() < MOST_TRAITS && standsOut(added)) {
                Trait trait = shared.trait();
                reasons.add(new Suggestion.Reason(trait.term(), trait.label(), lift(shared.members())));
                taken.or(added);
            }
        }
        return taken;
    }

    /** A trait and the people of the sample who have it. */
    private record Shared(Trait trait, BitSet members) {}

    /** The regions to which the audience is better kept; none when that is no better. */
    private List<RegionCode> regions(Map<RegionCode, BitSet> byRegion, BitSet taken) {
        List<RegionCode> better = byRegion.entrySet().stream()
                .filter(entry -> entry.getValue().cardinality() >= FEWEST && mean(entry.getValue()) >= mean(taken))
                .sorted(Comparator.comparingDouble((Map.Entry<RegionCode, BitSet> entry) -> mean(entry.getValue()))
                        .reversed())
                .limit(MOST_REGIONS)
                .map(Map.Entry::getKey)
                .toList();
        BitSet members = new BitSet();
        better.forEach(region -> members.or(byRegion.getOrDefault(region, new BitSet())));
        boolean raises = !better.isEmpty() && mean(members) >= mean(taken) * REGIONS_RAISE;
        return raises ? better.stream().sorted().toList() : List.of();
    }

    private static Audience audience(List<RegionCode> regions, List<Suggestion.Reason> reasons) {
        Audience within = new Audience.InRegion(regions);
        List<Audience> terms = reasons.stream().map(Suggestion.Reason::term).toList();
        return switch (terms.size()) {
            case 0 -> within;
            case 1 -> new Audience.All(List.of(within, terms.getFirst()));
            default -> new Audience.All(List.of(within, new Audience.Any(terms)));
        };
    }

    private List<Suggestion.Cell> groupCells() {
        List<Suggestion.Cell> cells = new ArrayList<>();
        for (Group group : Group.values()) {
            BitSet members = those(i -> (people.get(i).groups() >> group.ordinal() & 1) != 0);
            cells.addAll(cells(byRegion(members), group.code()));
        }
        cells.sort(Comparator.comparingDouble(Suggestion.Cell::lift).reversed());
        return cells.stream().limit(MOST_CELLS).toList();
    }

    private List<Suggestion.Cell> cells(Map<RegionCode, BitSet> byRegion, String group) {
        return byRegion.entrySet().stream()
                .filter(entry -> entry.getValue().cardinality() >= FEWEST)
                .map(entry -> new Suggestion.Cell(entry.getKey(), group, lift(entry.getValue())))
                .sorted(Comparator.comparingDouble(Suggestion.Cell::lift).reversed())
                .limit(MOST_CELLS)
                .toList();
    }

    private Map<RegionCode, BitSet> byRegion(BitSet members) {
        Level below = Level.values()[Math.min(scope.level().ordinal() + 1, Level.VILLAGE.ordinal())];
        Map<RegionCode, BitSet> byRegion = new TreeMap<>();
        members.stream()
                .forEach(i -> byRegion.computeIfAbsent(
                                RegionCode.village(people.get(i).village()).at(below), region -> new BitSet())
                        .set(i));
        return byRegion;
    }

    private BitSet those(IntPredicate wanted) {
        BitSet members = new BitSet();
        IntStream.range(0, people.size()).filter(wanted).forEach(members::set);
        return members;
    }

    private boolean standsOut(BitSet members) {
        return members.cardinality() >= FEWEST && lift(members) >= CLEARLY;
    }

    private double lift(BitSet members) {
        return average == 0 ? 1 : mean(members) / average;
    }

    private double mean(BitSet members) {
        return members.stream().mapToDouble(i -> probabilities[i]).average().orElse(0);
    }
}
