package kepu.answer;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import kepu.base.Failure;
import kepu.base.Shortened;
import kepu.config.Questions;
import kepu.people.Residents;
import kepu.push.Inbox;
import kepu.region.Regions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells residents what people said to their questions: in their inbox and on their live lines, at night when their quiet hours end. That they
 * were told is stored in the transaction that tells them, so that they are told once, also after a crash and with several nodes.
 */
final class Telling {
    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
    private static final int AT_ONCE = 100;
    private static final int QUESTION_CHARS = 60;

    private final QuestionStore store;
    private final Residents residents;
    private final Inbox inbox;
    private final Regions regions;
    private final Clock clock;
    private final Duration life;

    Telling(QuestionStore store, Residents residents, Inbox inbox, Regions regions, Clock clock, Questions config) {
        this.store = store;
        this.residents = residents;
        this.inbox = inbox;
        this.regions = regions;
        this.clock = clock;
        this.life = Duration.ofDays(config.inboxDays());
    }

    /** Tells those who do not know yet; what fails is tried again the next time. */
    Future<Void> tick() {
        return store.untold(AT_ONCE).compose(this::tell);
    }

    private Future<Void> tell(List<QuestionStore.Untold> untold) {
        Future<Void> all = Future.succeededFuture();
        for (QuestionStore.Untold one : untold) {
            all = all.compose(done -> tell(one));
        }
        return all;
    }

    private Future<Void> tell(QuestionStore.Untold one) {
        return residents
                .resident(one.resident())
                .compose(resident -> inbox.tell(
                        resident,
                        word(one.question()),
                        transaction -> QuestionStore.told(transaction, one.id(), clock.instant())
                                .compose(news ->
                                        news ? Future.succeededFuture() : Future.failedFuture(new ToldBefore()))))
                .<Void>mapEmpty()
                .recover(cause -> later(one, cause));
    }

    /** One that cannot be told now does not keep the others waiting. */
    private static Future<Void> later(QuestionStore.Untold one, Throwable cause) {
        if (cause instanceof Failure.Unavailable) {
            return Future.failedFuture(cause);
        }
        if (!(cause instanceof ToldBefore) && !(cause instanceof Failure.Unauthenticated)) {
            LOG.warn("the answer to {} cannot be told now", one.id(), cause);
        }
        return Future.succeededFuture();
    }

    private Inbox.Word word(Question question) {
        Question.Said said = Objects.requireNonNull(question.said());
        boolean isAnswer = question.state() == Question.State.ANSWERED;
        return new Inbox.Word(
                isAnswer ? "您的问题有人回答了" : "您的问题这次没能回答",
                "您问：" + Shortened.of(question.text(), QUESTION_CHARS) + "\n" + (isAnswer ? "回答：" : "原因：") + said.text(),
                said.items().isEmpty() ? "" : said.items().getFirst(),
                regions.name(said.scope()) + "科普",
                said.scope().text(),
                question.topic(),
                life);
    }

    /** Another node was first. */
    private static final class ToldBefore extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ToldBefore() {
            super(null, null, false, false);
        }
    }
}
