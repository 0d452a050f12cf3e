package kepu.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import kepu.activity.ActivityStore;
import kepu.base.Failure;
import kepu.base.Ids;
import kepu.config.Config;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceIndex;
import kepu.push.audience.AudienceJson;
import kepu.push.audience.Members;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Campaigns from draft to done. Each step is one transaction that names the state it starts from, so two people at once cannot take
 * the same step twice; every region that an audience resolves to must lie in the scope of whoever acts.
 */
public final class Campaigns {
    private static final Logger LOG = LoggerFactory.getLogger(Campaigns.class);
    private static final Duration LIFE = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Database database;
    private final PushStore store;
    private final Press press;
    private final Publications publications;
    private final AudienceIndex audiences;
    private final Items items;
    private final Regions regions;
    private final Clock clock;
    private final Config.Push config;
    private final Ids ids = new Ids();

    /** What campaigns are kept and published with. */
    record Parts(Database database, PushStore store, Press press, Publications publications, AudienceIndex audiences) {}

    Campaigns(Parts parts, Items items, Regions regions, Clock clock, Config.Push config) {
        this.database = parts.database();
        this.store = parts.store();
        this.press = parts.press();
        this.publications = parts.publications();
        this.audiences = parts.audiences();
        this.items = items;
        this.regions = regions;
        this.clock = clock;
        this.config = config;
    }

    /** Stores a draft. The same {@code requestKey} again gives the same campaign; for another draft it is a {@link Failure.Conflict}. */
    public Future<Campaign> create(Caller.OfStaff staff, Campaign.Draft draft, @Nullable String requestKey) {
        draft.items().forEach(items::known);
        requireScope(staff, draft.audience());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant asked = micros(draft.startAt());
        Instant later = asked == null || asked.isBefore(now) ? null : asked;
        Instant start = later == null ? now : later;
        Instant askedEnd = micros(draft.expiresAt());
        Instant end = askedEnd == null ? start.plus(LIFE) : askedEnd;
        if (!end.isAfter(start) || end.isAfter(start.plus(LONGEST))) {
            throw Failure.Invalid.at("/expiresAt", "结束时间应在开始之后、一年之内");
        }
        return reach(draft.audience()).compose(reach -> {
            audiences.requireMembers(draft.audience(), reach);
            Campaign campaign = new Campaign(
                    requestKey == null ? ids.next('c') : id(staff.id(), requestKey),
                    draft.title(),
                    draft.message(),
                    draft.items(),
                    draft.audience(),
                    staff.scope(),
                    Campaign.State.DRAFT,
                    reach,
                    start,
                    end,
                    staff.id(),
                    null,
                    List.of(),
                    List.of());
            return database.transact(transaction -> PushStore.add(transaction, campaign)
                            .compose(added -> added
                                    ? PushStore.step(
                                            transaction, campaign.id(), null, Campaign.State.DRAFT, staff.id(), "")
                                    : Future.succeededFuture()))
                    .compose(done -> find(staff, campaign.id()))
                    .map(stored -> same(stored, draft, later));
        });
    }

