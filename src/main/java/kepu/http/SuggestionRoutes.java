package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import kepu.base.Group;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.push.Push;
import kepu.push.audience.AudienceJson;
import kepu.push.audience.Estimate;
import kepu.push.audience.Suggesting;
import kepu.push.audience.Suggestion;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Who should get an item, for those who push, within their scope. */
final class SuggestionRoutes {
    private final Suggesting suggesting;
    private final Push push;
    private final Items items;
    private final Regions regions;

    SuggestionRoutes(Suggesting suggesting, Push push, Items items, Regions regions) {
        this.suggesting = suggesting;
        this.push = push;
        this.items = items;
        this.regions = regions;
    }

    void mount(Edge edge) {
        edge.on("suggestAudience", this::suggest);
    }

    private Future<Answer> suggest(Request request) {
        Caller.OfStaff staff = request.staff(Role.DISSEMINATOR, Role.OPERATOR, Role.ADMINISTRATOR);
        RegionCode scope = regions.within(staff.scope(), request.maybe("region"));
        Item item = items.known(request.text("id"));
        return suggesting
                .suggest(item, scope)
                .compose(suggestion -> push.estimate(suggestion.audience())
                        .map(estimated -> Answer.ok(wire(item, scope, suggestion, estimated.estimate()))));
    }

    private JsonObject wire(Item item, RegionCode scope, Suggestion suggestion, Estimate estimate) {
        return new JsonObject()
                .put("item", item.id())
                .put("audience", AudienceJson.write(suggestion.audience()))
                .put("residents", estimate.residents())
                .put("lift", rounded(suggestion.lift()))
                .put("text", text(scope, suggestion))
                .put("reasons", reasons(suggestion.reasons()))
                .put("byRegion", cells(suggestion.regions()))
                .put("byGroup", cells(suggestion.cells()))
                .put("model", suggestion.model())
                .put("sample", suggestion.sample());
    }

    private String text(RegionCode scope, Suggestion suggestion) {
        String basis = "（依据：模型 %s 为本地 %d 位居民按填写的资料打分，不看浏览记录）".formatted(suggestion.model(), suggestion.sample());
        boolean isWhole = suggestion.audience().bounds().equals(List.of(scope));
        if (suggestion.reasons().isEmpty() && isWhole) {
            return "各类居民对这条内容的兴趣差不多，建议面向" + regions.name(scope) + "的全体居民" + basis;
        }
        String where = isWhole
                ? regions.name(scope)
                : String.join(
                        "、",
                        suggestion.audience().bounds().stream()
                                .map(regions::name)
                                .toList());
        String whom = suggestion.reasons().isEmpty()
                ? "居民"
                : String.join(
                        "、",
                        suggestion.reasons().stream()
                                .map(Suggestion.Reason::label)
                                .toList());
        return "建议推给%s的%s：他们打开的可能约为%s平均的 %s 倍%s"
                .formatted(where, whom, regions.name(scope), times(suggestion.lift()), basis);
    }

    private static JsonArray reasons(List<Suggestion.Reason> reasons) {
        JsonArray array = new JsonArray();
        reasons.forEach(reason -> array.add(new JsonObject()
                .put("audience", AudienceJson.write(reason.term()))
                .put("lift", rounded(reason.lift()))
                .put("text", reason.label() + "打开的可能约为平均的 " + times(reason.lift()) + " 倍")));
        return array;
    }

    private JsonArray cells(List<Suggestion.Cell> cells) {
        JsonArray array = new JsonArray();
        cells.forEach(cell -> {
            JsonObject wire = new JsonObject()
                    .put("region", cell.region().text())
                    .put("name", regions.name(cell.region()))
                    .put("lift", rounded(cell.lift()));
            Group.of(cell.group())
                    .ifPresent(group -> wire.put("group", group.code()).put("groupName", group.label()));
            array.add(wire);
        });
        return array;
    }

    private static String times(double lift) {
        return String.format(Locale.ROOT, "%.1f", lift);
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
