package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import kepu.base.Cursor;
import kepu.base.Failure;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.push.Campaign;
import kepu.push.Push;
import kepu.push.PushStore;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceJson;
import kepu.push.audience.Estimate;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** Estimates and campaigns, for operators within their scope; administrators may look and approve. */
final class CampaignRoutes {
    private static final int SIZE = 20;

    private final Push push;
    private final Regions regions;

    CampaignRoutes(Push push, Regions regions) {
        this.push = push;
        this.regions = regions;
    }

    void mount(Edge edge) {
        edge.on("estimate", this::estimate)
                .on("createCampaign", this::create)
                .on("campaigns", this::list)
                .on("campaign", this::find)
                .on(
                        "submitCampaign",
                        request -> push.campaigns()
                                .submit(maker(request), request.text("id"))
                                .map(this::answer))
                .on(
                        "approveCampaign",
                        request -> push.campaigns()
                                .approve(maker(request), request.text("id"))
                                .map(this::answer))
                .on(
                        "cancelCampaign",
                        request -> push.campaigns()
                                .cancel(canceller(request), request.text("id"))
                                .map(this::answer))
                .on("receipts", this::receipts);
    }

    private static Caller.OfStaff maker(Request request) {
        return request.staff(Role.OPERATOR, Role.ADMINISTRATOR);
    }

    /** A disseminator may take back what they pushed to their village. */
    private static Caller.OfStaff canceller(Request request) {
        return request.staff(Role.DISSEMINATOR, Role.OPERATOR, Role.ADMINISTRATOR);
    }

    private Future<Answer> estimate(Request request) {
        Caller.OfStaff staff = canceller(request);
        Audience audience = push.audience(request.body().getJsonObject("audience"), "/audience");
        audience.bounds().stream()
                .filter(bound -> !staff.scope().contains(bound))
                .findAny()
                .ifPresent(bound -> {
                    throw new Failure.Forbidden("outside-scope", "人群超出您的地区范围");
                });
        return push.estimate(audience)
                .map(estimate -> Answer.ok(new JsonObject()
                        .put("residents", estimate.residents())
                        .put("connected", estimate.connected())
                        .put("byRegion", byRegion(estimate.byRegion()))
                        .put("elsewhere", estimate.elsewhere())
                        .put("byGroup", byGroup(estimate.byGroup()))
                        .put("fewest", Estimate.FEWEST)));
    }

    private Future<Answer> create(Request request) {
        Caller.OfStaff staff = maker(request);
        JsonObject body = request.body();
        List<String> items = new ArrayList<>();
        body.getJsonArray("items").forEach(item -> items.add((String) item));
        if (items.stream().distinct().count() < items.size()) {
            throw Failure.Invalid.at("/items", "同一条内容写了两次");
        }
        Campaign.Draft draft = new Campaign.Draft(
                body.getString("title"),
                body.getString("message", ""),
                items,
                push.audience(body.getJsonObject("audience"), "/audience"),
                time(body, "startAt"),
                time(body, "expiresAt"));
        return push.campaigns()
                .create(staff, draft, request.maybe("Idempotency-Key"))
                .map(made -> Answer.created(wire(made)));
    }

    private Future<Answer> list(Request request) {
        int size = request.number("size", SIZE);
        String state = request.maybe("state");
        String cursor = request.maybe("cursor");
        return push.campaigns()
                .list(
                        request.staff(),
                        state == null ? null : Campaign.State.of(state).orElseThrow(),
                        cursor == null ? null : Cursor.read(cursor),
                        size + 1)
                .map(found -> {
                    JsonArray campaigns = new JsonArray();
                    found.stream().limit(size).map(this::wire).forEach(campaigns::add);
                    JsonObject body = new JsonObject().put("campaigns", campaigns);
                    return Answer.ok(
                            found.size() > size
                                    ? body.put(
                                            "next",
                                            Cursor.of(found.get(size - 1).id()))
                                    : body);
                });
    }

    private Future<Answer> find(Request request) {
        return push.campaigns().find(request.staff(), request.text("id")).map(this::answer);
    }

    private Future<Answer> receipts(Request request) {
        return push.campaigns()
                .find(request.staff(), request.text("id"))
                .compose(campaign -> push.receipts(campaign).map(reached -> Answer.ok(receipts(campaign, reached))));
    }

    private JsonObject receipts(Campaign campaign, List<PushStore.Reached> reached) {
        JsonArray byRegion = new JsonArray();
        reached.forEach(part -> byRegion.add(new JsonObject()
                .put("region", part.region().text())
                .put("name", regions.name(part.region()))
                .put("delivered", part.delivered())
                .put("read", part.read())));
        return new JsonObject()
                .put("reach", campaign.reach())
                .put(
                        "delivered",
                        reached.stream().mapToLong(PushStore.Reached::delivered).sum())
                .put("read", reached.stream().mapToLong(PushStore.Reached::read).sum())
                .put("byRegion", byRegion);
    }

    private Answer answer(Campaign campaign) {
        return Answer.ok(wire(campaign));
    }

    private JsonObject wire(Campaign campaign) {
        JsonArray steps = new JsonArray();
        campaign.steps()
                .forEach(step -> steps.add(new JsonObject()
                        .put("at", Wire.time(step.at()))
                        .put("state", step.state().code())
                        .put("by", step.by() == null ? "系统" : step.by())
                        .put("note", step.note())));
        return new JsonObject()
                .put("id", campaign.id())
                .put("title", campaign.title())
                .put("message", campaign.message())
                .put("items", new JsonArray(campaign.items()))
                .put("audience", AudienceJson.write(campaign.audience()))
                .put("scope", campaign.scope().text())
                .put("state", campaign.state().code())
                .put("reach", campaign.reach())
                .put("startAt", Wire.time(campaign.startAt()))
                .put("expiresAt", Wire.time(campaign.expiresAt()))
                .put("publications", new JsonArray(campaign.publications()))
                .put("steps", steps);
    }

    private JsonArray byRegion(Map<RegionCode, Long> counts) {
        JsonArray array = new JsonArray();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> array.add(new JsonObject()
                        .put("region", entry.getKey().text())
                        .put("name", regions.name(entry.getKey()))
                        .put("residents", entry.getValue())));
        return array;
    }

    private static JsonArray byGroup(Map<String, Long> counts) {
        JsonArray array = new JsonArray();
        counts.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(entry ->
                        array.add(new JsonObject().put("group", entry.getKey()).put("residents", entry.getValue())));
        return array;
    }

    private static @Nullable Instant time(JsonObject body, String field) {
        String text = body.getString(field);
        return text == null ? null : Wire.time(text, "/" + field);
    }
}
