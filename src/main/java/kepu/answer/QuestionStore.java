package kepu.answer;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kepu.base.Topic;
import kepu.people.Audit;
import kepu.people.PeopleStore;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of questions. */
final class QuestionStore {
    /** A question as its root has it: {@code q} is the asker's own row, {@code r} the one whose state, claim and answer count. */
    private static final String QUESTION =
            "q.id, q.text, q.topic, q.village, r.region, q.urgent, r.state, q.asked_at, r.due_at, r.claimed_by, t.name, r.lease_until,"
                    + " q.merged_into, r.answer, r.answer_items, r.answered_by, a.scope, r.answered_at, r.item";

    private static final String FROM = " from question q join question r on r.id = coalesce(q.merged_into, q.id)"
            + " left join staff t on t.id = r.claimed_by left join staff a on a.id = r.answered_by";
    /** Open ones whose claim, if there was one, has run out. */
    private static final String FREE = "(state = 'routed' or state = 'claimed' and lease_until < $NOW)";

    private final Database database;

    QuestionStore(Database database) {
        this.database = database;
    }

    /** A new question, and whose: of the two one is null. */
    record Asked(
            Question question,
            String plain,
            @Nullable Long resident,
            @Nullable Long staff,
            @Nullable String requestKey) {}

    /** The wishes of a list: null means all. {@code after} is where the page before ended. */
    record Wanted(
            RegionCode region,
            Question.@Nullable State state,
            @Nullable Topic topic,
            @Nullable Instant dueBefore,
            Queue.@Nullable After after) {}

    /** Questions that wait, and those of them that are overdue. */
    record Waiting(long open, long overdue) {}

    /** A question that somebody waits to be told about. */
    record Untold(String id, long resident, Question question) {}

    /** What staff did to it; {@code staff} null is the clock. */
    record Done(String id, String step, @Nullable Long staff, RegionCode region, String note) {}

    /** Holds the asker until the transaction is over, so that two of their requests come one after the other; false when they are gone. */
    static Future<Boolean> hold(SqlClient transaction, Asked asked) {
        return asked.resident() != null
                ? PeopleStore.hold(transaction, asked.resident())
                : Database.query(transaction, "select 1 from staff where id = $1 for no key update", asked.staff())
                        .map(rows -> rows.size() > 0);
    }

    /** The asker's question with this key, or an open one with the same words. */
    static Future<Optional<Question>> same(SqlClient transaction, Asked asked) {
        return Database.query(
                        transaction,
                        "select " + QUESTION + FROM + " where (q.resident = $1 or q.asked_by = $2)"
                                + " and (q.request_key = $3 or q.plain = $4 and r.state in ('routed', 'claimed'))"
                                + " order by (q.request_key = $3) desc nulls last limit 1",
                        asked.resident(),
                        asked.staff(),
                        asked.requestKey(),
                        asked.plain())
                .map(QuestionStore::first);
    }

