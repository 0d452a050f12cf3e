package kepu.push;

import java.util.ArrayList;
import java.util.List;
import kepu.push.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign goes out: when, how urgently, in which arms, and to whom not.
 *
 * @param lane {@link Lane#NORMAL} or {@link Lane#IMPORTANT}
 * @param arms none: everybody gets the campaign's own title and items
 * @param holdoutPercent of the audience that gets nothing, so that the effect can be read
 * @param keepHours after which a publication leaves the inboxes; null: with the end of the campaign
 */
public record CampaignPlan(
        Schedule schedule,
        Lane lane,
        List<Arm> arms,
        int holdoutPercent,
        @Nullable Integer keepHours) {
    public static final CampaignPlan AT_ONCE = new CampaignPlan(new Schedule.Once(), Lane.NORMAL, List.of(), 0, null);

    /** An arm and the share of the audience that it has; the lots before the first share are held out. */
    public record Dealt(Arm arm, Share share) {}

    public CampaignPlan {
        arms = List.copyOf(arms);
    }

    /** Lots of those who get nothing. */
    int heldLots() {
        return holdoutPercent * Share.ALL / 100;
    }

    /** The arms with their shares; a campaign without arms is one unnamed arm. The holdout has the first lots. */
    List<Dealt> dealt(String title, List<String> items) {
        int held = heldLots();
        List<Arm> all = arms.isEmpty() ? List.of(new Arm("", title, items, 100)) : arms;
        List<Dealt> dealt = new ArrayList<>();
        int percent = 0;
        for (Arm arm : all) {
            int from = held + (Share.ALL - held) * percent / 100;
            percent += arm.percent();
            dealt.add(new Dealt(arm, new Share(from, held + (Share.ALL - held) * percent / 100)));
        }
        return dealt;
    }
}
