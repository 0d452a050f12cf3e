package kepu.answer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import kepu.base.Failure;
import kepu.base.Ids;
import kepu.base.Masking;
import kepu.base.Topic;
import kepu.config.Questions;
import kepu.region.RegionCode;
import kepu.search.PlainChinese;
import kepu.search.passage.Passages;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * A question is asked: it is answered by what is vetted when that is sure enough, and otherwise goes to people. What answers are the verdicts
 * on the claims that it asks about ({@link Verdicts}), and passages of items ({@link Source}).
 */
public final class Asking {
    /** What can answer a question out of what is vetted. */
    public interface Source {
        /** What it says for a region; with a confidence of 0 when it says nothing. */
        Future<Passages.Reply> ask(String question, RegionCode region);
    }

    /** Which vetted claims settle a question. */
    public interface Verdicts {
        /** Those that it surely asks about, the surest first; mostly none. */
        Future<List<Settled>> on(Asker asker, String question);
    }

    /** A claim whose verdict answers a question; {@code confidence} from 0 to 1 that it is the one asked about. */
    public record Settled(String claim, double confidence) {}

    /**
     * What somebody gets who asks.
     *
     * @param settled claims whose verdicts answer it
     * @param reply of the library, {@code isQuoted} when it is sure enough to be shown
     * @param question that went to people; null when it was answered, or a guest asked, of whom nothing is kept
     */
    public record Outcome(
            List<Settled> settled,
            Passages.Reply reply,
            boolean isQuoted,
            @Nullable Question question,
            Optional<Danger> danger) {
        public Outcome {
            settled = List.copyOf(settled);
        }

        /** What to do in a danger, when nothing can be looked up or kept. */
        public static Outcome onlyOf(Danger danger) {
            return new Outcome(List.of(), new Passages.Reply(0, List.of(), null), false, null, Optional.of(danger));
        }

        public boolean isAnswer() {
            return isQuoted || !settled.isEmpty();
        }

        /** That the answer fits, 0 to 1. */
        public double confidence() {
            return settled.stream().mapToDouble(Settled::confidence).reduce(reply.confidence(), Math::max);
        }
    }

    private static final int BUSY_SECONDS = 3_600;

    private final Database database;
    private final Verdicts verdicts;
    private final Source source;
    private final Routing routing;
    private final Clock clock;
    private final Questions config;
    private final Ids ids = new Ids();
    private final Counter settled;
    private final Counter answered;
    private final Counter routed;
    private final Counter unanswered;
    private final Counter refused;

    Asking(
            Database database,
            Verdicts verdicts,
            Source source,
            Routing routing,
            Clock clock,
            Questions config,
            MeterRegistry meters) {
        this.database = database;
        this.verdicts = verdicts;
        this.source = source;
        this.routing = routing;
        this.clock = clock;
        this.config = config;
        this.settled = counter(meters, "settled");
        this.answered = counter(meters, "answered");
        this.routed = counter(meters, "routed");
        this.unanswered = counter(meters, "guest");
        this.refused =
                Counter.builder("kepu.questions.refused").tag("limit", "open").register(meters);
    }

    /** Answers or routes; the same {@code requestKey} of the same asker again gives the same question. */
    public Future<Outcome> ask(Asker asker, String text, @Nullable String requestKey) {
        if (PlainChinese.letters(text).length() < 2) {
            throw Failure.Invalid.at("/text", "请用一句话写下您的问题");
        }
        return Danger.in(text)
                .map(danger -> inDanger(asker, text, requestKey, danger))
                .orElseGet(() -> asked(asker, text, requestKey));
    }

    private Future<Outcome> asked(Asker asker, String text, @Nullable String requestKey) {
        Future<Passages.Reply> quoted = source.ask(text, asker.region());
        return verdicts.on(asker, text)
                .compose(found -> quoted.map(reply -> outcome(found, reply, Optional.empty())))
                .compose(outcome -> outcome.isAnswer() ? answered(outcome) : routed(asker, text, requestKey, outcome));
    }

    /**
     * Only what is about the danger itself answers, no verdict and no passage that merely has words of it: the rest goes to people, urgently.
     * What to do is said though nothing can be looked up or kept, because too many ask.
     */
    private Future<Outcome> inDanger(Asker asker, String text, @Nullable String requestKey, Danger danger) {
        return Future.succeededFuture(asker.region())
                .compose(region -> source.ask(text, region))
                .map(reply -> outcome(List.of(), about(danger, reply), Optional.of(danger)))
                .compose(outcome -> outcome.isAnswer() ? answered(outcome) : routed(asker, text, requestKey, outcome))
                .recover(failure -> failure instanceof Failure.TooMany
                        ? Future.succeededFuture(Outcome.onlyOf(danger))
                        : Future.failedFuture(failure));
    }