    static Future<Long> open(SqlClient transaction, Asked asked) {
        return Database.query(
                        transaction,
                        "select count(*) from question q join question r on r.id = coalesce(q.merged_into, q.id)"
                                + " where (q.resident = $1 or q.asked_by = $2) and r.state in ('routed', 'claimed')",
                        asked.resident(),
                        asked.staff())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    static Future<Void> add(SqlClient transaction, Asked asked) {
        Question question = asked.question();
        return Database.query(
                        transaction,
                        "insert into question (id, text, plain, topic, urgent, village, region, resident, asked_by, request_key, state, asked_at,"
                                + " due_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'routed', $11, $12)",
                        question.id(),
                        question.text(),
                        asked.plain(),
                        question.topic() == null ? null : question.topic().code(),
                        question.urgent(),
                        question.village().first(),
                        question.region().text(),
                        asked.resident(),
                        asked.staff(),
                        asked.requestKey(),
                        utc(question.askedAt()),
                        utc(question.dueAt()))
                .mapEmpty();
    }

    Future<Optional<Question>> find(String id) {
        return database.query("select " + QUESTION + FROM + " where q.id = $1", id)
                .map(QuestionStore::first);
    }

    /** The question, held until the transaction is over. Several are to be locked in the order of their ids. */
    static Future<Optional<Question>> lock(SqlClient transaction, String id) {
        return Database.query(transaction, "select 1 from question where id = $1 for update", id)
                .compose(rows -> Database.query(transaction, "select " + QUESTION + FROM + " where q.id = $1", id))
                .map(QuestionStore::first);
    }

    /** Questions of a region that were not merged, as a page. */
    Future<List<Question>> list(Wanted wanted, int limit) {
        Queue.After after = wanted.after();
        return database.query(
                        "select " + QUESTION + FROM + " where q.merged_into is null and q.village between $1 and $2"
                                + " and ($3::text is null or q.state = $3) and ($4::text is null or q.topic = $4)"
                                + " and ($5::timestamptz is null or q.due_at < $5 and q.state in ('routed', 'claimed'))"
                                + " and ($6::text is null or (not q.urgent, q.due_at, q.id) > ($7, $8, $6))"
                                + " order by not q.urgent, q.due_at, q.id limit $9",
                        wanted.region().first(),
                        wanted.region().last(),
                        wanted.state() == null ? null : wanted.state().code(),
                        wanted.topic() == null ? null : wanted.topic().code(),
                        wanted.dueBefore() == null ? null : utc(wanted.dueBefore()),
                        after == null ? null : after.id(),
                        after == null ? null : !after.urgent(),
                        after == null ? null : utc(after.dueAt()),
                        limit)
                .map(QuestionStore::all);
    }

    /** Own questions of a resident, the newest first. */
    Future<List<Question>> of(long resident, @Nullable String before, int limit) {
        return database.query(
                        "select " + QUESTION + FROM + " where q.resident = $1 and ($2::text is null"
                                + " or (q.asked_at, q.id) < (select asked_at, id from question where id = $2 and resident = $1))"
                                + " order by q.asked_at desc, q.id desc limit $3",
                        resident,
                        before,
                        limit)
                .map(QuestionStore::all);
    }

    /** Those that were merged into a question. */
    Future<List<Question>> mergedInto(String id) {
        return database.query("select " + QUESTION + FROM + " where q.merged_into = $1 order by q.asked_at, q.id", id)
                .map(QuestionStore::all);
    }

    Future<List<Question.Step>> steps(String id) {
        return database.query(
                        "select s.at, s.step, t.name, s.region, s.note from question_step s left join staff t on t.id = s.staff"
                                + " where s.question = $1 order by s.seq",
                        id)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Question.Step(
                                row.getOffsetDateTime(0).toInstant(),
                                row.getString(1),
                                row.getString(2),
                                RegionCode.of(row.getString(3)),
                                row.getString(4)))
                        .toList());
    }

    /** Gives it to a member of staff, or leaves it with them for longer; false when another one has it or it is not open. */
    static Future<Boolean> claim(SqlClient transaction, String id, long staff, Instant now, Instant until) {
        return Database.query(
                        transaction,
                        "update question set state = 'claimed', claimed_by = $2, lease_until = $4 where id = $1 and ("
                                + FREE.replace("$NOW", "$3") + " or state = 'claimed' and claimed_by = $2)",
                        id,
                        staff,
                        utc(now),
                        utc(until))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Ends it with an answer or, when {@code state} is {@code RETURNED}, with why there is none; false when another one has it by now. */
    static Future<Boolean> end(SqlClient transaction, String id, Question.State state, Question.Said said) {
        return Database.query(
                        transaction,
                        "update question set state = $3, answer = $4, answer_items = $5, answered_by = $2, answered_at = $6, lease_until = null"
                                + " where id = $1 and state = 'claimed' and claimed_by = $2",
                        id,
                        said.staff(),
                        state.code(),
                        said.text(),
                        said.items().toArray(String[]::new),
                        utc(said.at()))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Puts it back into the queue; false when another one has it by now. */
    static Future<Boolean> giveBack(
            SqlClient transaction, String id, long staff, RegionCode region, @Nullable Topic topic, Instant dueAt) {
        return Database.query(
                        transaction,
                        "update question set state = 'routed', claimed_by = null, lease_until = null, region = $3, topic = coalesce($4, topic),"
                                + " due_at = $5 where id = $1 and state = 'claimed' and claimed_by = $2",
                        id,
                        staff,
                        region.text(),
                        topic == null ? null : topic.code(),
                        utc(dueAt))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Makes a question, and all that were merged into it, part of another one. */
    static Future<Void> merge(SqlClient transaction, String id, String into) {
        return Database.query(
                        transaction,
                        "update question set state = 'merged', merged_into = $2, claimed_by = null, lease_until = null"
                                + " where id = $1 or merged_into = $1",
                        id,
                        into)
                .mapEmpty();
    }

    static Future<Void> drafted(SqlClient transaction, String id, String item) {
        return Database.query(transaction, "update question set item = $2 where id = $1", id, item)
                .mapEmpty();
    }

    /** Open questions past their due time that have a level above them, of which nobody has hold. */
    Future<List<Question>> overdue(Instant now, int limit) {
        return database.query(
                        "select " + QUESTION + FROM
                                + " where q.due_at < $1 and q.region <> '0' and q.id in (select id from question where "
                                + FREE.replace("$NOW", "$1") + ") order by q.due_at limit $2",
                        utc(now),
                        limit)
                .map(QuestionStore::all);
    }

    /** Hands a question up; false when it is not any more as it was read. */
    static Future<Boolean> raise(
            SqlClient transaction, Question question, RegionCode above, Instant dueAt, Instant now) {
        return Database.query(
                        transaction,
                        "update question set state = 'routed', claimed_by = null, lease_until = null, region = $3, due_at = $4"
                                + " where id = $1 and region = $2 and due_at < $5 and " + FREE.replace("$NOW", "$5"),
                        question.id(),
                        question.region().text(),
                        above.text(),
                        utc(dueAt),
                        utc(now))
                .map(rows -> rows.rowCount() > 0);
    }

    /** How many wait in a region; the country for all. */
    Future<Waiting> waiting(RegionCode region, Instant now) {
        return database.query(
                        "select count(*), count(*) filter (where due_at < $3) from question"
                                + " where state in ('routed', 'claimed') and village between $1 and $2",
                        region.first(),
                        region.last(),
                        utc(now))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Waiting(row.getLong(0), row.getLong(1));
                });
    }

    /** Residents whose question was answered or returned and who do not know. */
    Future<List<Untold>> untold(int limit) {
        return database.query(
                        "select " + QUESTION + ", q.resident" + FROM
                                + " where q.told_at is null and q.resident is not null and r.state in ('answered', 'returned')"
                                + " order by q.asked_at limit $1",
                        limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Untold(row.getString(0), row.getLong(19), read(row)))
                        .toList());
    }

    /** False when they were told before. */
    static Future<Boolean> told(SqlClient transaction, String id, Instant now) {
        return Database.query(
                        transaction, "update question set told_at = $2 where id = $1 and told_at is null", id, utc(now))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Writes a step into the question's history, and what staff do into the audit too, where no word of the question stands. */
    static Future<Void> step(SqlClient transaction, Done done, Instant now) {
        Future<Void> written = Database.query(
                        transaction,
                        "insert into question_step (question, at, step, staff, region, note) values ($1, $2, $3, $4, $5, $6)",
                        done.id(),
                        utc(now),
                        done.step(),
                        done.staff(),
                        done.region().text(),
                        done.note())
                .mapEmpty();
        Long staff = done.staff();
        return staff == null
                ? written
                : written.compose(ok -> Audit.add(
                        transaction,
                        staff,
                        "question." + done.step(),
                        done.id(),
                        new JsonObject().put("region", done.region().text())));
    }

    private static Optional<Question> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(read(rows.iterator().next()));
    }

    private static List<Question> all(RowSet<Row> rows) {
        List<Question> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(read(row)));
        return all;
    }

    private static Question read(Row row) {
        String topic = row.getString(2);
        OffsetDateTime until = row.getOffsetDateTime(11);
        OffsetDateTime answered = row.getOffsetDateTime(17);
        String scope = row.getString(16);
        return new Question(
                row.getString(0),
                row.getString(1),
                topic == null ? null : Topic.of(topic).orElse(null),
                RegionCode.village(row.getLong(3)),
                RegionCode.of(row.getString(4)),
                row.getBoolean(5),
                Question.State.of(row.getString(6)).orElseThrow(),
                row.getOffsetDateTime(7).toInstant(),
                row.getOffsetDateTime(8).toInstant(),
                until == null ? null : new Question.Claim(row.getLong(9), row.getString(10), until.toInstant()),
                row.getString(12),
                answered == null
                        ? null
                        : new Question.Said(
                                row.getString(13),
                                List.of(row.getArrayOfStrings(14)),
                                row.getLong(15),
                                RegionCode.of(scope),
                                answered.toInstant()),
                row.getString(18));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
