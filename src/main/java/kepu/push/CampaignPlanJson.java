package kepu.push;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kepu.base.Failure;
import kepu.push.schedule.Schedule;
import kepu.push.schedule.ScheduleJson;
import org.jspecify.annotations.Nullable;

/** Plans as JSON, in calls as fields of a draft and in the table by themselves. */
public final class CampaignPlanJson {
    private CampaignPlanJson() {}

    /** Reads the fields of a draft that kept the contract; {@link Failure.Invalid} for what the contract cannot say. */
    public static CampaignPlan read(JsonObject draft) {
        Schedule schedule = ScheduleJson.read(draft.getJsonObject("schedule"), "/schedule");
        String title = draft.getString("title", "");
        List<String> items = texts(draft.getJsonArray("items", new JsonArray()));
        return new CampaignPlan(
                schedule,
                Lane.of(draft.getString("priority", Lane.NORMAL.code())).orElseThrow(),
                arms(draft.getJsonArray("arms"), title, items),
                draft.getInteger("holdoutPercent", 0),
                draft.getInteger("keepHours"));
    }

    /** The fields of a plan; those that say nothing are left out. */
    public static JsonObject write(CampaignPlan plan) {
        JsonObject json = new JsonObject()
                .put("schedule", ScheduleJson.write(plan.schedule()))
                .put("priority", plan.lane().code())
                .put("holdoutPercent", plan.holdoutPercent());
        if (plan.keepHours() != null) {
            json.put("keepHours", plan.keepHours());
        }
        if (!plan.arms().isEmpty()) {
            JsonArray arms = new JsonArray();
            plan.arms()
                    .forEach(arm -> arms.add(new JsonObject()
                            .put("name", arm.name())
                            .put("title", arm.title())
                            .put("items", new JsonArray(arm.items()))
                            .put("percent", arm.percent())));
            json.put("arms", arms);
        }
        return json;
    }

    private static List<Arm> arms(@Nullable JsonArray array, String title, List<String> items) {
        List<Arm> arms = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int percent = 0;
        for (int i = 0; array != null && i < array.size(); i++) {
            JsonObject json = array.getJsonObject(i);
            JsonArray own = json.getJsonArray("items");
            Arm arm = new Arm(
                    json.getString("name"),
                    json.getString("title", title),
                    own == null ? items : texts(own),
                    json.getInteger("percent"));
            if (!names.add(arm.name())) {
                throw Failure.Invalid.at("/arms/" + i + "/name", "两组不能同名：" + arm.name());
            }
            percent += arm.percent();
            arms.add(arm);
        }
        if (!arms.isEmpty() && percent != 100) {
            throw Failure.Invalid.at("/arms", "各组的百分比加起来应是 100，现在是 " + percent);
        }
        return arms;
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
