package kepu.insight;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import kepu.activity.Route;
import kepu.base.Coded;
import kepu.base.Group;
import kepu.region.Kind;
import kepu.region.Region;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Puts what was counted beside one another, and hides what is of few people. */
final class Summing {
    private static final Route[] ROUTES = Route.values();

    private final Regions regions;
    private final int least;

    Summing(Regions regions, int least) {
        this.regions = regions;
        this.least = least;
    }

    /** {@code parts} by month (0: the year) and part. */
    record Read(
            Population.People people,
            Map<Integer, Map<String, OutreachStore.Sum>> parts,
            Map<Integer, OutreachStore.Sum> years) {
        OutreachStore.Sum sum(int month, String part) {
            return parts.getOrDefault(month, Map.of()).getOrDefault(part, OutreachStore.Sum.NOTHING);
        }
    }

    record Beside(Instant asOf, LocalDate today, Overview.Villages villages, Optional<Overview.Progress> progress) {}

    Overview overview(RegionCode region, Period period, Read read, Beside beside) {
        OutreachStore.Sum sum = read.sum(period.month(), Part.EVERYBODY);
        Line whole = new Line(
                region.text(),
                regions.name(region),
                Figure.of(read.people().residents(), least),
                Figure.of(sum.reached(), least),
                Figure.of(sum.services(), least));
        return new Overview(
                region,
                period,
                beside.asOf(),
                whole,
                beside.villages(),
                beside.progress().orElse(null),
                groups(period, read),
                kinds(period, read, whole),
                routes(period, read, whole),
                months(
                        read,
                        period.year() == beside.today().getYear()
                                ? beside.today().getMonthValue()
                                : 12),
                years(read));
    }

    /** Those that somebody belongs to, or was served as. */
    private List<Line> groups(Period period, Read read) {
        List<Group> there = Arrays.stream(Group.values())
                .filter(group -> read.people().byGroup().getOrDefault(group.code(), 0L) > 0
                        || read.sum(period.month(), Part.of(group)).services() > 0)
                .toList();
        Map<Group, Figure> residents =
                Figure.apart(cells(there, group -> read.people().byGroup().getOrDefault(group.code(), 0L)), least);
        Map<Group, Figure> reached = Figure.apart(
                cells(there, group -> read.sum(period.month(), Part.of(group)).reached()), least);
        Map<Group, Figure> services = Figure.apart(
                cells(there, group -> read.sum(period.month(), Part.of(group)).services()), least);
        return lines(there, residents, reached, services);
    }

    private List<Line> kinds(Period period, Read read, Line whole) {
        List<Kind> both = List.of(Kind.values());
        return lines(
                both,
                Figure.of(cells(both, kind -> read.people().byKind().getOrDefault(kind, 0L)), whole.residents(), least),
                Figure.of(
                        cells(
                                both,
                                kind -> read.sum(period.month(), Part.of(kind)).reached()),
                        whole.reached(),
                        least),
                Figure.of(
                        cells(
                                both,
                                kind -> read.sum(period.month(), Part.of(kind)).services()),
                        whole.services(),
                        least));
    }

