package kepu.answer;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import kepu.config.Questions;
import kepu.content.Items;
import kepu.content.review.Reviews;
import kepu.people.PeopleStore;
import kepu.people.Residents;
import kepu.push.Inbox;
import kepu.push.Telling;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The room put together: questions are asked, go to people, and come back answered. */
public final class Answers {
    private final QuestionStore store;
    private final QuestionLife life;
    private final Routing routing;
    private final Asking asking;
    private final Queue queue;
    private final QuestionTelling telling;
    private final Drafting drafting;
    private final Clock clock;
    private final Duration kept;
    private volatile QuestionStore.Waiting waiting = new QuestionStore.Waiting(0, 0);

    /** What the room stands on. */
    public record Ground(
            Database database,
            Items items,
            Regions regions,
            PeopleStore people,
            Residents residents,
            Reviews reviews,
            Inbox inbox) {}

    public Answers(
            Ground ground,
            Asking.Verdicts verdicts,
            Asking.Source source,
            Clock clock,
            Questions config,
            MeterRegistry meters) {
        this.clock = clock;
        this.kept = Duration.ofDays(config.keepDays());
        this.store = new QuestionStore(ground.database());
        this.life = new QuestionLife(ground.database());
        this.routing = new Routing(ground.database(), store, ground.people(), clock, config);
        this.asking = new Asking(ground.database(), verdicts, source, routing, clock, config, meters);
        this.queue = new Queue(ground.database(), store, routing, ground.items(), clock, config);
        this.telling = new QuestionTelling(
                store, new Telling(ground.residents(), ground.inbox()), ground.regions(), clock, config);
        this.drafting = new Drafting(ground.database(), ground.reviews());
        meters.gauge("kepu.questions.open", this, here -> here.waiting.open());
        meters.gauge("kepu.questions.overdue", this, here -> here.waiting.overdue());
    }

    /** Takes part in erasures and exports of residents. */
    public void follow(Residents residents) {
        residents.onErase(life::erase, id -> {});
        residents.onExport("questions", life::export);
    }

    public Asking asking() {
        return asking;
    }

    public Queue queue() {
        return queue;
    }

    public Drafting drafting() {
        return drafting;
    }

    /** Own questions of a resident, the newest first, those after the one with the id {@code before}. */
    public Future<List<Question>> of(long resident, @Nullable String before, int limit) {
        return store.of(resident, before, limit);
    }

    /** Tells answers that nobody told yet. Called every second, safe on several nodes. */
    public Future<Void> tell() {
        return telling.tick();
    }

    /** Hands up what is overdue and counts what waits. Called every few seconds, safe on several nodes. */
    public Future<Void> escalate() {
        return routing.escalate()
                .compose(done -> store.waiting(RegionCode.COUNTRY, clock.instant()))
                .map(counted -> {
                    waiting = counted;
                    return null;
                });
    }

    /** Deletes what was answered long ago. */
    public Future<Void> sweep() {
        return life.sweep(clock.instant().minus(kept));
    }
}
