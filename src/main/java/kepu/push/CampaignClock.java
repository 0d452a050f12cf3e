package kepu.push;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import kepu.base.Failure;
import kepu.push.audience.Audience;
import kepu.push.audience.Members;
import kepu.push.schedule.Schedule;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the clock does to campaigns: it sends those that are due, leaves out occurrences whose window has closed, and ends those that are over.
 * An occurrence is taken by an update that names it, so that of several nodes one sends it.
 */
public final class CampaignClock {
    private static final Logger LOG = LoggerFactory.getLogger(CampaignClock.class);

    private final Campaigns.Parts parts;
    private final Regions regions;
    private final Clock clock;

    CampaignClock(Campaigns.Parts parts, Regions regions, Clock clock) {
        this.parts = parts;
        this.regions = regions;
        this.clock = clock;
    }

    /** Starts what is due and ends what is over. Called every second; safe on several nodes. */
    public Future<Void> tick() {
        Instant now = clock.instant();
        return parts.press()
                .settle()
                .compose(settled -> parts.store().due(now))
                .compose(due -> each(due, this::start))
                .compose(done -> parts.store().over(now))
                .compose(over -> each(over, this::finish));
    }

    /** Sends a campaign whose time has come; leaves any other alone. */
    Future<Void> start(String id) {
        return parts.store()
                .campaign(id)
                .compose(found -> found.map(this::start)
                        .orElseGet(Future::succeededFuture)
                        .recover(CampaignClock::someoneElseDid));
    }

    private Future<Void> start(Campaign campaign) {
        Instant now = clock.instant();
        Instant due = campaign.nextAt();
        boolean waits = campaign.state() == Campaign.State.SCHEDULED || campaign.state() == Campaign.State.RUNNING;
        if (!waits || due == null || due.isAfter(now) || !campaign.expiresAt().isAfter(now)) {
            return Future.succeededFuture();
        }
        return campaign.plan().schedule().isOpen(due, now) ? send(campaign, due, now) : leaveOut(campaign, due, now);
    }

    private Future<Void> send(Campaign campaign, Instant due, Instant now) {
        String note = campaign.hasGoneOut() ? "再次推送" : "";
        return members(campaign.audience())
                .compose(members -> parts.press()
                        .publish(
                                new Press.Order(campaign, regions.name(campaign.scope()) + "科普", members.orElse(null)),
                                transaction -> CampaignStore.occur(
                                                transaction, campaign, Campaign.State.RUNNING, due, next(campaign, now))
                                        .compose(done -> CampaignStore.step(
                                                transaction,
                                                campaign.id(),
                                                new CampaignStore.Move(
                                                        campaign.state(), Campaign.State.RUNNING, null, note)))))
                .mapEmpty();
    }

    /** Whom an audience is for from now on, when it would change with what they do. */
    private Future<Optional<Members>> members(Audience audience) {
        return audience.asksActivity()
                ? parts.audiences().members(audience).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Void> leaveOut(Campaign campaign, Instant due, Instant now) {
        return parts.database()
                .transact(transaction -> CampaignStore.occur(
                                transaction, campaign, campaign.state(), due, next(campaign, now))
                        .compose(done -> CampaignStore.step(
                                transaction,
                                campaign.id(),
                                new CampaignStore.Move(campaign.state(), campaign.state(), null, "错过了时间窗口，这一次不推送"))));
    }

    private static @Nullable Instant next(Campaign campaign, Instant now) {
        Schedule schedule = campaign.plan().schedule();
        return schedule.next(now)
                .map(next -> next.truncatedTo(ChronoUnit.MICROS))
                .filter(next -> next.isBefore(campaign.expiresAt()))
                .orElse(null);
    }

    private Future<Void> finish(String id) {
        return parts.store()
                .campaign(id)
                .compose(found -> found.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : parts.database()
                                .transact(transaction -> CampaignStore.move(
                                        transaction,
                                        id,
                                        new CampaignStore.Move(found.get().state(), Campaign.State.DONE, null, ""))))
                .recover(CampaignClock::someoneElseDid);
    }

    private static Future<Void> someoneElseDid(Throwable failure) {
        boolean isTaken =
                failure instanceof Failure.Conflict conflict && conflict.type().equals(CampaignStore.TAKEN);
        return isTaken ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    private static Future<Void> each(List<String> ids, Function<String, Future<Void>> work) {
        Future<Void> all = Future.succeededFuture();
        for (String id : ids) {
            all = all.compose(done -> work.apply(id)).recover(failure -> {
                LOG.warn("campaign {} did not move on: {}", id, failure.toString());
                return Future.succeededFuture();
            });
        }
        return all;
    }
}
