package kepu.answer;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import kepu.base.Shortened;
import kepu.config.Questions;
import kepu.push.Inbox;
import kepu.push.Telling;
import kepu.region.Regions;

/** What residents are told of their questions. */
final class QuestionTelling {
    private static final int AT_ONCE = 100;
    private static final int QUESTION_CHARS = 60;

    private final QuestionStore store;
    private final Telling telling;
    private final Regions regions;
    private final Clock clock;
    private final Duration life;

    QuestionTelling(QuestionStore store, Telling telling, Regions regions, Clock clock, Questions config) {
        this.store = store;
        this.telling = telling;
        this.regions = regions;
        this.clock = clock;
        this.life = Duration.ofDays(config.inboxDays());
    }

    /** Tells those who do not know yet; what fails is tried again the next time. */
    Future<Void> tick() {
        return store.untold(AT_ONCE)
                .compose(untold -> telling.tell(untold.stream().map(this::news).toList()));
    }

    private Telling.News news(QuestionStore.Untold one) {
        return new Telling.News(
                one.id(),
                one.resident(),
                word(one.question()),
                transaction -> QuestionStore.told(transaction, one.id(), clock.instant()));
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
}
