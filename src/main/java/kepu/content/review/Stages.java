package kepu.content.review;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import kepu.base.Failure;
import kepu.content.Draft;
import kepu.content.Edition;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * Versions as reviewers move them: who takes a stage, what they say of it, who vouches for what. Nobody takes two stages of a version, its
 * author none; whoever passes the last stage publishes.
 */
public final class Stages {
    private final Vertx vertx;
    private final Database database;
    private final Items items;
    private final Deadlines deadlines;

    Stages(Vertx vertx, Database database, Items items, Deadlines deadlines) {
        this.vertx = vertx;
        this.database = database;
        this.items = items;
        this.deadlines = deadlines;
    }

    /**
     * What a reviewer says of a stage of a version.
     *
     * @param comment for colleagues and, when it is returned, the author: then it must say why
     * @param checks what they vouch for with it, as it reads after their edits
     * @param edits what they change themselves
     * @param note what they would tell readers was corrected; null leaves it
     */
    public record Word(
            int version,
            State stage,
            Version.Opinion opinion,
            String comment,
            Set<Check> checks,
            UnaryOperator<Draft> edits,
            @Nullable String note) {
        private static final int LEAST_REASON = 2;

        public Word {
            checks = Set.copyOf(checks);
            if (!stage.isReview()) {
                throw Failure.Invalid.at("/stage", "环节应是一审、二审或终审");
            }
            if (opinion == Version.Opinion.RETURN && comment.strip().length() < LEAST_REASON) {
                throw Failure.Invalid.at("/comment", "退回时要写明原因");
            }
        }
    }

    /** Takes the present stage for the caller, so that nobody else works on it. Again, it is as if once. */
    public Future<Version> claim(Caller.OfStaff staff, String item) {
        return Reviews.held(database, staff, item, (transaction, version) -> {
            requireFree(staff, version);
            return version.part(version.state()).isPresent()
                    ? Future.succeededFuture()
                    : ReviewStore.takePart(transaction, version, version.state(), staff.id())
                            .compose(done -> Reviews.audit(transaction, staff, version, "claim", ""));
        });
    }

    /** Leaves the present stage to others; an administrator may take it from anybody. */
    public Future<Version> release(Caller.OfStaff staff, String item) {
        return Reviews.held(database, staff, item, (transaction, version) -> {
            Version.Part part = holder(version);
            if (part.staff() != staff.id() && staff.role() != Role.ADMINISTRATOR) {
                throw new Failure.Forbidden("not-holder", "这个环节由" + part.name() + "认领，只有本人或管理员能放回");
            }
            return ReviewStore.leavePart(transaction, version, version.state())
                    .compose(done -> Reviews.audit(transaction, staff, version, "release", part.name()));
        });
    }

    /** Gives the present stage to a reviewer, whoever has it; {@code account} is theirs. */
    public Future<Version> assign(Caller.OfStaff staff, String item, String account) {
        return Reviews.held(database, staff, item, (transaction, version) -> {
            if (!version.state().isReview()) {
                throw Reviews.refused(version, "分配");
            }
            version.content().requireWithin(staff);
            return ReviewStore.colleague(transaction, account)
                    .map(found -> found.filter(one -> one.role() == Role.REVIEWER
                                    && version.content().isWithin(one.scope()))
                            .orElseThrow(() -> Failure.Invalid.at("/account", "没有这个审核员，或内容超出其地区范围：" + account)))
                    .compose(colleague -> assigned(transaction, version, colleague.id()))
                    .compose(done -> Reviews.audit(transaction, staff, version, "assign", account));
        });
    }

    /** Vouches for what somebody else wrote, as it reads now, at any stage of the review. */
    public Future<Version> sign(Caller.OfStaff staff, String item, int number, Check what, String note) {
        return Reviews.held(database, staff, item, (transaction, version) -> {
            requireNumber(version, number);
            if (!version.state().isReview()) {
                throw Reviews.refused(version, "核对");
            }
            version.content().requireWithin(staff);
            requireNotAuthor(staff, version);
            return version.unsigned().contains(what)
                    ? ReviewStore.sign(transaction, version, version.revision(), what, staff.id(), note)
                            .compose(done -> Reviews.audit(transaction, staff, version, "check." + what.code(), note))
                    : Future.succeededFuture();
        });
    }

    /** Takes a step: what the caller says of the present stage. The same word again changes nothing; what passes the last stage is live when the future succeeds. */
    public Future<Version> say(Caller.OfStaff staff, String item, Word word) {
        return said(staff, item, word)
                .compose(version ->
                        isOut(version, word) ? items.published().map(version) : Future.succeededFuture(version));
    }

    /** The same without showing what is published; the caller calls {@link Items#published} after the last one. */
    Future<Version> said(Caller.OfStaff staff, String item, Word word) {
        return Reviews.held(
                database,
                staff,
                item,
                (transaction, newest) -> ReviewStore.numbered(transaction, item, word.version())
                        .compose(asked -> asked.filter(version -> isRepeated(staff, version, word))
                                        .isPresent()
                                ? Future.succeededFuture()
                                : fresh(transaction, staff, newest, word)));
    }

    static boolean isOut(Version version, Word word) {
        return word.stage() == State.FINAL && version.state() == State.PUBLISHED;
    }

    private Future<Void> fresh(SqlClient transaction, Caller.OfStaff staff, Version version, Word word) {
        requireNumber(version, word.version());
        if (version.state() != word.stage()) {
            throw Reviews.refused(version, "做" + word.stage().label());
        }
        requireFree(staff, version);
        return edited(transaction, staff, version, word)
                .compose(edited -> decided(transaction, staff, version, word, edited))
                .compose(current -> moved(transaction, current, word))
                .compose(done -> Reviews.audit(
                        transaction, staff, version, word.opinion().name().toLowerCase(Locale.ROOT), word.comment()));
    }

