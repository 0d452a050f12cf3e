package kepu.answer;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.base.Topic;
import kepu.config.Questions;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * What staff do with the questions of their regions. Who works on one takes it first, for a while; each step is one transaction that holds the
 * question, so that of two people one takes it.
 */
public final class Queue {
    /** Where a question goes that somebody gives back. */
    public enum To {
        /** To colleagues of the same region. */
        QUEUE,
        /** To the next region above. */
        ABOVE,
        /** To who asked, without an answer: the note says why. */
        ASKER
    }

    /** A place in a list: lists are by urgency, then by due time, then by id. */
    public record After(boolean urgent, Instant dueAt, String id) {}

    /** A question as it is shown alone: with others like it that wait, those merged into it, and what was done. */
    public record Whole(Question question, List<Question> similar, List<Question> merged, List<Question.Step> steps) {}

    /** A page of a list, with questions that wait and are like those on it by their ids, and how many wait in all. */
    public record Page(List<Question> questions, List<List<String>> similar, long open, long overdue) {}

    private final Database database;
    private final QuestionStore store;
    private final Routing routing;
    private final Items items;
    private final Clock clock;
    private final Questions config;

    Queue(Database database, QuestionStore store, Routing routing, Items items, Clock clock, Questions config) {
        this.database = database;
        this.store = store;
        this.routing = routing;
        this.items = items;
        this.clock = clock;
        this.config = config;
    }

    /** Questions of a region, those that speak of danger first, then by due time. */
    public Future<Page> list(
            RegionCode region,
            Question.@Nullable State state,
            @Nullable Topic topic,
            @Nullable Instant dueBefore,
            @Nullable After after,
            int limit) {
        QuestionStore.Wanted wanted = new QuestionStore.Wanted(region, state, topic, dueBefore, after);
        Future<List<Question>> page = store.list(wanted, limit);
        Future<List<Question>> waiting = waiting(region);
        Future<QuestionStore.Waiting> count = store.waiting(region, clock.instant());
        return Future.all(page, waiting, count).map(all -> {
            Alike alike = new Alike(waiting.result());
            return new Page(
                    page.result(),
                    page.result().stream()
                            .map(question -> like(question, alike))
                            .toList(),
                    count.result().open(),
                    count.result().overdue());
        });
    }

    /** {@link Failure.Missing} for one that is not there or was asked outside the scope. */
    public Future<Whole> find(Caller.OfStaff staff, String id) {
        return own(staff, id).compose(question -> {
            Future<List<Question>> waiting = waiting(staff.scope());
            Future<List<Question>> merged = store.mergedInto(id);
            Future<List<Question.Step>> steps = store.steps(id);
            return Future.all(waiting, merged, steps)
                    .map(all -> new Whole(
                            question, new Alike(waiting.result()).to(question), merged.result(), steps.result()));
        });
    }

    /** Takes a question for {@code questions.leaseMinutes}; again by the same person, for longer. */
    public Future<Question> claim(Caller.OfStaff staff, String id) {
        Instant now = clock.instant();
        Instant until = now.plus(Duration.ofMinutes(config.leaseMinutes()));
        return step(
                staff,
                id,
                (transaction, question) -> QuestionStore.claim(transaction, id, staff.id(), now, until)
                        .compose(done ->
                                done ? noted(transaction, question, staff, "claim", "") : taken(question, staff)));
    }

    /**
     * Answers a question that the caller has, and with it the open ones {@code also}, which are merged into it. The same answer by the same
     * person again changes nothing.
     */
    public Future<Question> answer(
            Caller.OfStaff staff, String id, String text, List<String> saying, List<String> also) {
        saying.forEach(items::known);
        Question.Said said = new Question.Said(text, saying, staff.id(), staff.scope(), clock.instant());
        List<String> all =
                Stream.concat(also.stream(), Stream.of(id)).distinct().sorted().toList();
        return database.transact(transaction -> locked(transaction, staff, all)
                        .compose(questions -> answer(transaction, staff, id, said, questions)))
                .compose(done -> own(staff, id));
    }

    /** Gives a question back that the caller has: to colleagues, to the region above, or, without an answer, to who asked. */
    public Future<Question> giveBack(Caller.OfStaff staff, String id, String note, To to, @Nullable Topic topic) {
        return own(staff, id)
                .compose(question ->
                        to == To.ABOVE ? routing.above(question.region()) : Future.succeededFuture(question.region()))
                .compose(region -> step(staff, id, (transaction, question) -> {
                    Instant due = to == To.ABOVE ? routing.due(question.urgent()) : question.dueAt();
                    Future<Boolean> done = to == To.ASKER
                            ? QuestionStore.end(transaction, id, Question.State.RETURNED, said(staff, note))
                            : QuestionStore.giveBack(transaction, id, staff.id(), region, topic, due);
                    return done.compose(gone ->
                            gone ? noted(transaction, question, staff, "return", note) : taken(question, staff));
                }));
    }

