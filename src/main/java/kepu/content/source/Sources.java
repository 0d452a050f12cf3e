package kepu.content.source;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import kepu.base.Failure;
import kepu.config.Editorial;
import kepu.net.Destinations;
import kepu.people.Audit;
import kepu.people.Caller;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Database;

/** What staff do with sources, within their scope and with a trace. */
public final class Sources {
    private final Database database;
    private final SourceStore store;
    private final Destinations destinations;
    private final Regions regions;
    private final Clock clock;
    private final Editorial.Sources config;

    Sources(Database database, Destinations destinations, Regions regions, Clock clock, Editorial.Sources config) {
        this.database = database;
        this.store = new SourceStore(database);
        this.destinations = destinations;
        this.regions = regions;
        this.clock = clock;
        this.config = config;
    }

    public Future<List<Source>> list(Caller.OfStaff staff) {
        return store.list(staff.scope());
    }

    /** The source, when it lies in the scope; {@link Failure.Missing} otherwise. */
    public Future<Source> find(Caller.OfStaff staff, long id) {
        return store.find(id)
                .map(found -> found.filter(source -> staff.scope().contains(source.scope()))
                        .orElseThrow(Sources::missing));
    }

    /** What looking at it came to, the last first. */
    public Future<List<Poll>> polls(Caller.OfStaff staff, long id, int size) {
        return find(staff, id).compose(source -> store.polls(id, size));
    }

    /** Adds a source whose address may be called; {@link Failure.TooMany} past the limit, {@link Failure.Conflict} for one that is there. */
    public Future<Source> add(Caller.OfStaff staff, RegionCode scope, Source.Outline outline) {
        regions.within(staff.scope(), scope);
        check(scope, outline);
        return destinations
                .find(outline.url())
                .compose(allowed -> database.transact(transaction -> unused(transaction, scope, outline.url(), 0)
                        .compose(done -> SourceStore.add(
                                transaction, scope, outline, clock.instant(), staff.id(), config.most()))
                        .map(added -> added.orElseThrow(() ->
                                new Failure.TooMany("sources-full", "来源已有 " + config.most() + " 个，请先停用或合并一些", 60)))
                        .compose(id -> audit(transaction, staff, "source.add", id, outline, true)
                                .map(id))))
                .compose(id -> find(staff, id));
    }

    public Future<Source> change(Caller.OfStaff staff, long id, Source.Change change) {
        return find(staff, id).compose(source -> change(staff, source, changed(source.outline(), change), change));
    }

    /** Has a source looked at at once, as if nothing had been read of it before. */
    public Future<Source> pollNow(Caller.OfStaff staff, long id) {
        return find(staff, id)
                .compose(source -> database.transact(transaction -> SourceStore.due(transaction, id, clock.instant())
                        .compose(done ->
                                audit(transaction, staff, "source.poll", id, source.outline(), source.active()))))
                .compose(done -> find(staff, id));
    }

    private Future<Source> change(Caller.OfStaff staff, Source source, Source.Outline outline, Source.Change change) {
        check(source.scope(), outline);
        boolean active = change.active() == null ? source.active() : change.active();
        Future<?> allowed = change.url() == null ? Future.succeededFuture() : destinations.find(outline.url());
        return allowed.compose(done -> database.transact(transaction -> unused(
                                transaction, source.scope(), outline.url(), source.id())
                        .compose(free -> SourceStore.change(transaction, source.id(), outline, active, clock.instant()))
                        .compose(stored -> audit(transaction, staff, "source.change", source.id(), outline, active))))
                .compose(done -> find(staff, source.id()));
    }

    private static Source.Outline changed(Source.Outline before, Source.Change change) {
        return new Source.Outline(
                change.name() == null ? before.name() : change.name(),
                change.url() == null ? before.url() : change.url(),
                change.given() == null ? before.given() : change.given(),
                change.interval() == null ? before.interval() : change.interval(),
                change.mostEntries() == null ? before.mostEntries() : change.mostEntries());
    }

    private void check(RegionCode scope, Source.Outline outline) {
        outline.given().regions().forEach(region -> regions.within(scope, region));
        if (outline.interval().compareTo(Duration.ofSeconds(config.leastIntervalSeconds())) < 0) {
            throw Failure.Invalid.at("/intervalSeconds", "间隔不能短于 " + config.leastIntervalSeconds() + " 秒，免得打扰对方网站");
        }
        if (outline.mostEntries() > config.entries()) {
            throw Failure.Invalid.at("/mostEntries", "一次最多读 " + config.entries() + " 条");
        }
    }

    private static Future<Void> unused(SqlClient transaction, RegionCode scope, String url, long id) {
        return SourceStore.has(transaction, scope, url, id)
                .compose(has -> has
                        ? Future.failedFuture(new Failure.Conflict("source-known", "这个地区已经有这个网址的来源"))
                        : Future.succeededFuture());
    }

    private static Future<Void> audit(
            SqlClient transaction, Caller.OfStaff staff, String deed, long id, Source.Outline outline, boolean active) {
        return Audit.add(
                transaction,
                staff.id(),
                deed,
                "source:" + id,
                new JsonObject()
                        .put("name", outline.name())
                        .put("url", outline.url())
                        .put("active", active));
    }

    private static Failure.Missing missing() {
        return new Failure.Missing("source-missing", "没有这个来源");
    }
}
