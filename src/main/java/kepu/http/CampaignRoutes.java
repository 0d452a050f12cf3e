package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import kepu.base.Cursor;
import kepu.base.Failure;
import kepu.base.FewPeople;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.push.Campaign;
import kepu.push.Campaigns;
import kepu.push.Push;
import kepu.push.PushStore;
import kepu.push.Sounding;
import kepu.push.audience.Audience;
import kepu.push.audience.Estimate;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Estimates and campaigns, for operators within their scope; administrators may look and approve. */
final class CampaignRoutes {
    private static final int SIZE = 20;
    private static final int SAMPLES = 10;

    private final Push push;
    private final Regions regions;
    private final Clock clock;

    CampaignRoutes(Push push, Regions regions, Clock clock) {
        this.push = push;
        this.regions = regions;
        this.clock = clock;
    }

    void mount(Edge edge) {
        Campaigns campaigns = push.campaigns();
        edge.on("estimate", this::estimate)
                .on("createCampaign", this::create)
                .on("changeCampaign", this::change)
                .on("campaigns", this::list)
                .on("campaign", this::find)
                .on("previewCampaign", this::preview)
                .on("receipts", this::receipts)
                .on("calendar", this::calendar)
                .on("submitCampaign", step(CampaignRoutes::maker, campaigns::submit))
                .on("approveCampaign", step(CampaignRoutes::maker, campaigns::approve))
                .on("returnCampaign", noted(CampaignRoutes::maker, campaigns::giveBack))
                .on("pauseCampaign", step(CampaignRoutes::maker, campaigns::pause))
                .on("resumeCampaign", step(CampaignRoutes::maker, campaigns::resume))
                .on("cancelCampaign", step(CampaignRoutes::canceller, campaigns::cancel))
                .on("withdrawCampaign", noted(CampaignRoutes::canceller, campaigns::withdraw));
    }

    private interface Step {
        Future<Campaign> take(Caller.OfStaff staff, String campaign);
    }

    private interface NotedStep {
        Future<Campaign> take(Caller.OfStaff staff, String campaign, String note);
    }

    private static Edge.Call step(Function<Request, Caller.OfStaff> who, Step step) {
        return request -> step.take(who.apply(request), request.text("id")).map(CampaignRoutes::answer);
    }

    private static Edge.Call noted(Function<Request, Caller.OfStaff> who, NotedStep step) {
        return request -> step.take(
                        who.apply(request), request.text("id"), request.body().getString("note", ""))
                .map(CampaignRoutes::answer);
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
                .map(estimated -> Answer.ok(wire(estimated.estimate()).put("connectedNodes", estimated.nodes())));
    }

    private JsonObject wire(Estimate estimate) {
        return new JsonObject()
                .put("residents", estimate.residents())
                .put("connected", estimate.connected())
                .put("byRegion", byRegion(estimate.byRegion()))
                .put("elsewhere", estimate.elsewhere())
                .put("byGroup", byGroup(estimate.byGroup()))
                .put("fewest", FewPeople.FEWEST);
    }

    private Future<Answer> create(Request request) {
        Caller.OfStaff staff = maker(request);
        return push.campaigns()
                .create(staff, draft(request), request.maybe("Idempotency-Key"))
                .map(made -> Answer.created(CampaignWire.of(made)));
    }

    private Campaign.Draft draft(Request request) {
        JsonObject body = request.body();
        return CampaignWire.draft(body, push.audience(body.getJsonObject("audience"), "/audience"));
    }

    private Future<Answer> change(Request request) {
        return push.campaigns()
                .change(maker(request), request.text("id"), draft(request))
                .map(CampaignRoutes::answer);
    }

    private Future<Answer> list(Request request) {
        int size = request.number("size", SIZE);
        String state = request.maybe("state");
        String cursor = request.maybe("cursor");
        return push.campaigns()
                .list(
                        request.staff(),
                        new Campaigns.Wanted(
                                state == null ? null : Campaign.State.of(state).orElseThrow(),
                                request.maybe("item"),
                                cursor == null ? null : Cursor.read(cursor)),
                        size + 1)
                .map(found -> Answer.ok(Page.of("campaigns", found, size, CampaignWire::of, Campaign::id)));
    }

    private Future<Answer> find(Request request) {
        return push.campaigns().find(request.staff(), request.text("id")).map(CampaignRoutes::answer);
    }

    /** What some residents of the audience would see if it went out now. */
    private Future<Answer> preview(Request request) {
        Caller.OfStaff staff = maker(request);
        int count = request.body().getInteger("residents", SAMPLES);
        long seed = request.body().getLong("seed", 0L);
        return push.campaigns()
                .find(staff, request.text("id"))
                .compose(campaign -> push.soundings().preview(campaign, count, seed))
                .map(samples -> {
                    JsonArray residents = new JsonArray();
                    samples.forEach(sample -> residents.add(CampaignWire.of(sample, regions)));
                    return Answer.ok(new JsonObject().put("residents", residents));
                });
    }

    private Future<Answer> receipts(Request request) {
        return push.campaigns().find(request.staff(), request.text("id")).compose(campaign -> {
            Future<List<PushStore.Reached>> reached = push.receipts(campaign);
            Future<Map<String, long[]>> byArm = push.receiptsByArm(campaign);
            Future<Sounding> sounding = push.soundings().sound(campaign);
            Future<List<PushStore.Progress>> overTime = push.receiptsOverTime(campaign);
            return Future.all(reached, byArm, sounding, overTime)
                    .map(all -> Answer.ok(receipts(campaign, reached.result())
                            .put("byArm", CampaignWire.byArm(campaign, byArm.result(), sounding.result()))
                            .put("overTime", CampaignWire.overTime(overTime.result(), clock.instant()))
                            .put("standing", CampaignWire.of(sounding.result(), clock.instant()))));
        });
    }

    /** The theme days and solar terms of the coming year. */
    private Future<Answer> calendar(Request request) {
        request.staff();
        return Future.succeededFuture(Answer.ok(CampaignWire.calendar(clock.instant())));
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

    private static Answer answer(Campaign campaign) {
        return Answer.ok(CampaignWire.of(campaign));
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
}
