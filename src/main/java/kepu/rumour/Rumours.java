package kepu.rumour;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import kepu.answer.Asker;
import kepu.answer.Asking;
import kepu.base.Beijing;
import kepu.config.Config;
import kepu.content.Items;
import kepu.people.Residents;
import kepu.push.Frame;
import kepu.push.Hub;
import kepu.push.Push;
import kepu.search.sentence.SentenceVectors;
import kepu.store.Changes;
import kepu.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The room's parts put together, and the questions that need several of them. */
public final class Rumours {
    private static final Logger LOG = LoggerFactory.getLogger(Rumours.class);

    private final ClaimStore store;
    private final Claims claims;
    private final Unknowns unknowns;
    private final Checking checking;
    private final Corrections corrections;
    private final Hub hub;
    private final Clock clock;
    private final Config.Rumours config;

    /** What the room stands on. */
    public record Ground(Vertx vertx, Database database, Items items, Push push) {}

    public Rumours(Ground ground, Clock clock, Config.Rumours config, MeterRegistry meters) {
        this.hub = ground.push().hub();
        this.clock = clock;
        this.config = config;
        this.store = new ClaimStore(ground.database());
        this.claims = new Claims(
                ground.vertx(),
                store,
                config.sentenceVectors() ? SentenceVectors.shipped() : SentenceVectors.none(),
                meters);
        this.unknowns = new Unknowns(ground.database(), claims, clock, config, meters);
        this.checking = new Checking(claims, unknowns, config, meters);
        this.corrections = new Corrections(claims, ground.items(), ground.push().notices());
    }

    /** Reads the claims. At the boot. */
    public Future<Void> load() {
        return claims.open();
    }

    /** Whether texts can be checked without waiting. */
    public boolean isReady() {
        return claims.isReady();
    }

    /** Takes in what is imported by whomever, and tells staff on their lines of alarms that any node raises. */
    public void follow(Changes changes) {
        claims.follow(changes);
        unknowns.follow(changes, alarm -> hub.tellStaff(rising(alarm)));
    }

    /** Without the words, which not all staff may read. */
    private static Frame rising(Unknown.Alarm alarm) {
        return Frame.urgent(
                "claim-rising",
                new JsonObject()
                        .put("id", Long.toString(alarm.id()))
                        .put("unknown", Long.toString(alarm.unknown().id()))
                        .put("day", alarm.day())
                        .put("count", alarm.count())
                        .put("expected", alarm.expected()));
    }

    /** Takes part in exports of residents; their erasure takes the rows along. */
    public void follow(Residents residents) {
        residents.onErase(store::erase, id -> {});
        residents.onExport("claimChecks", store::export);
    }

    public Claims claims() {
        return claims;
    }

    public Unknowns unknowns() {
        return unknowns;
    }

    public Corrections corrections() {
        return corrections;
    }

    /** The verdicts on what a text claims; what nobody knows is counted, without who asked. */
    public Future<Checked> check(String text) {
        return checking.check(text).compose(this::noted);
    }

    /** The same for a resident: which verdicts they were told is kept for corrections. */
    public Future<Checked> check(long resident, String text) {
        return check(text).compose(checked -> told(resident, checked));
    }

    /**
     * The claims whose verdicts answer a question, the surest first; none when too many ask at once, for passages answer too. What it is not
     * sure of is not counted as unknown: people get the question. A resident is told of corrections as one who checked.
     */
    public Future<List<Asking.Settled>> settling(Asker asker, String question) {
        Future<Checked> asked = checking.asked(question);
        Future<Checked> noted = asker instanceof Asker.OfResident one
                ? asked.compose(checked -> told(one.resident().id(), checked))
                : asked;
        return noted.map(checked -> checked.found().stream()
                .map(found -> new Asking.Settled(found.verdict().id(), found.score()))
                .toList());
    }

    /** An answer does not wait for the books when they cannot be kept. */
    private Future<Checked> noted(Checked checked) {
        return unknowns.note(checked.unknown())
                .onFailure(cause -> LOG.warn("an unknown claim was not counted: {}", cause.toString()))
                .transform(done -> Future.succeededFuture(checked));
    }

    private Future<Checked> told(long resident, Checked checked) {
        List<String> ids =
                checked.found().stream().map(found -> found.verdict().id()).toList();
        return ids.isEmpty()
                ? Future.succeededFuture(checked)
                : store.told(resident, ids, Beijing.day(clock.instant()))
                        .onFailure(cause -> LOG.warn("a check was not noted: {}", cause.toString()))
                        .transform(done -> Future.succeededFuture(checked));
    }

    /** Looks for what rises. Called every minute. */
    public Future<Void> watch() {
        return unknowns.watch();
    }

    /** Forgets what is older than it is kept. Called every hour. */
    public Future<Void> sweep() {
        return unknowns.sweep()
                .compose(done -> store.forgetBefore(Beijing.day(clock.instant()).minusDays(config.checkDays())));
    }

    /** Done when nothing runs any more. */
    public Future<Void> close() {
        return claims.close();
    }
}
