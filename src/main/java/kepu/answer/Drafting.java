package kepu.answer;

import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Shortened;
import kepu.base.Topic;
import kepu.content.Draft;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.content.review.Reviews;
import kepu.content.review.Version;
import kepu.people.Caller;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * An answer becomes the draft of an item, which goes the way of all items, through three people; when it is published the same question is
 * answered by it. Once for a question.
 */
public final class Drafting {
    /** What an editor says of the item beside what question and answer say; null where these suffice. */
    public record Wish(
            @Nullable String title,
            String summary,
            @Nullable Topic topic,
            Set<Group> groups,
            List<String> keywords,
            String source,
            String authority,
            @Nullable String text) {}

    private static final int TITLE_CHARS = 60;
    private static final String LICENCE = "CC-BY-4.0";
    private static final String LANGUAGE = "zh-CN";

    private final Database database;
    private final Reviews reviews;

    Drafting(Database database, Reviews reviews) {
        this.database = database;
        this.reviews = reviews;
    }

    /** The item's id. The same again gives the same; {@link Failure.Conflict} {@code question-unanswered} before there is an answer. */
    public Future<String> draft(Caller.OfStaff staff, String id, Wish wish) {
        return database.transact(transaction -> QuestionStore.lock(transaction, id)
                .compose(found -> {
                    Question question = found.filter(one -> staff.scope().contains(one.village()))
                            .orElseThrow(() -> new Failure.Missing("question-missing", "没有这个问题：" + id));
                    String made = question.draft();
                    if (made != null) {
                        return Future.succeededFuture(made);
                    }
                    if (question.state() != Question.State.ANSWERED || question.into() != null) {
                        throw new Failure.Conflict("question-unanswered", "先回答这个问题，才能把回答做成内容");
                    }
                    return reviews.draft(draft(staff, question, wish), staff, "question-" + id)
                            .map(Version::item)
                            .compose(item ->
                                    QuestionStore.drafted(transaction, id, item).map(item));
                }));
    }

    private static Draft draft(Caller.OfStaff staff, Question question, Wish wish) {
        Topic topic = wish.topic() == null ? question.topic() : wish.topic();
        if (topic == null) {
            throw Failure.Invalid.at("/topic", "请写明主题");
        }
        Question.Said said = Objects.requireNonNull(question.said());
        RegionCode scope = staff.scope();
        return new Draft(
                Kind.ARTICLE,
                wish.title() == null ? Shortened.of(question.text(), TITLE_CHARS) : wish.title(),
                wish.summary(),
                topic,
                wish.groups(),
                scope.level() == Level.COUNTRY ? List.of() : List.of(scope),
                Season.ALWAYS,
                wish.keywords(),
                wish.source(),
                wish.authority(),
                LICENCE,
                LANGUAGE,
                null,
                null,
                null,
                0,
                wish.text() == null ? said.text() : wish.text());
    }
}