    /** Makes an open question part of another one that asks the same: one answer serves both, an earlier one too. */
    public Future<Question> merge(Caller.OfStaff staff, String id, String into) {
        if (id.equals(into)) {
            throw Failure.Invalid.at("/into", "不能并入它自己");
        }
        List<String> both = Stream.of(id, into).sorted().toList();
        return database.transact(transaction -> locked(transaction, staff, both)
                        .compose(questions -> merge(transaction, staff, with(questions, id), with(questions, into))))
                .compose(done -> own(staff, id));
    }

    private interface Work {
        Future<Void> run(SqlClient transaction, Question question);
    }

    private Future<Question> step(Caller.OfStaff staff, String id, Work work) {
        return database.transact(transaction -> locked(transaction, staff, List.of(id))
                        .compose(questions -> work.run(transaction, whole(questions.getFirst()))))
                .compose(done -> own(staff, id));
    }

    /** The questions, held in the order of their ids. */
    private static Future<List<Question>> locked(SqlClient transaction, Caller.OfStaff staff, List<String> ids) {
        Future<List<Question>> all = Future.succeededFuture(new ArrayList<>());
        for (String id : ids) {
            all = all.compose(questions -> QuestionStore.lock(transaction, id).map(found -> {
                questions.add(within(staff, id, found));
                return questions;
            }));
        }
        return all;
    }

    private Future<Void> answer(
            SqlClient transaction, Caller.OfStaff staff, String id, Question.Said said, List<Question> questions) {
        Question root = whole(with(questions, id));
        if (isSame(root.said(), said)) {
            return Future.succeededFuture();
        }
        Future<Void> merged = Future.succeededFuture();
        for (Question other : questions) {
            if (!other.id().equals(id) && !id.equals(other.into())) {
                merged = merged.compose(done -> merge(transaction, staff, other, root));
            }
        }
        return merged.compose(done -> QuestionStore.end(transaction, id, Question.State.ANSWERED, said))
                .compose(done -> done ? noted(transaction, root, staff, "answer", "") : taken(root, staff));
    }

    private Future<Void> merge(SqlClient transaction, Caller.OfStaff staff, Question question, Question into) {
        Question whole = whole(question);
        if (!whole.state().isOpen()) {
            return Future.failedFuture(new Failure.Conflict("question-ended", "这个问题已经办结，不能再合并"));
        }
        if (into.into() != null || into.state() == Question.State.RETURNED) {
            return Future.failedFuture(new Failure.Conflict("question-merged", "要并入的问题已并入别的问题，或没有回答"));
        }
        if (isOthers(whole, staff)) {
            return taken(whole, staff);
        }
        return QuestionStore.merge(transaction, whole.id(), into.id())
                .compose(done -> noted(transaction, whole, staff, "merge", into.id()));
    }

    private Future<Void> noted(
            SqlClient transaction, Question question, Caller.OfStaff staff, String step, String note) {
        return QuestionStore.step(
                transaction,
                new QuestionStore.Done(question.id(), step, staff.id(), question.region(), note),
                clock.instant());
    }

    private Future<Question> own(Caller.OfStaff staff, String id) {
        return store.find(id).map(found -> within(staff, id, found));
    }

    private Future<List<Question>> waiting(RegionCode region) {
        QuestionStore.Wanted open =
                new QuestionStore.Wanted(region, null, null, Instant.parse("9999-01-01T00:00:00Z"), null);
        return store.list(open, config.compared());
    }

    private Question.Said said(Caller.OfStaff staff, String text) {
        return new Question.Said(text, List.of(), staff.id(), staff.scope(), clock.instant());
    }

    private boolean isOthers(Question question, Caller.OfStaff staff) {
        Question.Claim claim = question.claim();
        return claim != null && claim.staff() != staff.id() && claim.until().isAfter(clock.instant());
    }

    private Future<Void> taken(Question question, Caller.OfStaff staff) {
        if (!question.state().isOpen()) {
            return Future.failedFuture(new Failure.Conflict("question-ended", "这个问题已经办结"));
        }
        return Future.failedFuture(
                isOthers(question, staff)
                        ? new Failure.Conflict("question-taken", "另一位同事正在回答这个问题")
                        : new Failure.Conflict("question-unclaimed", "请先领取这个问题再办"));
    }

    private static List<String> like(Question question, Alike alike) {
        return question.state().isOpen()
                ? alike.to(question).stream().map(Question::id).toList()
                : List.of();
    }

    private static Question with(List<Question> questions, String id) {
        return questions.stream()
                .filter(question -> question.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Question whole(Question question) {
        if (question.into() != null) {
            throw new Failure.Conflict("question-merged", "这个问题已并入 " + question.into() + "，请在那里办");
        }
        return question;
    }

    private static boolean isSame(Question.@Nullable Said before, Question.Said now) {
        return before != null
                && before.staff() == now.staff()
                && before.text().equals(now.text())
                && before.items().equals(now.items());
    }

    private static Question within(Caller.OfStaff staff, String id, Optional<Question> found) {
        return found.filter(question -> staff.scope().contains(question.village()))
                .orElseThrow(() -> new Failure.Missing("question-missing", "没有这个问题：" + id));
    }
}