    private static Passages.Reply about(Danger danger, Passages.Reply reply) {
        List<Passages.Quoted> about = reply.passages().stream()
                .filter(quoted -> danger.isOf(quoted.item(), quoted.passage().heading()))
                .toList();
        boolean isFirst =
                !about.isEmpty() && about.getFirst().equals(reply.passages().getFirst());
        return new Passages.Reply(isFirst ? reply.confidence() : 0, about, reply.topic());
    }

    private Outcome outcome(List<Settled> found, Passages.Reply reply, Optional<Danger> danger) {
        boolean isSure = !reply.passages().isEmpty() && reply.confidence() >= config.threshold();
        return new Outcome(found, reply, isSure, null, danger);
    }

    private Future<Outcome> answered(Outcome outcome) {
        (outcome.settled().isEmpty() ? answered : settled).increment();
        return Future.succeededFuture(outcome);
    }

    private Future<Outcome> routed(Asker asker, String text, @Nullable String requestKey, Outcome outcome) {
        Passages.Reply reply = outcome.reply();
        return route(asker, text, requestKey, reply.topic(), outcome.danger())
                .map(question -> new Outcome(List.of(), reply, false, question.orElse(null), outcome.danger()));
    }

    private Future<Optional<Question>> route(
            Asker asker, String text, @Nullable String requestKey, @Nullable Topic topic, Optional<Danger> danger) {
        if (asker instanceof Asker.Guest) {
            unanswered.increment();
            return Future.succeededFuture(Optional.empty());
        }
        return routing.responsible(asker.region())
                .map(region -> question(asker, region, text, topic, danger))
                .map(question -> asked(asker, question, requestKey))
                .compose(asked -> database.transact(transaction -> store(transaction, asked)))
                .map(Optional::of);
    }

    private static QuestionStore.Asked asked(Asker asker, Question question, @Nullable String requestKey) {
        return new QuestionStore.Asked(
                question,
                PlainChinese.letters(question.text()),
                asker instanceof Asker.OfResident one ? one.resident().id() : null,
                asker instanceof Asker.OfVillage one ? one.staff() : null,
                requestKey);
    }

    private Future<Question> store(SqlClient transaction, QuestionStore.Asked asked) {
        return QuestionStore.hold(transaction, asked)
                .compose(there -> there
                        ? QuestionStore.same(transaction, asked)
                        : Future.failedFuture(new Failure.Unauthenticated("resident-gone", "这个账号已注销")))
                .compose(same -> same.map(question -> again(question, asked)).orElseGet(() -> add(transaction, asked)));
    }

    private static Future<Question> again(Question question, QuestionStore.Asked asked) {
        return PlainChinese.letters(question.text()).equals(asked.plain())
                ? Future.succeededFuture(question)
                : Future.failedFuture(Failure.Conflict.keyOfAnother());
    }

    private Future<Question> add(SqlClient transaction, QuestionStore.Asked asked) {
        return QuestionStore.open(transaction, asked)
                .compose(open -> open < config.openPerResident() ? QuestionStore.add(transaction, asked) : tooMany())
                .compose(done -> QuestionStore.step(
                        transaction,
                        new QuestionStore.Done(
                                asked.question().id(),
                                "ask",
                                asked.staff(),
                                asked.question().region(),
                                ""),
                        asked.question().askedAt()))
                .map(done -> {
                    routed.increment();
                    return asked.question();
                });
    }

    private Future<Void> tooMany() {
        refused.increment();
        return Future.failedFuture(new Failure.TooMany(
                "questions-open", "您还有 " + config.openPerResident() + " 个问题在等回答，请等一等再问新的", BUSY_SECONDS));
    }

    private Question question(
            Asker asker, RegionCode responsible, String text, @Nullable Topic topic, Optional<Danger> danger) {
        return new Question(
                ids.next('q'),
                Masking.of(text.strip()),
                topic,
                asker.region(),
                responsible,
                danger.isPresent(),
                Question.State.ROUTED,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                routing.due(danger.isPresent()),
                null,
                null,
                null,
                null);
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("kepu.questions.asked").tag("outcome", outcome).register(meters);
    }
}
