package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import kepu.activity.Route;
import kepu.base.Beijing;
import kepu.insight.Coverage;
import kepu.insight.Figure;
import kepu.insight.Line;
import kepu.insight.Method;
import kepu.insight.Overview;
import kepu.insight.Period;
import kepu.insight.Unserved;
import kepu.region.Level;
import kepu.region.Region;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Outreach as answers have it: what is not told has no number and {@code few: true}. */
final class OutreachWire {
    private final Regions regions;

    OutreachWire(Regions regions) {
        this.regions = regions;
    }

    JsonObject of(Overview overview, RegionCode scope) {
        JsonObject wire = about(overview.region(), overview.period())
                .put("name", regions.fullName(overview.region()))
                .put("path", path(scope, overview.region()))
                .put("asOf", Beijing.text(overview.asOf()))
                .put("whole", line(overview.whole()))
                .put("villages", villages(overview.villages()))
                .put("groups", array(overview.groups(), OutreachWire::line))
                .put("kinds", array(overview.kinds(), OutreachWire::line))
                .put("routes", array(overview.routes(), OutreachWire::route))
                .put("months", array(overview.months(), OutreachWire::month))
                .put("years", array(overview.years(), OutreachWire::year))
                .put("method", new JsonArray(Method.sentences()));
        Overview.Progress target = overview.target();
        return target == null ? wire : wire.put("target", progress(target));
    }

    private static JsonObject about(RegionCode region, Period period) {
        JsonObject wire = new JsonObject()
                .put("region", region.text())
                .put("level", region.level().code())
                .put("year", period.year())
                .put("from", period.first().toString())
                .put("to", period.last().toString());
        return period.isYear() ? wire : wire.put("month", period.month());
    }

    /** From the caller's scope down to the region. */
    private JsonArray path(RegionCode scope, RegionCode region) {
        JsonArray path = new JsonArray();
        region.path().stream()
                .filter(scope::contains)
                .forEach(code -> path.add(new JsonObject()
                        .put("code", code.text())
                        .put("level", code.level().code())
                        .put("name", code.level() == Level.COUNTRY ? "全国" : regions.name(code))));
        return path;
    }

    private static JsonObject line(Line line) {
        JsonObject wire = new JsonObject()
                .put("code", line.code())
                .put("name", line.name())
                .put("residents", figure(line.residents()))
                .put("reached", figure(line.reached()))
                .put("services", figure(line.services()));
        Double share = line.share();
        Double perHead = line.perHead();
        if (share != null) {
            wire.put("share", share);
        }
        return perHead == null ? wire : wire.put("perHead", perHead);
    }

    private static JsonObject route(Line line) {
        return new JsonObject()
                .put("code", line.code())
                .put("name", line.name())
                .put("services", figure(line.services()));
    }

    private static JsonObject month(Overview.Month month) {
        return new JsonObject()
                .put("month", month.month())
                .put("services", figure(month.services()))
                .put("reached", figure(month.reached()))
                .put(
                        "routes",
                        array(
                                Arrays.asList(Route.values()),
                                route -> figure(month.byRoute().getOrDefault(route, Figure.HIDDEN))
                                        .put("code", route.code())));
    }

    private static JsonObject year(Overview.Year year) {
        return new JsonObject()
                .put("year", year.year())
                .put("services", figure(year.services()))
                .put("reached", figure(year.reached()));
    }

    private static JsonObject progress(Overview.Progress progress) {
        return new JsonObject()
                .put("fromYear", progress.target().fromYear())
                .put("toYear", progress.target().toYear())
                .put("services", progress.target().services())
                .put("done", figure(progress.done()))
                .put("elapsed", progress.elapsed());
    }

    JsonObject of(Coverage coverage) {
        return about(coverage.region(), coverage.period())
                .put("cellLevel", coverage.level().code())
                .put(
                        "cells",
                        array(coverage.cells(), cell -> line(cell.line()).put("villages", villages(cell.villages()))));
    }

    private static JsonObject villages(Overview.Villages villages) {
        return new JsonObject()
                .put("all", villages.all())
                .put("served", villages.served())
                .put("withDisseminator", villages.withDisseminator());
    }

    JsonObject of(Unserved unserved) {
        JsonObject wire = new JsonObject()
                .put("region", unserved.region().text())
                .put("since", unserved.since().toString())
                .put("villages", unserved.villages())
                .put("unserved", unserved.unserved())
                .put(
                        "cells",
                        array(
                                unserved.cells(),
                                cell -> new JsonObject()
                                        .put("code", cell.code().text())
                                        .put("name", regions.name(cell.code()))
                                        .put("villages", cell.villages())
                                        .put("unserved", cell.unserved())));
        List<Unserved.Village> list = unserved.list();
        return list == null ? wire : wire.put("list", array(list, this::village));
    }

    private JsonObject village(Unserved.Village village) {
        JsonObject wire = new JsonObject()
                .put("code", village.code().text())
                .put("name", regions.name(village.code()))
                .put(
                        "town",
                        regions.find(village.code().at(Level.TOWN))
                                .map(Region::name)
                                .orElse(""));
        return village.last() == null ? wire : wire.put("last", village.last().toString());
    }

    private static JsonObject figure(Figure figure) {
        JsonObject wire = new JsonObject().put("few", figure.few());
        return figure.few() ? wire : wire.put("people", figure.people());
    }

    private static <T> JsonArray array(List<T> rows, Function<T, JsonObject> wire) {
        JsonArray array = new JsonArray();
        rows.forEach(row -> array.add(wire.apply(row)));
        return array;
    }
}
