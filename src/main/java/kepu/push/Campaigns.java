package kepu.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import kepu.base.Failure;
import kepu.base.Ids;
import kepu.config.Config;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceIndex;
import kepu.push.audience.AudienceJson;
import kepu.push.schedule.Schedule;
import kepu.region.Regions;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * Campaigns as staff move them, from draft to withdrawn. Each step is one transaction that names the state it starts from, so two people at once
 * cannot take the same step twice; every region that an audience resolves to must lie in the scope of whoever acts.
 */
public final class Campaigns {
    private static final Duration LIFE = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(400);

    private final Parts parts;
    private final CampaignClock due;
    private final Items items;
    private final Regions regions;
    private final Clock clock;
    private final Config.Push config;
    private final Ids ids = new Ids();

    /** What campaigns are kept and published with. */
    record Parts(Database database, CampaignStore store, AudienceIndex audiences, Press press) {}

    Campaigns(Parts parts, CampaignClock due, Items items, Regions regions, Clock clock, Config.Push config) {
        this.parts = parts;
        this.due = due;
        this.items = items;
        this.regions = regions;
        this.clock = clock;
        this.config = config;
    }

    /** Stores a draft. The same {@code requestKey} again gives the same campaign; for another draft it is a {@link Failure.Conflict}. */
    public Future<Campaign> create(Caller.OfStaff staff, Campaign.Draft draft, @Nullable String requestKey) {
        requireItems(draft);
        return created(staff, draft, requestKey);
    }

    /** The same of what may stand for itself: an item without a name is none. */
    Future<Campaign> created(Caller.OfStaff staff, Campaign.Draft draft, @Nullable String requestKey) {
        String id = requestKey == null ? ids.next('c') : id(staff.id(), requestKey);
        return made(staff, draft, id)
                .compose(campaign -> parts.database()
                        .transact(transaction -> CampaignStore.add(transaction, campaign)
                                .compose(added -> added
                                        ? CampaignStore.step(
                                                transaction, id, move(null, Campaign.State.DRAFT, staff, ""))
                                        : Future.succeededFuture()))
                        .map(done -> campaign))
                .compose(campaign -> find(staff, id).map(stored -> same(stored, campaign, draft)));
    }

    /** Puts other contents into the caller's own draft, or into one that was returned to them. */
    public Future<Campaign> change(Caller.OfStaff staff, String id, Campaign.Draft draft) {
        requireItems(draft);
        return find(staff, id)
                .compose(campaign -> {
                    if (campaign.createdBy() != staff.id()) {
                        throw new Failure.Forbidden("not-own-campaign", "只有建任务的人能改它的内容");
                    }
                    if (campaign.state() != Campaign.State.DRAFT && campaign.state() != Campaign.State.RETURNED) {
                        throw refused(campaign.state(), "修改");
                    }
                    return made(staff, draft, id)
                            .compose(changed -> parts.database()
                                    .transact(transaction ->
                                            CampaignStore.change(transaction, changed, campaign.state(), staff.id())));
                })
                .compose(done -> find(staff, id));
    }

    /** The campaign, when it was made within the caller's scope. */
    public Future<Campaign> find(Caller.OfStaff staff, String id) {
        return parts.store()
                .campaign(id)
                .map(found -> found.filter(campaign -> staff.scope().contains(campaign.scope()))
                        .orElseThrow(() -> new Failure.Missing("campaign-missing", "没有这个推送任务")));
    }

    /** Which campaigns to list: in a state, that send an item, by themselves or by one of their arms, made before the one so named. */
    public record Wanted(
            Campaign.@Nullable State state,
            @Nullable String item,
            @Nullable String before) {}

    public Future<List<Campaign>> list(Caller.OfStaff staff, Wanted wanted, int limit) {
        return parts.store().campaigns(staff.scope(), wanted, limit);
    }

    /** Hands a draft in. Up to the configured reach it is approved at once; above, by a second person. */
    public Future<Campaign> submit(Caller.OfStaff staff, String id) {
        return find(staff, id)
                .compose(campaign -> {
                    requireNext(campaign, Campaign.State.SUBMITTED, "提交");
                    requireScope(staff, campaign.audience());
                    return reach(campaign.audience())
                            .compose(reach -> parts.database()
                                    .transact(transaction -> submit(transaction, staff, campaign, reach)));
                })
                .compose(approved -> approved ? due.start(id) : Future.succeededFuture())
                .compose(done -> find(staff, id));
    }

    /** Approves what somebody else made and handed in. */
    public Future<Campaign> approve(Caller.OfStaff staff, String id) {
        return find(staff, id)
                .compose(campaign -> {
                    requireOther(staff, campaign, "不能批准自己建的任务，请另一位同事批准");
                    requireNext(campaign, Campaign.State.APPROVED, "批准");
                    requireScope(staff, campaign.audience());
                    return parts.database().transact(transaction -> approve(transaction, campaign, staff, ""));
                })
                .compose(done -> due.start(id))
                .compose(done -> find(staff, id));
    }

