package kepu.answer;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneOffset;
import kepu.store.Database;

/** The SQL of how questions go: with the person who asked, or when they are old; and of what the person may see of them. */
final class QuestionLife {
    private final Database database;

    QuestionLife(Database database) {
        this.database = database;
    }

    /**
     * Deletes a resident's questions. Where others' were merged into one of them, the oldest of those takes its place with its claim and
     * answer, so that nobody else loses theirs.
     */
    Future<Void> erase(SqlClient transaction, long resident) {
        return Database.query(
                        transaction,
                        "with heir as (select distinct on (c.merged_into) c.merged_into as root, c.id from question c"
                                + " join question q on q.id = c.merged_into"
                                + " where q.resident = $1 and c.resident is distinct from $1 order by c.merged_into, c.asked_at, c.id),"
                                + " others as (update question c set merged_into = heir.id from heir"
                                + " where c.merged_into = heir.root and c.id <> heir.id and c.resident is distinct from $1)"
                                + " update question c set merged_into = null, state = q.state, region = q.region, due_at = q.due_at,"
                                + " claimed_by = q.claimed_by, lease_until = q.lease_until, answer = q.answer, answer_items = q.answer_items,"
                                + " answered_by = q.answered_by, answered_at = q.answered_at, item = q.item"
                                + " from heir join question q on q.id = heir.root where c.id = heir.id",
                        resident)
                .compose(done -> Database.query(transaction, "delete from question where resident = $1", resident))
                .mapEmpty();
    }

    /** For the resident's own eyes. */
    Future<JsonArray> export(long resident) {
        return database.query(
                        "select jsonb_build_object('id', q.id, 'text', q.text, 'topic', q.topic, 'state', r.state, 'askedAt', q.asked_at,"
                                + " 'answer', r.answer, 'items', r.answer_items, 'answeredAt', r.answered_at)"
                                + " from question q join question r on r.id = coalesce(q.merged_into, q.id)"
                                + " where q.resident = $1 order by q.asked_at, q.id",
                        resident)
                .map(Database::jsons);
    }

    /** Deletes ended questions that are older, each with those that were merged into it. */
    Future<Void> sweep(Instant oldest) {
        return database.query(
                        "delete from question q where q.state in ('answered', 'returned') and q.answered_at < $1"
                                + " and not exists (select from question c where c.merged_into = q.id and c.asked_at >= $1)",
                        oldest.atOffset(ZoneOffset.UTC))
                .mapEmpty();
    }
}
