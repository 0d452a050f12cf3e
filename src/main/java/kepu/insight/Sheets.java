package kepu.insight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kepu.activity.Route;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** The figures of outreach as tables to take away: the same numbers, and the same not told, as in the answers of the interface. */
public final class Sheets {
    private static final List<String> LINE = List.of("登记居民（人）", "服务到的居民（人）", "覆盖率", "服务人次", "人均服务人次");

    private final Regions regions;

    public Sheets(Regions regions) {
        this.regions = regions;
    }

    /** The regions one level below. */
    public Sheet coverage(Coverage coverage) {
        return new Sheet(
                "各地区",
                columns(List.of(List.of("地区", "代码"), LINE, List.of("村和社区（个）", "有服务的村和社区（个）", "有传播员的村和社区（个）"))),
                coverage.cells().stream()
                        .map(cell -> row(List.of(
                                List.of(cell.line().name(), cell.code().text()),
                                line(cell.line()),
                                List.of(
                                        cell.villages().all(),
                                        cell.villages().served(),
                                        cell.villages().withDisseminator()))))
                        .toList(),
                notes(coverage.region(), coverage.period()));
    }

    public Sheet groups(Overview overview) {
        return lines("人群", overview, overview.groups());
    }

    public Sheet kinds(Overview overview) {
        return lines("城乡", overview, overview.kinds());
    }

    private Sheet lines(String title, Overview overview, List<Line> lines) {
        return new Sheet(
                title,
                columns(List.of(List.of(title), LINE)),
                lines.stream()
                        .map(line -> row(List.of(List.of(line.name()), line(line))))
                        .toList(),
                notes(overview.region(), overview.period()));
    }

    public Sheet routes(Overview overview) {
        return new Sheet(
                "途径",
                List.of("途径", "服务人次"),
                overview.routes().stream()
                        .map(line -> List.of(line.name(), number(line.services())))
                        .toList(),
                notes(overview.region(), overview.period()));
    }

    /** The months of the year by route. */
    public Sheet months(Overview overview) {
        List<String> routes = Arrays.stream(Route.values()).map(Route::label).toList();
        return new Sheet(
                "各月",
                columns(List.of(List.of("月份", "服务人次", "服务到的居民（人）"), routes)),
                overview.months().stream()
                        .map(month -> row(List.of(
                                List.of(
                                        overview.period().year() + " 年 " + month.month() + " 月",
                                        number(month.services()),
                                        number(month.reached())),
                                Arrays.stream(Route.values())
                                        .map(route -> number(month.byRoute().getOrDefault(route, Figure.HIDDEN)))
                                        .toList())))
                        .toList(),
                notes(overview.region(), Period.yearOf(overview.period().first())));
    }

    /** Villages without a service by name where they are listed, else how many each region has. */
    public Sheet unserved(Unserved unserved) {
        List<String> notes =
                List.of("地区：" + regions.fullName(unserved.region()), "从 " + unserved.since() + " 到今天没有任何服务的村和社区。");
        List<Unserved.Village> list = unserved.list();
        return list == null
                ? new Sheet(
                        "没有服务的村",
                        List.of("地区", "代码", "村和社区（个）", "没有服务的（个）"),
                        unserved.cells().stream()
                                .map(cell -> List.<Object>of(
                                        regions.name(cell.code()),
                                        cell.code().text(),
                                        cell.villages(),
                                        cell.unserved()))
                                .toList(),
                        notes)
                : new Sheet(
                        "没有服务的村",
                        List.of("村（社区）", "代码", "乡镇（街道）", "最近一次服务"),
                        list.stream().map(this::village).toList(),
                        notes);
    }

    private List<Object> village(Unserved.Village village) {
        return List.of(
                regions.name(village.code()),
                village.code().text(),
                regions.name(village.code().at(Level.TOWN)),
                village.last() == null ? "从未有过" : village.last());
    }

    private List<String> notes(RegionCode region, Period period) {
        List<String> notes = new ArrayList<>();
        notes.add("地区：" + regions.fullName(region));
        notes.add("时间：" + period.label());
        notes.addAll(Method.sentences());
        return notes;
    }

    private static List<Object> line(Line line) {
        return List.of(
                number(line.residents()),
                number(line.reached()),
                rounded(line.share()),
                number(line.services()),
                rounded(line.perHead()));
    }

    private static Object number(Figure figure) {
        return figure.few() ? Sheet.UNTOLD : (Object) figure.people();
    }

    /** To four digits behind the point; nothing where it is not told. */
    private static Object rounded(@Nullable Double ratio) {
        return ratio == null ? "" : (Object) (Math.round(ratio * 1e4) / 1e4);
    }

    private static List<String> columns(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    private static List<Object> row(List<List<? extends Object>> parts) {
        return parts.stream().<Object>flatMap(List::stream).toList();
    }
}