    /** As exactly as the database keeps it. */
    private static @Nullable Instant micros(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** {@code later} is the start that was asked for, unless that is now. */
    private static Campaign same(Campaign stored, Campaign.Draft draft, @Nullable Instant later) {
        Instant askedEnd = micros(draft.expiresAt());
        Instant end = askedEnd == null ? stored.startAt().plus(LIFE) : askedEnd;
        boolean sameTime = (later == null || later.equals(stored.startAt())) && end.equals(stored.expiresAt());
        if (!sameTime
                || !stored.title().equals(draft.title())
                || !stored.message().equals(draft.message())
                || !stored.items().equals(draft.items())
                || !AudienceJson.write(stored.audience()).equals(AudienceJson.write(draft.audience()))) {
            throw new Failure.Conflict("idempotency-mismatch", "这个 Idempotency-Key 已用于另一个请求");
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

    /** The campaign, when it was made within the caller's scope. */
    public Future<Campaign> find(Caller.OfStaff staff, String id) {
        return store.campaign(id)
                .map(found -> found.filter(campaign -> staff.scope().contains(campaign.scope()))
                        .orElseThrow(() -> new Failure.Missing("campaign-missing", "没有这个推送任务")));
    }

    public Future<List<Campaign>> list(
            Caller.OfStaff staff, Campaign.@Nullable State state, @Nullable String before, int limit) {
        return store.campaigns(staff.scope(), state, before, limit);
    }

    /** Hands a draft in. Up to the configured reach it is approved at once; above, by a second person. */
    public Future<Campaign> submit(Caller.OfStaff staff, String id) {
        return find(staff, id)
                .compose(campaign -> {
                    requireScope(staff, campaign.audience());
                    return reach(campaign.audience())
                            .compose(reach ->
                                    database.transact(transaction -> submit(transaction, staff, campaign, reach)));
                })
                .compose(approved -> approved ? start(id) : Future.succeededFuture())
                .compose(done -> find(staff, id));
    }

    /** Approves what somebody else handed in. */
    public Future<Campaign> approve(Caller.OfStaff staff, String id) {
        return find(staff, id)
                .compose(campaign -> {
                    if (campaign.createdBy() == staff.id()) {
                        throw new Failure.Forbidden("own-campaign", "不能批准自己建的任务，请另一位同事批准");
                    }
                    requireScope(staff, campaign.audience());
                    return database.transact(transaction -> moved(
                            transaction,
                            id,
                            Campaign.State.SUBMITTED,
                            Campaign.State.APPROVED,
                            staff.id(),
                            staff.id(),
                            ""));
                })
                .compose(done -> start(id))
                .compose(done -> find(staff, id));
    }

    /** Cancels a campaign in any state but the last ones; what is out is taken back. */
    public Future<Campaign> cancel(Caller.OfStaff staff, String id) {
        return find(staff, id)
                .compose(campaign -> {
                    if (campaign.state() == Campaign.State.DONE || campaign.state() == Campaign.State.CANCELLED) {
                        throw notNow(campaign.state());
                    }
                    return press.cancel(transaction -> moved(
                                    transaction, id, campaign.state(), Campaign.State.CANCELLED, staff.id(), null, "")
                            .compose(done -> PushStore.publicationsOf(transaction, id)));
                })
                .compose(done -> find(staff, id));
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
        String id = tapsOf(staff.scope(), now) + known.seq();
        return reach(village).compose(reach -> {
            Campaign campaign = new Campaign(
                    id,
                    known.title(),
                    message,
                    List.of(item),
                    village,
                    staff.scope(),
                    Campaign.State.RUNNING,
                    reach,
                    now,
                    now.plus(Duration.ofDays(config.villagePushDays())),
                    staff.id(),
                    staff.id(),
                    List.of(),
                    List.of());
            String sender = regions.name(staff.scope()) + "科普传播员";
            return press.publish(campaign, sender, null, transaction -> addTap(transaction, campaign, staff))
                    .map(made -> new Tap(id, Long.toString(made.getFirst().seq()), reach, false))
                    .recover(failure -> failure instanceof Repeated ? earlier(id) : Future.failedFuture(failure));
        });
    }

    /** The items that were pushed to a village by one tap today and are still out. */
    public Set<String> tappedToday(RegionCode village) {
        String prefix = tapsOf(village, clock.instant());
        return publications.inbox(new Viewer.OfStaff(0, village)).stream()
                .filter(publication -> publication.campaign().startsWith(prefix))
                .map(Publication::item)
                .collect(Collectors.toSet());
    }

    private static String tapsOf(RegionCode village, Instant now) {
        return "v" + village + "-" + ActivityStore.day(now).toString().replace("-", "") + "-";
    }

    private Future<Integer> reach(Audience audience) {
        return audiences.count(audience).map(Long::intValue);
    }

    /** Starts what is due and ends what is over. Called every second; safe on several nodes. */
    public Future<Void> tick() {
        Instant now = clock.instant();
        return store.due(now)
                .compose(due -> each(due, this::start))
                .compose(done -> store.over(now))
                .compose(over -> each(over, this::finish));
    }

    private Future<Boolean> submit(SqlClient transaction, Caller.OfStaff staff, Campaign campaign, int reach) {
        String id = campaign.id();
        boolean alone = reach <= config.approvalReach();
        return moved(
                        transaction,
                        id,
                        Campaign.State.DRAFT,
                        Campaign.State.SUBMITTED,
                        staff.id(),
                        null,
                        "预计 " + reach + " 人")
                .compose(done -> PushStore.setReach(transaction, id, reach))
                .compose(done -> alone
                        ? moved(
                                transaction,
                                id,
                                Campaign.State.SUBMITTED,
                                Campaign.State.APPROVED,
                                null,
                                null,
                                "人数不多，自动通过")
                        : Future.succeededFuture())
                .map(done -> alone);
    }

    /** Publishes an approved campaign whose time has come; leaves any other alone. */
    private Future<Void> start(String id) {
        return store.campaign(id).compose(found -> {
            Optional<Campaign> ready = found.filter(campaign -> campaign.state() == Campaign.State.APPROVED
                    && !campaign.startAt().isAfter(clock.instant())
                    && campaign.expiresAt().isAfter(clock.instant()));
            if (ready.isEmpty()) {
                return Future.succeededFuture();
            }
            String sender = regions.name(ready.get().scope()) + "科普";
            return members(ready.get().audience())
                    .compose(members -> press.publish(
                            ready.get(),
                            sender,
                            members.orElse(null),
                            transaction -> moved(
                                    transaction, id, Campaign.State.APPROVED, Campaign.State.RUNNING, null, null, "")))
                    .<Void>mapEmpty()
                    .recover(Campaigns::someoneElseDid);
        });
    }

    /** Whom an audience is for from now on, when it would change with what they do. */
    private Future<Optional<Members>> members(Audience audience) {
        return audience.asksActivity()
                ? audiences.members(audience).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Void> finish(String id) {
        return store.campaign(id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : database.transact(transaction ->
                                moved(transaction, id, found.get().state(), Campaign.State.DONE, null, null, "")))
                .recover(Campaigns::someoneElseDid);
    }

    private static Future<Void> someoneElseDid(Throwable failure) {
        return failure instanceof Failure.Conflict ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    private Future<Void> addTap(SqlClient transaction, Campaign campaign, Caller.OfStaff staff) {
        return PushStore.add(transaction, campaign)
                .compose(added -> added ? Future.succeededFuture() : Future.failedFuture(new Repeated()))
                .compose(done ->
                        PushStore.step(transaction, campaign.id(), null, Campaign.State.RUNNING, staff.id(), "一键推送"));
    }

    private Future<Tap> earlier(String id) {
        return store.campaign(id).map(found -> {
            Campaign campaign = found.orElseThrow();
            if (campaign.state() == Campaign.State.CANCELLED) {
                throw new Failure.Conflict("push-cancelled", "今天推送过这条并已撤下，明天可以再推");
            }
            return new Tap(id, campaign.publications().getFirst(), campaign.reach(), true);
        });
    }

    /** Every region that the audience can resolve to must lie in the scope. */
    private void requireScope(Caller.OfStaff staff, Audience audience) {
        for (RegionCode bound : audience.bounds()) {
            if (!staff.scope().contains(bound)) {
                throw new Failure.Forbidden(
                        "outside-scope",
                        "人群超出您的地区范围（%s）：%s".formatted(regions.name(staff.scope()), regions.name(bound)));
            }
            regions.known(bound);
        }
    }

    private static Future<Void> moved(
            SqlClient transaction,
            String id,
            Campaign.State from,
            Campaign.State to,
            @Nullable Long staff,
            @Nullable Long approver,
            String note) {
        return PushStore.move(transaction, id, from, to, approver)
                .compose(moved -> moved
                        ? PushStore.step(transaction, id, from, to, staff, note)
                        : Future.failedFuture(
                                new Failure.Conflict("campaign-state", "任务不是「" + from.label() + "」状态，请刷新再看")));
    }

    private static Failure.Conflict notNow(Campaign.State state) {
        return new Failure.Conflict("campaign-state", "任务" + state.label() + "，不能再改");
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

    /** The tap was made before. */
    private static final class Repeated extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Repeated() {
            super(null, null, false, false);
        }
    }
}
