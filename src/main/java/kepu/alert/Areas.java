package kepu.alert;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kepu.base.Failure;
import kepu.region.RegionCode;
import kepu.region.Regions;

/**
 * Finds our regions for the areas of a message: by the codes that they name, and by the points that lie in what they draw. By CAP an area is
 * the union of its parts.
 */
final class Areas {
    /** A part of an area for which no region was found, and why, in Chinese. */
    record Unresolved(String area, String part, String why) {}

    /** The regions of each info, disjoint and in order, and what was not found. */
    record Resolved(List<List<RegionCode>> byInfo, List<Unresolved> unresolved) {
        List<RegionCode> all() {
            return RegionSet.union(byInfo.stream().flatMap(List::stream).toList());
        }
    }

    private static final int LONGEST_WORDS = 80;

    private final AreaCodes codes;
    private final RegionPoints points;
    private final Regions regions;
    private final int mostCorners;
    private final int mostRegions;

    Areas(AreaCodes codes, RegionPoints points, Regions regions, int mostCorners, int mostRegions) {
        this.codes = codes;
        this.points = points;
        this.regions = regions;
        this.mostCorners = mostCorners;
        this.mostRegions = mostRegions;
    }

    /** {@link Failure.Invalid} when not one region is found, or too many. */
    Future<Resolved> resolve(List<CapMessage.Info> infos) {
        int corners = infos.stream()
                .flatMap(info -> info.areas().stream())
                .flatMap(area -> area.shapes().stream())
                .mapToInt(Shape::corners)
                .sum();
        if (corners > mostCorners) {
            throw new Failure.Invalid("bulletin-corners", "形状的角太多：" + corners + "，最多 " + mostCorners);
        }
        List<Unresolved> unresolved = new ArrayList<>();
        Future<List<List<RegionCode>>> all = Future.succeededFuture(new ArrayList<>());
        for (CapMessage.Info info : infos) {
            all = all.compose(list -> ofInfo(info, unresolved).map(found -> {
                list.add(found);
                return list;
            }));
        }
        return all.map(byInfo -> checked(new Resolved(byInfo, List.copyOf(unresolved))));
    }

    private Resolved checked(Resolved resolved) {
        List<RegionCode> all = resolved.all();
        if (all.isEmpty()) {
            throw new Failure.Invalid(
                    "bulletin-area-unresolved",
                    "不知道发给哪里：消息里没有一个地区能对上本系统的区划",
                    resolved.unresolved().stream()
                            .map(part -> new Failure.Fault(
                                    "/alert/info/area", part.area() + " " + part.part() + "：" + part.why()))
                            .toList());
        }
        if (all.size() > mostRegions) {
            throw new Failure.Invalid(
                    "bulletin-regions", "地区太多：" + all.size() + " 个，最多 " + mostRegions + " 个，请写上一级的代码");
        }
        return resolved;
    }

    private Future<List<RegionCode>> ofInfo(CapMessage.Info info, List<Unresolved> unresolved) {
        Future<List<RegionCode>> all = Future.succeededFuture(new ArrayList<>());
        for (CapMessage.Area area : info.areas()) {
            all = all.compose(list -> ofArea(area, unresolved).map(found -> {
                list.addAll(found);
                return list;
            }));
        }
        return all.map(RegionSet::union);
    }

    private Future<List<RegionCode>> ofArea(CapMessage.Area area, List<Unresolved> unresolved) {
        List<RegionCode> named = new ArrayList<>();
        String words = area.description().length() <= LONGEST_WORDS
                ? area.description()
                : area.description().substring(0, LONGEST_WORDS) + "…";
        for (CapMessage.Named geocode : area.geocodes()) {
            Optional<RegionCode> code = codes.region(geocode);
            code.ifPresent(named::add);
            if (code.isEmpty()) {
                unresolved.add(new Unresolved(words, geocode.name() + "=" + geocode.value(), "不认识这种代码，或区划目录里没有它"));
            }
        }
        if (area.shapes().isEmpty()) {
            if (area.geocodes().isEmpty()) {
                unresolved.add(new Unresolved(words, "areaDesc", "只有文字，没有代码也没有形状"));
            }
            return Future.succeededFuture(named);
        }
        return points.within(area.shapes()).map(inside -> {
            if (inside.isEmpty() && named.isEmpty()) {
                unresolved.add(new Unresolved(words, "polygon/circle", "形状里没有已知坐标的地区"));
            }
            named.addAll(RegionSet.gathered(inside, regions.divisions()));
            return named;
        });
    }
}
