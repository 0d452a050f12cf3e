package kepu.alert;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import kepu.base.Failure;
import kepu.base.Ids;
import kepu.config.Config;
import kepu.content.Items;
import kepu.people.Audit;
import kepu.people.Caller;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * The way in and out of bulletins. Whatever comes — a CAP file, a form, a cancellation — becomes one CAP message that is read, given its
 * regions, checked against the scope of who posts it and stored with its place in its chain in one transaction; only then it is live.
 */
public final class Bulletins {
    /** A posted message; {@code fresh} is false for one that was here already. */
    public record Result(Bulletin bulletin, boolean fresh) {}

    private final Database database;
    private final BulletinStore store;
    private final Reading reading;
    private final Areas areas;
    private final News news;
    private final Sirens sirens;
    private final Regions regions;
    private final Items items;
    private final Clock clock;
    private final Config.Bulletins config;
    private final Counter posted;
    private final Counter refused;
    private final Ids ids = new Ids();

    /** What messages are read, placed and stored with. */
    record Parts(Database database, BulletinStore store, Reading reading, Areas areas, News news, Sirens sirens) {}

    Bulletins(Parts parts, Regions regions, Items items, Clock clock, Config.Bulletins config, MeterRegistry meters) {
        this.database = parts.database();
        this.store = parts.store();
        this.reading = parts.reading();
        this.areas = parts.areas();
        this.news = parts.news();
        this.sirens = parts.sirens();
        this.regions = regions;
        this.items = items;
        this.clock = clock;
        this.config = config;
        this.posted = meters.counter("kepu.bulletins.posted");
        this.refused = meters.counter("kepu.bulletins.refused", "limit", "live");
    }

    /**
     * Takes a CAP message; the same sender, identifier and time again give the first one. {@link Failure.Invalid} when it is no CAP 1.2, no
     * region is found for it or it comes from the future, {@link Failure.Forbidden} when it goes beyond the scope.
     */
    public Future<Result> post(Caller.OfStaff staff, Buffer xml, @Nullable String charset) {
        return reading.message(xml, charset).compose(message -> post(staff, message, xml, null));
    }

    /** Makes a message of a form. The same {@code requestKey} again gives the same bulletin; for another form {@link Failure.Conflict}. */
    public Future<Result> post(Caller.OfStaff staff, Form form, @Nullable String requestKey) {
        form.items().forEach(items::known);
        form.regions().forEach(regions::known);
        if (!form.until().isAfter(clock.instant())) {
            throw Failure.Invalid.at("/until", "结束时间应在现在之后");
        }
        Future<Optional<BulletinStore.Once>> before =
                requestKey == null ? Future.succeededFuture(Optional.empty()) : store.once(staff.id(), requestKey);
        return before.compose(once -> once.isPresent()
                ? repeated(once.get(), form)
                : replaced(staff, form.replaces())
                        .compose(replaced -> write(staff, form, replaced.orElse(null), requestKey)));
    }

    /** Takes a bulletin back by a Cancel of our own. */
    public Future<Result> cancel(Caller.OfStaff staff, String id) {
        return forStaff(staff, id).compose(bulletin -> {
            if (!bulletin.message().kind().tells() || bulletin.endedBy() != null) {
                throw new Failure.Conflict("bulletin-ended", "这条已经被更新或取消，请看最新的一条");
            }
            CapMessage cancelled = bulletin.message();
            CapMessage message =
                    Form.cancel(key(fresh(staff, null), cancelled.key().sent()), cancelled);
            return post(staff, message, Buffer.buffer(CapWriter.write(message)), null);
        });
    }

    /** The bulletin as staff may see it: where its regions touch their scope, or posted within it. */
    public Future<Bulletin> forStaff(Caller.OfStaff staff, String id) {
        return find(id).map(found ->
                found.filter(bulletin -> concerns(staff.scope(), bulletin)).orElseThrow(Bulletins::missing));
    }

    /** The bulletin as everybody may see it: what was never public is not there. */
    public Future<Bulletin> forEverybody(String id) {
        return find(id).map(found ->
                found.filter(bulletin -> bulletin.message().isPublic()).orElseThrow(Bulletins::missing));
    }

    public Future<List<Bulletin>> list(RegionCode scope, boolean live, @Nullable String before, int limit) {
        return store.list(scope, live, clock.instant(), before, limit).compose(reading::bulletins);
    }