    /** Who came by a route is told in services only. */
    private List<Line> routes(Period period, Read read, Line whole) {
        List<Route> all = List.of(ROUTES);
        Map<Route, Figure> services = Figure.of(
                cells(all, route -> read.sum(period.month(), Part.of(route)).services()), whole.services(), least);
        Map<Route, Figure> none = cells(all, route -> 0L).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, route -> Figure.HIDDEN));
        return lines(all, none, none, services);
    }

    private static <K> Map<K, Long> cells(Collection<K> keys, Function<K, Long> people) {
        Map<K, Long> cells = new HashMap<>();
        keys.forEach(key -> cells.put(key, people.apply(key)));
        return cells;
    }

    private static <K extends Coded> List<Line> lines(
            List<K> keys, Map<K, Figure> residents, Map<K, Figure> reached, Map<K, Figure> services) {
        return keys.stream()
                .map(key -> new Line(
                        key.code(),
                        key.label(),
                        residents.getOrDefault(key, Figure.HIDDEN),
                        reached.getOrDefault(key, Figure.HIDDEN),
                        services.getOrDefault(key, Figure.HIDDEN)))
                .toList();
    }

    /** The months add up to the year and the routes to the month, and both to the routes of the year. */
    private List<Overview.Month> months(Read read, int last) {
        Figure year = Figure.of(read.sum(0, Part.EVERYBODY).services(), least);
        List<Integer> all = new ArrayList<>();
        for (int month = 1; month <= last; month++) {
            all.add(month);
        }
        Map<Integer, Figure> services =
                Figure.of(cells(all, month -> read.sum(month, Part.EVERYBODY).services()), year, least);
        boolean[] untold = new boolean[all.size()];
        long[][] cells = new long[all.size()][ROUTES.length];
        for (int i = 0; i < cells.length; i++) {
            untold[i] = services.getOrDefault(i + 1, Figure.HIDDEN).few();
            for (int route = 0; route < ROUTES.length; route++) {
                cells[i][route] = read.sum(i + 1, Part.of(ROUTES[route])).services();
            }
        }
        boolean[][] hidden = TwoWays.hidden(cells, untold, least);
        return all.stream()
                .map(month -> new Overview.Month(
                        month,
                        services.getOrDefault(month, Figure.HIDDEN),
                        Figure.of(read.sum(month, Part.EVERYBODY).reached(), least),
                        byRoute(cells[month - 1], hidden[month - 1])))
                .toList();
    }

    private static Map<Route, Figure> byRoute(long[] cells, boolean[] hidden) {
        Map<Route, Figure> figures = new EnumMap<>(Route.class);
        for (Route route : ROUTES) {
            int at = route.ordinal();
            figures.put(route, hidden[at] ? Figure.HIDDEN : new Figure(cells[at], false));
        }
        return figures;
    }

    private List<Overview.Year> years(Read read) {
        return new TreeMap<>(read.years())
                .entrySet().stream()
                        .map(year -> new Overview.Year(
                                year.getKey(),
                                Figure.of(year.getValue().services(), least),
                                Figure.of(year.getValue().reached(), least)))
                        .toList();
    }

    /** Every region of the directory, and those outside it where something is counted. */
    Coverage coverage(
            RegionCode region,
            Period period,
            Population.People people,
            Map<RegionCode, OutreachStore.Sum> sums,
            Map<RegionCode, Long> served,
            Map<RegionCode, Long> disseminators) {
        NavigableSet<RegionCode> codes = new TreeSet<>(sums.keySet());
        codes.addAll(people.below().keySet());
        regions.divisions().within(region, Population.below(region), Integer.MAX_VALUE).stream()
                .map(Region::code)
                .forEach(codes::add);
        Map<RegionCode, Figure> residents =
                told(cells(codes, code -> people.below().getOrDefault(code, 0L)));
        Map<RegionCode, Figure> reached = told(cells(
                codes,
                code -> sums.getOrDefault(code, OutreachStore.Sum.NOTHING).reached()));
        Map<RegionCode, Figure> services = told(cells(
                codes,
                code -> sums.getOrDefault(code, OutreachStore.Sum.NOTHING).services()));
        return new Coverage(
                region,
                period,
                Population.below(region),
                codes.stream()
                        .map(code -> new Coverage.Cell(
                                code,
                                new Line(
                                        code.text(),
                                        regions.name(code),
                                        residents.getOrDefault(code, Figure.HIDDEN),
                                        reached.getOrDefault(code, Figure.HIDDEN),
                                        services.getOrDefault(code, Figure.HIDDEN)),
                                new Overview.Villages(
                                        regions.divisions().villages(code),
                                        served.getOrDefault(code, 0L),
                                        disseminators.getOrDefault(code, 0L))))
                        .toList());
    }

    private Map<RegionCode, Figure> told(Map<RegionCode, Long> cells) {
        long total = cells.values().stream().mapToLong(Long::longValue).sum();
        return Figure.of(cells, Figure.of(total, least), least);
    }
}
