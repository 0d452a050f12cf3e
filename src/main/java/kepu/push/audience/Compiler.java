package kepu.push.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Makes a {@link Plan} of an audience: nested conjunctions become one, the regions of a conjunction become the ranges that they have in
 * common, what is unwanted is taken away instead of being turned around, and ages become bounds of the year of birth.
 */
final class Compiler {
    private final ResidentIndex index;
    private final int year;
    private final RoaringBitmap nobody = new RoaringBitmap();
    private boolean answerable = true;

    private Compiler(ResidentIndex index, int year) {
        this.index = index;
        this.year = year;
    }

    /** Empty when the index does not hold what the audience asks for: a word that has no set, openings that were not read, shares and checks. */
    static Optional<Plan> plan(ResidentIndex index, Audience audience, int year) {
        Compiler compiler = new Compiler(index, year);
        Step root = compiler.step(audience);
        return compiler.answerable ? Optional.of(new Plan(index, root)) : Optional.empty();
    }

    /** The terms of an audience whose openings must be read. */
    static Stream<Audience.Opened> opened(Audience audience) {
        return switch (audience) {
            case Audience.All(List<Audience> parts) -> parts.stream().flatMap(Compiler::opened);
            case Audience.Any(List<Audience> parts) -> parts.stream().flatMap(Compiler::opened);
            case Audience.Not(Audience part) -> opened(part);
            case Audience.Opened opened -> Stream.of(opened);
            case Audience.InRegion region -> Stream.empty();
            case Audience.InGroup group -> Stream.empty();
            case Audience.Aged aged -> Stream.empty();
            case Audience.Occupied occupied -> Stream.empty();
            case Audience.Interested interested -> Stream.empty();
            case Audience.Speaking speaking -> Stream.empty();
            case Audience.Reached reached -> Stream.empty();
            case Audience.Shared shared -> Stream.empty();
            case Audience.Checked checked -> Stream.empty();
        };
    }

    private Step step(Audience audience) {
        return switch (audience) {
            case Audience.All(List<Audience> parts) -> all(parts);
            case Audience.Any(List<Audience> parts) ->
                union(parts.stream().map(this::step).toList());
            case Audience.Not not -> all(List.of(not));
            case Audience.InRegion(List<RegionCode> regions) -> within(regions);
            case Audience.InGroup(var groups) ->
                union(groups.stream()
                        .<Step>map(group -> new Step.Of(index.group(group)))
                        .toList());
            case Audience.Aged(Integer from, Integer to) ->
                new Step.Between(
                        index.births(),
                        to == null ? 1 : year - to - Facts.BEFORE_FIRST_BIRTH,
                        from == null ? Integer.MAX_VALUE : year - from - Facts.BEFORE_FIRST_BIRTH);
            case Audience.Occupied(Set<String> occupations) ->
                words(index.occupations().of(occupations));
            case Audience.Interested(var topics) ->
                union(topics.stream()
                        .<Step>map(topic -> new Step.Of(index.topic(topic)))
                        .toList());
            case Audience.Speaking(Set<String> languages) ->
                words(index.languages().of(languages));
            case Audience.Reached reached ->
                new Step.Between(index.reached(), ResidentIndex.day(reached.since()), Integer.MAX_VALUE);
            case Audience.Opened opened -> of(index.opened().find(opened));
            case Audience.Shared shared -> of(null);
            case Audience.Checked checked -> of(null);
        };
    }

    private Step all(List<Audience> parts) {
        List<Step> wanted = new ArrayList<>();
        List<Step> unwanted = new ArrayList<>();
        List<Audience> regions = new ArrayList<>();
        gather(parts, wanted, unwanted, regions);
        if (!regions.isEmpty()) {
            wanted.add(within(new Audience.All(regions).bounds()));
        }
        if (wanted.isEmpty()) {
            wanted.add(new Step.Of(index.places().live()));
        }
        return wanted.size() == 1 && unwanted.isEmpty() ? wanted.getFirst() : new Step.And(wanted, unwanted);
    }

    private void gather(List<Audience> parts, List<Step> wanted, List<Step> unwanted, List<Audience> regions) {
        for (Audience part : parts) {
            switch (part) {
                case Audience.All(List<Audience> inner) -> gather(inner, wanted, unwanted, regions);
                case Audience.InRegion region -> regions.add(region);
                case Audience.Not(Audience.Not(Audience twice)) -> gather(List.of(twice), wanted, unwanted, regions);
                case Audience.Not(Audience.Any(List<Audience> none)) -> none.forEach(one -> unwanted.add(step(one)));
                case Audience.Not(Audience one) -> unwanted.add(step(one));
                case Audience other -> wanted.add(step(other));
            }
        }
    }

    private Step within(List<RegionCode> regions) {
        List<RegionCode> disjoint = new Audience.InRegion(regions).bounds();
        Villages villages = index.places().villages();
        RoaringBitmap tail = new RoaringBitmap();
        disjoint.forEach(region -> tail.or(index.places().tail(region)));
        int[] from = disjoint.stream().mapToInt(villages::first).toArray();
        int[] to = disjoint.stream().mapToInt(villages::last).toArray();
        return new Step.Within(from, to, tail, index.places());
    }

    private Step words(@Nullable List<RoaringBitmap> sets) {
        if (sets == null) {
            return of(null);
        }
        return union(sets.stream().<Step>map(Step.Of::new).toList());
    }

    private Step of(@Nullable RoaringBitmap set) {
        answerable &= set != null;
        return new Step.Of(set == null ? nobody : set);
    }

    private static Step union(List<Step> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Step.Or(parts);
    }
}
