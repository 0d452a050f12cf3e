package kepu.recommend.rules;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.people.Audit;
import kepu.people.Caller;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Changes;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live rules in memory and their versions in the database: loading, saving, looking back. */
public final class Rules {
    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

    /** What somebody wants the rules of a scope to be, made from its version {@code basedOn} (0 when it had none). */
    public record Draft(RegionCode scope, int basedOn, String note, List<Rule> rules) {
        public Draft {
            rules = List.copyOf(rules);
        }
    }

    private final Database database;
    private final RulesStore store;
    private final Items items;
    private final Regions regions;
    private final Clock clock;
    private final int most;
    private final Counter refused;
    private final List<Consumer<RuleSet>> listeners = new CopyOnWriteArrayList<>();
    private volatile RuleSet live;
    private volatile long edition;
    private volatile Runnable tell = () -> {};

    public Rules(
            Database database, Items items, Regions regions, Clock clock, Config.Rules config, MeterRegistry meters) {
        this.database = database;
        this.store = new RulesStore(database);
        this.items = items;
        this.regions = regions;
        this.clock = clock;
        this.most = config.most();
        this.refused = meters.counter("kepu.rules.refused", "limit", "most");
        this.live = new RuleSet(List.of(), items.catalogue());
        Gauge.builder("kepu.rules.live", this, rules -> rules.live().size()).register(meters);
        items.onChange(this::follow);
    }

    /** Takes in what other nodes save, and tells them. */
    public void follow(Changes changes) {
        tell = changes.follow("rules", this::load);
    }

    /** Registers a listener for new sets of rules. */
    public void onChange(Consumer<RuleSet> listener) {
        listeners.add(listener);
    }

    /** The rules that are in force on this node. */
    public RuleSet live() {
        return live;
    }

    /** Reads the live rules when there are new ones. */
    public Future<Void> load() {
        return store.edition()
                .compose(stored -> stored <= edition
                        ? Future.succeededFuture()
                        : store.live().map(versions -> take(stored, versions)));
    }

    /** The live version of a scope within the caller's; empty when it never had rules. */
    public Future<Optional<RuleVersion>> latest(Caller.OfStaff staff, RegionCode scope) {
        regions.within(staff.scope(), scope);
        return store.latest(scope);
    }

    /** The versions of a scope within the caller's below {@code before}, the latest first. */
    public Future<List<RuleVersion>> versions(Caller.OfStaff staff, RegionCode scope, int before, int limit) {
        regions.within(staff.scope(), scope);
        return store.versions(scope, before, limit);
    }

    /**
     * Stores a whole new version of a scope's rules, in force at once. {@link Failure.Forbidden} outside of the caller's scope,
     * {@link Failure.Invalid} for rules that reach out of the draft's scope, name what is not there or are too many,
     * {@link Failure.Conflict} when somebody saved since {@code basedOn}.
     */
    public Future<RuleVersion> save(Caller.OfStaff staff, Draft draft) {
        return check(staff, draft)
                .compose(checked -> store(staff, draft).onSuccess(stored -> tell.run()))
                .compose(stored -> load().recover(Rules::later))
                .compose(loaded -> stored(draft));
    }

    /** The live rules with those of the draft in place of its scope's, in force for nobody; fails as {@link #save} does. */
    public Future<RuleSet> proposed(Caller.OfStaff staff, Draft draft) {
        return check(staff, draft)
                .map(checked -> live.with(new RuleVersion(
                        draft.scope(), draft.basedOn() + 1, draft.rules(), "", draft.note(), clock.instant())));
    }

    private Future<Void> check(Caller.OfStaff staff, Draft draft) {
        regions.within(staff.scope(), draft.scope());
        if (draft.rules().size() > most) {
            refused.increment();
            throw Failure.Invalid.at("/rules", "一个地区最多 " + most + " 条规则");
        }
        List<Failure.Fault> faults = new ArrayList<>();
        for (int i = 0; i < draft.rules().size(); i++) {
            RegionCode region = draft.rules().get(i).terms().whom().region();
            if (!draft.scope().contains(region)) {
                faults.add(new Failure.Fault("/rules/" + i + "/region", "超出了 " + regions.name(draft.scope())));
            } else if (regions.find(region).isEmpty()) {
                faults.add(new Failure.Fault("/rules/" + i + "/region", "没有这个地区：" + region));
            }
        }
        Catalogue catalogue = items.catalogue();
        List<String> unknown = draft.rules().stream()
                .map(Rules::item)
                .flatMap(Optional::stream)
                .filter(item -> catalogue.find(item).isEmpty())
                .distinct()
                .toList();
        return (unknown.isEmpty() ? Future.succeededFuture(Set.<String>of()) : store.items(unknown))
                .map(withdrawn -> refuse(draft, faults, item -> unknown.contains(item) && !withdrawn.contains(item)));
    }

    private static @Nullable Void refuse(Draft draft, List<Failure.Fault> faults, Predicate<String> isMissing) {
        for (int i = 0; i < draft.rules().size(); i++) {
            String item = item(draft.rules().get(i)).orElse(null);
            if (item != null && isMissing.test(item)) {
                faults.add(new Failure.Fault("/rules/" + i + "/item", "没有这条内容：" + item));
            }
        }
        if (!faults.isEmpty()) {
            throw RuleJson.invalid(faults);
        }
        return null;
    }

    private static Optional<String> item(Rule rule) {
        Subject of = switch (rule) {
            case Rule.Pin pin -> new Subject.OfItem(pin.item());
            case Rule.Boost boost -> boost.of();
            case Rule.Ban ban -> ban.of();
            case Rule.Quota quota -> quota.of();
        };
        return of instanceof Subject.OfItem(String item) ? Optional.of(item) : Optional.empty();
    }

    private Future<Void> store(Caller.OfStaff staff, Draft draft) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.transact(transaction -> RulesStore.add(transaction, draft, staff.id(), now)
                .compose(added -> added ? audit(transaction, staff, draft) : changed()));
    }

    private Future<RuleVersion> stored(Draft draft) {
        return store.versions(draft.scope(), draft.basedOn() + 2, 1).map(List::getFirst);
    }

    private static Future<Void> audit(SqlClient transaction, Caller.OfStaff staff, Draft draft) {
        return Audit.add(
                transaction,
                staff.id(),
                "rules.save",
                draft.scope().text(),
                new JsonObject()
                        .put("version", draft.basedOn() + 1)
                        .put("rules", draft.rules().size())
                        .put("note", draft.note()));
    }

    private static <T> Future<T> changed() {
        return Future.failedFuture(new Failure.Conflict("rules-changed", "规则刚被别人改过，请刷新后在新版本上修改"));
    }

    /** What is stored is stored; this node reads it when it looks again. */
    private static Future<Void> later(Throwable failure) {
        LOG.warn("rules were saved and cannot be read yet: {}", failure.toString());
        return Future.succeededFuture();
    }

    private synchronized @Nullable Void take(long stored, List<RuleVersion> versions) {
        if (stored > edition) {
            edition = stored;
            replace(new RuleSet(versions, items.catalogue()));
        }
        return null;
    }

    private synchronized void follow(Catalogue fresh) {
        replace(live.over(fresh));
    }

    private void replace(RuleSet fresh) {
        live = fresh;
        listeners.forEach(listener -> listener.accept(fresh));
    }
}