    /** What other systems read: messages for everybody that live, and lately sent Cancels; the newest first. */
    Future<List<Bulletin>> feed() {
        Instant now = clock.instant();
        return store.feed(now, now.minus(Duration.ofHours(config.feedHours())), config.live())
                .compose(reading::bulletins);
    }

    private static boolean concerns(RegionCode scope, Bulletin bulletin) {
        return scope.contains(bulletin.posted().scope())
                || bulletin.regions().stream().anyMatch(region -> region.contains(scope) || scope.contains(region));
    }

    private Future<Optional<Bulletin>> find(String id) {
        return store.find(id).compose(reading::bulletin);
    }

    private static Failure.Missing missing() {
        return new Failure.Missing("bulletin-missing", "没有这条应急信息");
    }

    private Future<Result> repeated(BulletinStore.Once once, Form form) {
        if (!once.form().equals(form.wire())) {
            throw Failure.Conflict.keyOfAnother();
        }
        return find(once.key()).map(found -> new Result(found.orElseThrow(), false));
    }

    private Future<Optional<CapMessage>> replaced(Caller.OfStaff staff, @Nullable String id) {
        return id == null
                ? Future.succeededFuture(Optional.empty())
                : forStaff(staff, id).map(bulletin -> Optional.of(bulletin.message()));
    }

    private Future<Result> write(
            Caller.OfStaff staff, Form form, @Nullable CapMessage replaced, @Nullable String requestKey) {
        CapMessage.Key key = key(
                fresh(staff, requestKey),
                replaced == null ? Instant.EPOCH : replaced.key().sent().plusSeconds(1));
        CapMessage message = form.message(key, replaced, regions.name(staff.scope()) + "应急科普", regions);
        return post(
                staff,
                message,
                Buffer.buffer(CapWriter.write(message)),
                requestKey == null ? null : new BulletinStore.Once(requestKey, form.wire()));
    }

