package kepu.push;

import io.vertx.core.Future;
import java.util.List;
import kepu.base.Shortened;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.push.audience.Audience;
import kepu.push.schedule.Schedule;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Words to those who saw what was wrong: a campaign of the important lane that goes out at once, or, when it is for many, as soon as a second
 * person approved it. It may stand for itself, without an item.
 */
public final class Notices {
    private static final CampaignPlan AT_ONCE =
            new CampaignPlan(new Schedule.Once(), Lane.IMPORTANT, List.of(), 0, null);
    private static final int TITLE_CHARS = 60;
    /** What a campaign has that brings words alone. */
    private static final List<String> NOTHING = List.of("");

    private final Campaigns campaigns;
    private final Items items;

    Notices(Campaigns campaigns, Items items) {
        this.campaigns = campaigns;
        this.items = items;
    }

    /**
     * What is said.
     *
     * @param title 1 to 60 characters
     * @param text 1 to 200 characters
     * @param item a live item that says it right, or null
     */
    public record Notice(
            String title, String text, @Nullable String item) {}

    /** What a notice is called that has no title of its own. */
    public static String titled(String item) {
        return Shortened.of("更正：" + item, TITLE_CHARS);
    }

    /** Those of a region who opened or played one of the items, withdrawn ones too. */
    public static Audience openedIn(RegionCode region, List<String> items) {
        List<Audience> opened = items.stream()
                .<Audience>map(item -> new Audience.Opened(item, null))
                .toList();
        return new Audience.All(List.of(
                new Audience.InRegion(List.of(region)),
                opened.size() == 1 ? opened.getFirst() : new Audience.Any(opened)));
    }

    /**
     * Tells an audience, every region of which must lie in the caller's scope. The same {@code requestKey} again gives the same campaign,
     * also when it has gone out.
     */
    public Future<Campaign> send(Caller.OfStaff staff, Notice notice, Audience audience, @Nullable String requestKey) {
        if (notice.item() != null) {
            items.known(notice.item());
        }
        Campaign.Draft draft = new Campaign.Draft(
                notice.title(),
                notice.text(),
                notice.item() == null ? NOTHING : List.of(notice.item()),
                audience,
                AT_ONCE,
                null,
                null);
        return campaigns
                .created(staff, draft, requestKey)
                .compose(campaign -> campaign.state() == Campaign.State.DRAFT
                        ? campaigns.submit(staff, campaign.id())
                        : Future.succeededFuture(campaign));
    }
}
