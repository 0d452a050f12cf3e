package kepu.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.push.audience.Audience;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** A disseminator's one tap: an item goes to their village, the same one once a day. */
public final class Taps {
    private final Campaigns.Parts parts;
    private final Publications publications;
    private final Items items;
    private final Regions regions;
    private final Clock clock;
    private final Config.Push config;

    Taps(
            Campaigns.Parts parts,
            Publications publications,
            Items items,
            Regions regions,
            Clock clock,
            Config.Push config) {
        this.parts = parts;
        this.publications = publications;
        this.items = items;
        this.regions = regions;
        this.clock = clock;
        this.config = config;
    }

    /** What one tap gave: the publication, and whether it is that of an earlier tap on the same day. */
    public record Tap(String campaign, String publication, int reach, boolean repeated) {}

    /** Publishes an item to a disseminator's village at once; the same item once a day. */
    public Future<Tap> tap(Caller.OfStaff staff, String item, String message) {
        if (staff.role() != Role.DISSEMINATOR || staff.scope().level() != Level.VILLAGE) {
            throw new Failure.Forbidden("not-disseminator", "一键推送只供村（社区）传播员使用");
        }
        Item known = items.known(item);
        Instant now = clock.instant();
        Audience village = new Audience.InRegion(List.of(staff.scope()));
        String id = of(staff.scope(), now) + known.seq();
        return parts.audiences().count(village).map(Math::toIntExact).compose(reach -> {
            Campaign campaign = campaign(id, staff, known, message, reach);
            String sender = regions.name(staff.scope()) + "科普传播员";
            return parts.press()
                    .publish(new Press.Order(campaign, sender, null), transaction -> add(transaction, campaign, staff))
                    .map(made -> new Tap(id, Long.toString(first(made).seq()), reach, false))
                    .recover(failure -> failure instanceof Repeated ? earlier(id) : Future.failedFuture(failure));
        });
    }

    /** The items that were pushed to a village by one tap today and are still out. */
    public Set<String> today(RegionCode village) {
        String prefix = of(village, clock.instant());
        return publications.live(village).stream()
                .filter(publication -> publication.campaign().startsWith(prefix))
                .map(Publication::item)
                .collect(Collectors.toSet());
    }

    private Campaign campaign(String id, Caller.OfStaff staff, Item item, String message, int reach) {
        Instant now = clock.instant();
        return new Campaign(
                id,
                item.title(),
                message,
                List.of(item.id()),
                new Audience.InRegion(List.of(staff.scope())),
                CampaignPlan.AT_ONCE,
                staff.scope(),
                Campaign.State.RUNNING,
                reach,
                now,
                now.plus(Duration.ofDays(config.villagePushDays())),
                null,
                staff.id(),
                staff.id(),
                List.of(),
                List.of());
    }

    private static String of(RegionCode village, Instant now) {
        return "v" + village + "-" + Beijing.day(now).toString().replace("-", "") + "-";
    }

    private static Future<Void> add(SqlClient transaction, Campaign campaign, Caller.OfStaff staff) {
        return CampaignStore.add(transaction, campaign)
                .compose(added -> added ? Future.succeededFuture() : Future.failedFuture(new Repeated()))
                .compose(done -> CampaignStore.step(
                        transaction,
                        campaign.id(),
                        new CampaignStore.Move(null, Campaign.State.RUNNING, staff.id(), "一键推送")));
    }

    /** There is none when the item was withdrawn at this moment. */
    private static Publication first(List<Publication> made) {
        if (made.isEmpty()) {
            throw new Failure.Missing("item-withdrawn", "这条内容刚刚撤回，没有推送");
        }
        return made.getFirst();
    }

    private Future<Tap> earlier(String id) {
        return parts.store().campaign(id).map(found -> {
            Campaign campaign = found.orElseThrow();
            if (campaign.state() == Campaign.State.WITHDRAWN) {
                throw new Failure.Conflict("push-cancelled", "今天推送过这条并已撤下，明天可以再推");
            }
            return new Tap(id, campaign.publications().getFirst(), campaign.reach(), true);
        });
    }

    /** The tap was made before. */
    private static final class Repeated extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Repeated() {
            super(null, null, false, false);
        }
    }
}
