package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.content.SolarTerms;
import kepu.push.Arm;
import kepu.push.Campaign;
import kepu.push.CampaignPlanJson;
import kepu.push.Outcome;
import kepu.push.PushStore;
import kepu.push.Sounding;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceJson;
import kepu.push.schedule.ThemeDay;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** Campaigns, their receipts and their calendar on the wire. */
final class CampaignWire {
    private static final int AGE_BAND = 10;
    private static final int YEAR_DAYS = 366;

    private CampaignWire() {}

    static Campaign.Draft draft(JsonObject body, Audience audience) {
        List<String> items = texts(body.getJsonArray("items"));
        requireOnce(items, "/items");
        Campaign.Draft draft = new Campaign.Draft(
                body.getString("title"),
                body.getString("message", ""),
                items,
                audience,
                CampaignPlanJson.read(body),
                time(body, "startAt"),
                time(body, "expiresAt"));
        List<Arm> arms = draft.plan().arms();
        for (int i = 0; i < arms.size(); i++) {
            requireOnce(arms.get(i).items(), "/arms/" + i + "/items");
        }
        return draft;
    }

    static JsonObject of(Campaign campaign) {
        JsonArray steps = new JsonArray();
        campaign.steps()
                .forEach(step -> steps.add(new JsonObject()
                        .put("at", Wire.time(step.at()))
                        .put("state", step.state().code())
                        .put("by", step.by() == null ? "系统" : step.by())
                        .put("note", step.note())));
        JsonObject wire = new JsonObject()
                .put("id", campaign.id())
                .put("title", campaign.title())
                .put("message", campaign.message())
                .put("items", named(campaign.items()))
                .put("audience", AudienceJson.write(campaign.audience()))
                .mergeIn(CampaignPlanJson.write(campaign.plan()))
                .put("scope", campaign.scope().text())
                .put("madeBy", Long.toString(campaign.createdBy()))
                .put("state", campaign.state().code())
                .put("reach", campaign.reach())
                .put("startAt", Wire.time(campaign.startAt()))
                .put("expiresAt", Wire.time(campaign.expiresAt()))
                .put("publications", new JsonArray(campaign.publications()))
                .put("steps", steps);
        Instant next = campaign.nextAt();
        return next == null ? wire : wire.put("nextAt", Wire.time(next));
    }

    /** One of the audience: no more of them than the village, the groups and about the age. */
    static JsonObject of(Sounding.Sample sample, Regions regions) {
        RegionCode village = RegionCode.village(sample.village());
        JsonObject wire = new JsonObject()
                .put("village", MeRoutes.region(regions, village))
                .put("groups", MeRoutes.codes(new TreeSet<>(Group.unmask(sample.groups()))))
                .put("arm", sample.arm())
                .put("title", sample.title())
                .put("items", new JsonArray(sample.items()))
                .put("outcome", outcome(sample.outcome()));
        if (sample.age() >= 0) {
            int from = sample.age() / AGE_BAND * AGE_BAND;
            wire.put("age", new JsonObject().put("from", from).put("to", from + AGE_BAND - 1));
        }
        return wire;
    }

    static JsonObject of(Sounding sounding, Instant now) {
        JsonObject outcomes = new JsonObject();
        JsonArray sent = new JsonArray();
        sounding.sentOverTime()
                .forEach(step -> sent.add(
                        new JsonObject().put("at", over(step.at(), now)).put("residents", step.residents())));
        sounding.outcomes().forEach((outcome, count) -> outcomes.put(outcome.code(), count));
        return new JsonObject()
                .put("audience", sounding.audience())
                .put("looked", sounding.looked())
                .put("outcomes", outcomes)
                .put("sentOverTime", sent)
                .put("pushed", effect(sounding.effect().get(false)))
                .put("holdout", effect(sounding.effect().get(true)));
    }

    static JsonArray byArm(Campaign campaign, Map<String, long[]> receipts, Sounding sounding) {
        JsonArray arms = new JsonArray();
        campaign.plan().arms().forEach(arm -> {
            long[] counts = receipts.getOrDefault(arm.name(), new long[2]);
            arms.add(new JsonObject()
                    .put("arm", arm.name())
                    .put("sent", sounding.sentByArm().getOrDefault(arm.name(), 0L))
                    .put("delivered", counts[0])
                    .put("read", counts[1]));
        });
        return arms;
    }

    static JsonArray overTime(List<PushStore.Progress> steps, Instant now) {
        JsonArray array = new JsonArray();
        steps.forEach(step -> array.add(new JsonObject()
                .put("at", over(step.at(), now))
                .put("delivered", step.delivered())
                .put("read", step.read())));
        return array;
    }

    /** No step is told as over that is not yet. */
    private static String over(Instant step, Instant now) {
        return Wire.time(step.isAfter(now) ? now : step);
    }

    static JsonObject calendar(Instant now) {
        LocalDate today = Beijing.day(now);
        List<JsonObject> days = new ArrayList<>();
        for (ThemeDay theme : ThemeDay.all()) {
            theme.from(today)
                    .ifPresent(day -> days.add(
                            day(day, theme.name()).put("theme", theme.id()).put("days", theme.days())));
        }
        today.datesUntil(today.plusDays(YEAR_DAYS))
                .filter(day -> !SolarTerms.at(day).equals(SolarTerms.at(day.minusDays(1))))
                .forEach(day -> days.add(day(day, SolarTerms.at(day))
                        .put("term", SolarTerms.at(day))
                        .put("days", 1)));
        days.sort(Comparator.comparing(day -> day.getString("day")));
        return new JsonObject().put("days", new JsonArray(days));
    }

    private static JsonObject day(LocalDate day, String name) {
        return new JsonObject().put("day", day.toString()).put("name", name);
    }

    /** What stands for itself has an item without a name. */
    private static JsonArray named(List<String> items) {
        return new JsonArray(items.stream().filter(item -> !item.isEmpty()).toList());
    }

    private static JsonObject outcome(Outcome outcome) {
        return new JsonObject().put("code", outcome.code()).put("text", outcome.label());
    }

    private static JsonObject effect(Sounding.@Nullable Effect effect) {
        return new JsonObject()
                .put("residents", effect == null ? 0 : effect.residents())
                .put("reached", effect == null ? 0 : effect.reached());
    }

    private static void requireOnce(List<String> items, String pointer) {
        if (items.stream().distinct().count() < items.size()) {
            throw Failure.Invalid.at(pointer, "同一条内容写了两次");
        }
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }

    private static @Nullable Instant time(JsonObject body, String field) {
        String text = body.getString(field);
        return text == null ? null : Wire.time(text, "/" + field);
    }
}