    /** Gives back what somebody else handed in, saying what should be better. */
    public Future<Campaign> giveBack(Caller.OfStaff staff, String id, String note) {
        return stepped(staff, id, Campaign.State.RETURNED, "退回", campaign -> {
            requireOther(staff, campaign, "自己建的任务请直接取消或修改");
            return parts.database()
                    .transact(transaction -> CampaignStore.move(
                            transaction, id, move(campaign.state(), Campaign.State.RETURNED, staff, note)));
        });
    }

    /** Holds a campaign: nothing more goes out, and what waits for people waits on; what they have they keep. */
    public Future<Campaign> pause(Caller.OfStaff staff, String id) {
        return held(staff, id, Campaign.State.PAUSED, "暂停");
    }

    /** Lets a paused campaign go on; occurrences that it slept through are left out. */
    public Future<Campaign> resume(Caller.OfStaff staff, String id) {
        return find(staff, id)
                .compose(campaign -> {
                    if (campaign.state() != Campaign.State.PAUSED) {
                        throw refused(campaign.state(), "继续");
                    }
                    Campaign.State to = campaign.hasGoneOut() ? Campaign.State.RUNNING : Campaign.State.SCHEDULED;
                    return parts.press()
                            .resume(transaction -> CampaignStore.move(
                                            transaction, id, move(Campaign.State.PAUSED, to, staff, ""))
                                    .compose(done -> CampaignStore.setNext(transaction, id, nextOf(campaign)))
                                    .compose(done -> PushStore.publicationsOf(transaction, id)));
                })
                .compose(done -> due.start(id))
                .compose(done -> find(staff, id));
    }

    /** Ends a campaign before its time: nothing more goes out, not even what is held for people; what they have they keep. */
    public Future<Campaign> cancel(Caller.OfStaff staff, String id) {
        return held(staff, id, Campaign.State.CANCELLED, "取消");
    }

    /** Takes everything back that went out, from inboxes and screens, in any state in which something did. */
    public Future<Campaign> withdraw(Caller.OfStaff staff, String id, String note) {
        Campaign.State to = Campaign.State.WITHDRAWN;
        return stepped(
                staff,
                id,
                to,
                "撤回",
                campaign -> parts.press()
                        .cancel(transaction -> moved(transaction, id, move(campaign.state(), to, staff, note))));
    }

    private Future<Campaign> held(Caller.OfStaff staff, String id, Campaign.State to, String what) {
        return stepped(
                staff,
                id,
                to,
                what,
                campaign -> parts.press()
                        .pause(transaction -> moved(transaction, id, move(campaign.state(), to, staff, ""))));
    }

    /** Takes a step; gives the publications that it concerns. */
    private static Future<List<Long>> moved(SqlClient transaction, String id, CampaignStore.Move move) {
        return CampaignStore.move(transaction, id, move).compose(done -> PushStore.publicationsOf(transaction, id));
    }

    private <T> Future<Campaign> stepped(
            Caller.OfStaff staff, String id, Campaign.State to, String what, Function<Campaign, Future<T>> step) {
        return find(staff, id)
                .compose(campaign -> {
                    requireNext(campaign, to, what);
                    return step.apply(campaign);
                })
                .compose(done -> find(staff, id));
    }

    private Future<Boolean> submit(SqlClient transaction, Caller.OfStaff staff, Campaign campaign, int reach) {
        boolean alone = reach <= config.approvalReach();
        return CampaignStore.move(
                        transaction,
                        campaign.id(),
                        move(campaign.state(), Campaign.State.SUBMITTED, staff, "预计 " + reach + " 人"))
                .compose(done -> CampaignStore.setReach(transaction, campaign.id(), reach))
                .compose(done -> alone ? approve(transaction, campaign, null, "人数不多，自动通过") : Future.succeededFuture())
                .map(done -> alone);
    }

    private Future<Void> approve(
            SqlClient transaction, Campaign campaign, Caller.@Nullable OfStaff staff, String note) {
        Long by = staff == null ? null : staff.id();
        return CampaignStore.move(
                        transaction,
                        campaign.id(),
                        new CampaignStore.Move(Campaign.State.SUBMITTED, Campaign.State.APPROVED, by, note))
                .compose(done -> CampaignStore.move(
                        transaction,
                        campaign.id(),
                        new CampaignStore.Move(Campaign.State.APPROVED, Campaign.State.SCHEDULED, null, "")))
                .compose(done -> CampaignStore.setNext(transaction, campaign.id(), nextOf(campaign)));
    }

    /** When it goes out next, as of now; null when it does not before its end. */
    private @Nullable Instant nextOf(Campaign campaign) {
        Instant now = clock.instant();
        Instant from = campaign.startAt().isAfter(now) ? campaign.startAt() : now;
        Schedule schedule = campaign.plan().schedule();
        return (campaign.hasGoneOut() ? schedule.next(from) : schedule.first(from))
                .map(next -> next.truncatedTo(ChronoUnit.MICROS))
                .filter(next -> next.isBefore(campaign.expiresAt()))
                .orElse(null);
    }