    private String fresh(Caller.OfStaff staff, @Nullable String requestKey) {
        return requestKey == null
                ? ids.next('m')
                : UUID.nameUUIDFromBytes((staff.id() + ":" + requestKey).getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    /** Sent now, in whole seconds as CAP has them, and not before what it follows. */
    private CapMessage.Key key(String identifier, Instant notBefore) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new CapMessage.Key(config.sender(), identifier, now.isBefore(notBefore) ? notBefore : now);
    }

    private Future<Result> post(
            Caller.OfStaff staff, CapMessage message, Buffer xml, BulletinStore.@Nullable Once once) {
        Instant now = clock.instant();
        if (message.key().sent().isAfter(now.plus(Duration.ofMinutes(config.aheadMinutes())))) {
            throw new Failure.Invalid("bulletin-future", "发出时间比现在晚 " + config.aheadMinutes() + " 分钟以上，请检查发送方的时钟");
        }
        Future<Areas.Resolved> resolving = message.kind().tells()
                ? areas.resolve(message.infos())
                : Future.succeededFuture(new Areas.Resolved(List.of(), List.of()));
        return resolving.compose(resolved -> {
            requireScope(staff, resolved.all());
            Bulletin bulletin = bulletin(staff, message, resolved, xml, now);
            return store(bulletin, once).compose(fresh -> fresh ? taken(bulletin) : earlier(staff, bulletin, once));
        });
    }

    private void requireScope(Caller.OfStaff staff, List<RegionCode> places) {
        List<String> beyond = places.stream()
                .filter(region -> !staff.scope().contains(region))
                .limit(20)
                .map(regions::fullName)
                .toList();
        if (!beyond.isEmpty()) {
            throw new Failure.Forbidden(
                    "outside-scope",
                    "超出您的地区范围（%s）：%s".formatted(regions.name(staff.scope()), String.join("、", beyond)));
        }
    }

    private Bulletin bulletin(
            Caller.OfStaff staff, CapMessage message, Areas.Resolved resolved, Buffer xml, Instant now) {
        List<Bulletin.Segment> segments = new ArrayList<>();
        for (int i = 0; i < resolved.byInfo().size(); i++) {
            segments.add(
                    segment(message, message.infos().get(i), resolved.byInfo().get(i)));
        }
        return new Bulletin(
                ids.next('b'),
                0,
                message,
                segments,
                resolved.all(),
                resolved.unresolved(),
                new Bulletin.Posted(staff.id(), staff.scope(), now.truncatedTo(ChronoUnit.MICROS)),
                null,
                xml);
    }

    /** In effect at once unless it says later; over when it says, or after the usual time, but never later than the longest. */
    private Bulletin.Segment segment(CapMessage message, CapMessage.Info info, List<RegionCode> places) {
        Instant sent = message.key().sent();
        Instant effective = info.times().effective();
        Instant from = effective == null || !effective.isAfter(sent) ? Instant.EPOCH : effective;
        Instant base = from.isAfter(sent) ? from : sent;
        Instant expires = info.times().expires();
        Instant until = expires == null ? base.plus(Duration.ofHours(config.defaultHours())) : expires;
        Instant longest = base.plus(Duration.ofHours(config.longestHours()));
        return new Bulletin.Segment(info, places, from, until.isAfter(longest) ? longest : until);
    }

    private Future<Boolean> store(Bulletin bulletin, BulletinStore.@Nullable Once once) {
        if (bulletin.message().isPublic() && bulletin.message().kind() == CapMessage.Kind.ALERT) {
            requireRoom();
        }
        return database.transact(transaction -> BulletinStore.lock(transaction)
                .compose(locked -> BulletinStore.add(transaction, bulletin, once))
                .compose(added -> added ? chain(transaction, bulletin).map(true) : Future.succeededFuture(false)));
    }

    private void requireRoom() {
        if (news.live() >= config.live()) {
            refused.increment();
            throw new Failure.TooMany("bulletins-full", "正在发布的应急信息太多（" + config.live() + " 条），请先取消一些", 60);
        }
    }

    /** Finds the chain of a stored message, ends what it ends, has it told outside, and leaves a trace. */
    private Future<Void> chain(SqlClient transaction, Bulletin bulletin) {
        CapMessage.Kind kind = bulletin.message().kind();
        boolean decides = kind.tells() || kind == CapMessage.Kind.CANCEL;
        Future<Void> placed = decides ? join(transaction, bulletin) : Future.succeededFuture();
        return placed.compose(done -> Audit.add(
                transaction,
                bulletin.posted().staff(),
                "bulletin." + kind.name().toLowerCase(Locale.ROOT),
                bulletin.id(),
                new JsonObject()
                        .put("identifier", bulletin.message().key().identifier())
                        .put("sender", bulletin.message().key().sender())
                        .put("status", bulletin.message().status().name().toLowerCase(Locale.ROOT))));
    }

    private Future<Void> join(SqlClient transaction, Bulletin bulletin) {
        return BulletinStore.addReferences(transaction, bulletin)
                .compose(done -> BulletinStore.isMixed(transaction, bulletin))
                .compose(mixed -> mixed
                        ? Future.failedFuture(
                                new Failure.Conflict("bulletin-mixed", "status 或 scope 与所更新、所取消的消息不同：演练不能改动真实的预警"))
                        : BulletinStore.touched(transaction, bulletin))
                .compose(touched -> settle(transaction, bulletin, touched));
    }

    private Future<Void> settle(SqlClient transaction, Bulletin bulletin, List<Chains.Member> touched) {
        Chains.Member newcomer = new Chains.Member(
                bulletin.id(),
                bulletin.id(),
                bulletin.message().key(),
                bulletin.message().kind(),
                bulletin.regions(),
                bulletin.posted().scope(),
                false,
                null);
        Chains.Joined joined = Chains.join(newcomer, touched);
        Future<Void> all = BulletinStore.chain(transaction, bulletin.id(), joined.chains());
        for (Chains.Member member : joined.members()) {
            String by = Chains.endedBy(member, joined.winner()).orElse(null);
            all = all.compose(done -> BulletinStore.end(
                    transaction, member.id(), by, bulletin.posted().at()));
        }
        return all.compose(done -> sirens.sound(transaction, bulletin, joined));
    }

    private Future<Result> taken(Bulletin bulletin) {
        posted.increment();
        return news.told().compose(done -> find(bulletin.id())).map(found -> new Result(found.orElseThrow(), true));
    }

    /** What was here before under the same key, or under the same request a moment ago. */
    private Future<Result> earlier(Caller.OfStaff staff, Bulletin bulletin, BulletinStore.@Nullable Once once) {
        Future<Optional<BulletinStore.Once>> before =
                once == null ? Future.succeededFuture(Optional.empty()) : store.once(staff.id(), once.key());
        return before.compose(known -> known.isPresent()
                        ? store.find(known.get().key())
                        : store.find(bulletin.message().key()))
                .compose(reading::bulletin)
                .map(found -> new Result(
                        found.filter(first -> concerns(staff.scope(), first))
                                .orElseThrow(() -> new Failure.Conflict("bulletin-known", "这条消息已经由别处发布")),
                        false));
    }
}
