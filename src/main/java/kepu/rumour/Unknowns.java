package kepu.rumour;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.base.Shortened;
import kepu.config.Config;
import kepu.people.Audit;
import kepu.store.Changes;
import kepu.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people ask and nobody has vetted: counted by the day without who asked, watched for what rises, handled by staff. */
public final class Unknowns {
    private static final Logger LOG = LoggerFactory.getLogger(Unknowns.class);
    /** Added to both sides of the day's level, so that a quiet house is no wonder. */
    private static final double LEVEL_PRIOR = 20;

    private final Database database;
    private final UnknownStore store;
    private final Claims claims;
    private final Clock clock;
    private final Config.Rumours config;
    private final Counter noted;
    private final Counter refused;
    private final Counter alarms;
    private volatile Runnable tell = () -> {};

    Unknowns(Database database, Claims claims, Clock clock, Config.Rumours config, MeterRegistry meters) {
        this.database = database;
        this.store = new UnknownStore(database);
        this.claims = claims;
        this.clock = clock;
        this.config = config;
        this.noted = meters.counter("kepu.claims.unknown");
        this.refused = meters.counter("kepu.claims.refused", "limit", "unknown");
        this.alarms = meters.counter("kepu.claims.alarms");
    }

    /** Has somebody be told of what is raised on any node, at least once. */
    void follow(Changes changes, Consumer<Unknown.Alarm> told) {
        tell = changes.follow(
                UnknownStore.ALARMS,
                ids -> store.alarms(today(), ids.stream().map(Long::valueOf).toList())
                        .map(alarms -> {
                            alarms.forEach(told);
                            return null;
                        }),
                Future::succeededFuture);
    }

    /** As a text is stored: shortened to what is kept. */
    String kept(String text) {
        return Shortened.of(text, config.unknownChars());
    }

    /** Counts texts that {@link #kept} gave, one after the other. */
    Future<Void> note(List<String> texts) {
        Future<Void> all = Future.succeededFuture();
        for (String text : texts) {
            all = all.compose(done -> claims.aside(() -> UnknownStore.Part.of(text)))
                    .compose(part -> store.note(part, clock.instant(), today(), config.unknownTexts()))
                    .map(this::counted);
        }
        return all;
    }

    @SuppressWarnings("NullAway")
    private Void counted(boolean isKept) {
        (isKept ? noted : refused).increment();
        return null;
    }

    /** Those of a state, the most rising first, from a place on. */
    public Future<List<Unknown>> list(Unknown.State state, int from, int most) {
        return store.list(state, today(), from, most);
    }

    /** The alarms, the newest first, before an id. */
    public Future<List<Unknown.Alarm>> alarms(long before, int most) {
        return store.alarms(today(), before, most);
    }

    /** Says that one is a claim that is known: its text is a way to say it from now on. */
    public Future<Unknown> answer(long staff, long id, String claim) {
        claims.known(claim);
        return closed(staff, id, Unknown.State.ANSWERED, claim).map(unknown -> {
            claims.tell();
            return unknown;
        });
    }

    /** Sets one aside. */
    public Future<Unknown> dismiss(long staff, long id) {
        return closed(staff, id, Unknown.State.DISMISSED, null);
    }

    private Future<Unknown> closed(
            long staff, long id, Unknown.State state, @org.jspecify.annotations.Nullable String claim) {
        return find(id).compose(found -> database.transact(transaction -> UnknownStore.close(
                                transaction, id, state, claim, staff, clock.instant())
                        .compose(open -> open
                                ? Audit.add(
                                        transaction,
                                        staff,
                                        "claim." + state.code(),
                                        Long.toString(id),
                                        claim == null ? new JsonObject() : new JsonObject().put("claim", claim))
                                : Future.failedFuture(new Failure.Conflict("unknown-handled", "这条已经有人处理过了")))
                        .compose(done -> claim == null
                                ? Future.succeededFuture()
                                : UnknownStore.tellClaims(transaction, claim))))
                .compose(done -> find(id));
    }

    private Future<Unknown> find(long id) {
        return store.find(id, today())
                .map(found -> found.orElseThrow(() -> new Failure.Missing("unknown-missing", "没有这条待查的说法")));
    }

    /** Looks for what rises, and raises alarms. Called every minute. */
    Future<Void> watch() {
        LocalDate day = today();
        return Future.all(
                        store.level(day, config.pastDays()), store.counts(day, config.pastDays(), config.alarmLeast()))
                .compose(both -> watched(day, both.resultAt(0), both.resultAt(1)));
    }

    private Future<Void> watched(LocalDate day, UnknownStore.Level level, List<UnknownStore.Counts> counts) {
        double usual = (double) level.before() / config.pastDays();
        double factor = (level.today() + LEVEL_PRIOR) / (usual + LEVEL_PRIOR);
        List<Long> ids = new ArrayList<>();
        List<Double> surprises = new ArrayList<>();
        Future<Void> raised = Future.succeededFuture();
        for (UnknownStore.Counts one : counts) {
            Rising rising = Rising.of(one.today(), one.before(), factor(factor, one, level));
            ids.add(one.id());
            surprises.add(rising.surprise());
            if (rising.surprise() >= config.alarmSurprise()) {
                raised = raised.compose(done -> store.raise(one, rising, day, clock.instant()))
                        .map(news -> alarmed(one, rising, news));
            }
        }
        return raised.compose(done -> store.surprising(ids, surprises));
    }

    /** How much all the others are asked: one that rises alone shall not excuse itself. */
    private double factor(double all, UnknownStore.Counts one, UnknownStore.Level level) {
        double own = one.before().stream().mapToLong(Long::longValue).sum();
        double usual = (level.before() - own) / config.pastDays();
        double others = (level.today() - one.today() + LEVEL_PRIOR) / (usual + LEVEL_PRIOR);
        return Math.min(all, others);
    }

    @SuppressWarnings("NullAway")
    private Void alarmed(UnknownStore.Counts one, Rising rising, boolean isNews) {
        if (isNews) {
            alarms.increment();
            tell.run();
            LOG.warn("an unknown claim rises: {} with {} today, surprise {}", one.id(), one.today(), rising.surprise());
        }
        return null;
    }

    /** Forgets what nobody asked for as long as texts are kept. */
    Future<Void> sweep() {
        return store.forgetBefore(clock.instant().minus(Duration.ofDays(config.unknownDays())));
    }

    private LocalDate today() {
        return Beijing.day(clock.instant());
    }
}