    private void requireItems(Campaign.Draft draft) {
        draft.items().forEach(items::known);
        draft.plan().arms().forEach(arm -> arm.items().forEach(items::known));
    }

    /** A draft with its times and its reach; {@link Failure.Invalid} or {@link Failure.Forbidden} when it cannot be one. */
    private Future<Campaign> made(Caller.OfStaff staff, Campaign.Draft draft, String id) {
        requireScope(staff, draft.audience());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant start = start(draft, now);
        Instant end = end(draft, start);
        return reach(draft.audience())
                .map(reach -> new Campaign(
                        id,
                        draft.title(),
                        draft.message(),
                        draft.items(),
                        draft.audience(),
                        draft.plan(),
                        staff.scope(),
                        Campaign.State.DRAFT,
                        reach,
                        start,
                        end,
                        null,
                        staff.id(),
                        null,
                        List.of(),
                        List.of()));
    }

    /** How many residents an audience has; {@link Failure.Conflict} when they would have to be kept and are too many. */
    private Future<Integer> reach(Audience audience) {
        return parts.audiences().count(audience).map(count -> {
            parts.audiences().requireMembers(audience, count);
            return Math.toIntExact(count);
        });
    }

    /** As exactly as the database keeps it. */
    private static Instant start(Campaign.Draft draft, Instant now) {
        Instant asked = draft.startAt();
        return asked == null || asked.isBefore(now) ? now : asked.truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant end(Campaign.Draft draft, Instant start) {
        Schedule schedule = draft.plan().schedule();
        Instant asked = draft.expiresAt();
        if (asked == null && schedule.repeats()) {
            throw Failure.Invalid.at("/expiresAt", "重复推送的任务要写结束时间");
        }
        Instant first = schedule.first(start).orElseThrow(() -> Failure.Invalid.at("/schedule", "一年之内没有这个日子，请写具体的时间"));
        Instant end = asked == null ? first.plus(LIFE) : asked.truncatedTo(ChronoUnit.MICROS);
        if (!end.isAfter(start) || end.isAfter(start.plus(LONGEST))) {
            throw Failure.Invalid.at("/expiresAt", "结束时间应在开始之后、一年之内");
        }
        if (!first.isBefore(end)) {
            throw Failure.Invalid.at("/schedule", "到结束时间为止一次也轮不到，请改时间安排或结束时间");
        }
        return end;
    }

    /** What a retry finds must be what it asks for; times that were left open are those of the first call. */
    private static Campaign same(Campaign stored, Campaign asked, Campaign.Draft draft) {
        boolean sameStart = draft.startAt() == null
                || asked.startAt().equals(stored.startAt())
                || !draft.startAt().truncatedTo(ChronoUnit.MICROS).isAfter(stored.startAt());
        boolean sameEnd = draft.expiresAt() == null
                ? stored.expiresAt().equals(end(draft, stored.startAt()))
                : asked.expiresAt().equals(stored.expiresAt());
        if (!sameStart
                || !sameEnd
                || !stored.title().equals(asked.title())
                || !stored.message().equals(asked.message())
                || !stored.items().equals(asked.items())
                || !AudienceJson.write(stored.audience()).equals(AudienceJson.write(asked.audience()))
                || !CampaignPlanJson.write(stored.plan()).equals(CampaignPlanJson.write(asked.plan()))) {
            throw Failure.Conflict.keyOfAnother();
        }
        return stored;
    }

    /** The id that a request key gives: the same for every retry. */
    private static String id(long staff, String requestKey) {
        return "k"
                + UUID.nameUUIDFromBytes((staff + ":" + requestKey).getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
    }

    /** Every region that the audience can resolve to must lie in the scope. */
    private void requireScope(Caller.OfStaff staff, Audience audience) {
        audience.bounds().forEach(bound -> regions.within(staff.scope(), bound));
    }

    private static void requireOther(Caller.OfStaff staff, Campaign campaign, String detail) {
        if (campaign.createdBy() == staff.id()) {
            throw new Failure.Forbidden("own-campaign", detail);
        }
    }

    private static void requireNext(Campaign campaign, Campaign.State to, String what) {
        if (!campaign.state().next().contains(to)) {
            throw refused(campaign.state(), what);
        }
    }

    private static Failure.Conflict refused(Campaign.State state, String what) {
        return new Failure.Conflict("campaign-state", "任务现在是「" + state.label() + "」，不能" + what);
    }

    private static CampaignStore.Move move(
            Campaign.@Nullable State from, Campaign.State to, Caller.OfStaff staff, String note) {
        return new CampaignStore.Move(from, to, staff.id(), note);
    }
}