    /** A version as a reviewer left it, and what they changed. */
    private record Edited(Version version, String diff) {}

    private Future<Edited> edited(SqlClient transaction, Caller.OfStaff staff, Version version, Word word) {
        Draft before = version.content();
        Draft after = word.edits().apply(before);
        String note = version.noteOr(word.note());
        if (after.equals(before) && note.equals(version.note())) {
            return Future.succeededFuture(new Edited(version, ""));
        }
        after.requireWithin(staff);
        Version fresh = version.rewritten(after, note);
        String stage = version.state().label();
        return vertx.executeBlocking(() -> TextDiff.of(version.side(stage + "前"), fresh.side(stage + "后")))
                .compose(diff ->
                        ReviewStore.rewrite(transaction, version, after, note).map(new Edited(fresh, diff)));
    }

    private static Future<Version> decided(
            SqlClient transaction, Caller.OfStaff staff, Version before, Word word, Edited edited) {
        Version version = edited.version();
        Future<Void> taken = before.part(before.state()).isPresent()
                ? Future.succeededFuture()
                : ReviewStore.takePart(transaction, version, version.state(), staff.id());
        for (Check check : word.checks()) {
            taken = taken.compose(
                    done -> ReviewStore.sign(transaction, version, version.revision(), check, staff.id(), ""));
        }
        return taken.compose(
                        done -> ReviewStore.decide(transaction, version, word.opinion(), word.comment(), edited.diff()))
                .map(version);
    }

    private Future<Void> moved(SqlClient transaction, Version version, Word word) {
        if (word.opinion() == Version.Opinion.RETURN) {
            return returned(transaction, version, word.comment());
        }
        State next = version.state().passed();
        return next == State.PUBLISHED
                ? published(transaction, version, word)
                : ReviewStore.move(transaction, version, next, deadlines.of(next));
    }

    /** The author goes on with the next number, where the reviewer left it. */
    private static Future<Void> returned(SqlClient transaction, Version version, String reason) {
        long author = version.part(State.DRAFT).orElseThrow().staff();
        return ReviewStore.move(transaction, version, State.RETURNED, null)
                .compose(done -> Reviews.begin(
                        transaction,
                        new ReviewStore.Beginning(
                                version.item(),
                                version.number() + 1,
                                version.content(),
                                version.origin(),
                                version.corrects() == null ? reason : version.note(),
                                version.corrects(),
                                null),
                        author));
    }

    private Future<Void> published(SqlClient transaction, Version version, Word word) {
        Set<Check> unsigned = version.unsigned().stream()
                .filter(check -> !word.checks().contains(check))
                .collect(Collectors.toSet());
        if (!unsigned.isEmpty()) {
            throw new Failure.Conflict(
                    "checks-missing",
                    "还没有做" + unsigned.stream().sorted().map(Check::label).collect(Collectors.joining("、")) + "，不能终审通过");
        }
        return vertx.executeBlocking(() -> Edition.of(version.item(), version.number(), version.content()))
                .compose(edition -> ReviewStore.giveWay(transaction, version.item())
                        .compose(done -> ReviewStore.move(transaction, version, State.PUBLISHED, null))
                        .compose(done -> version.corrects() == null
                                ? items.publish(transaction, edition)
                                : items.correct(transaction, edition)));
    }

    private static Future<Void> assigned(SqlClient transaction, Version version, long colleague) {
        if (version.parts().stream().anyMatch(part -> part.staff() == colleague && part.stage() != version.state())) {
            throw samePerson();
        }
        return ReviewStore.leavePart(transaction, version, version.state())
                .compose(done -> ReviewStore.takePart(transaction, version, version.state(), colleague));
    }

    /** The stage must be one of the review, in scope, nobody else's, and the caller have no other part. */
    private static void requireFree(Caller.OfStaff staff, Version version) {
        if (!version.state().isReview()) {
            throw Reviews.refused(version, "审核");
        }
        version.content().requireWithin(staff);
        version.partOf(staff.id())
                .filter(part -> part.stage() != version.state())
                .ifPresent(part -> {
                    throw samePerson();
                });
        version.part(version.state()).filter(part -> part.staff() != staff.id()).ifPresent(part -> {
            throw new Failure.Conflict("review-taken", "这个环节已由" + part.name() + "认领");
        });
    }

    private static Failure.Forbidden samePerson() {
        return new Failure.Forbidden("same-person", "一个人不能做同一版的两个环节，作者不能审自己的稿");
    }

    private static void requireNotAuthor(Caller.OfStaff staff, Version version) {
        if (version.isAuthor(staff.id())) {
            throw samePerson();
        }
    }

    private static void requireNumber(Version version, int number) {
        if (version.number() != number) {
            throw new Failure.Conflict("version-old", "现在是第 %d 版，您看的是第 %d 版，请刷新再看".formatted(version.number(), number));
        }
    }

    private static Version.Part holder(Version version) {
        if (!version.state().isReview()) {
            throw Reviews.refused(version, "放回");
        }
        return version.part(version.state()).orElseThrow(() -> new Failure.Conflict("review-free", "这个环节没有人认领"));
    }

    private static boolean isRepeated(Caller.OfStaff staff, Version asked, Word word) {
        return asked.partOf(staff.id())
                .filter(part -> part.stage() == word.stage()
                        && part.opinion() == word.opinion()
                        && part.comment().equals(word.comment()))
                .isPresent();
    }
}
