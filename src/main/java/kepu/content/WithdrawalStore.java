package kepu.content;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import kepu.store.Database;

/** The SQL of withdrawals. */
final class WithdrawalStore {
    /** Why an item is withdrawn, and by which member of staff; 0 when nobody knows. */
    record Withdrawn(String reason, long by) {}

    private WithdrawalStore() {}

    static Future<Optional<Withdrawn>> withdrawn(Database database, String id) {
        return database.query(
                        "select withdrawn_reason, coalesce(withdrawn_by, 0) from item where id = $1 and withdrawn_at is not null",
                        id)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Withdrawn(
                                rows.iterator().next().getString(0),
                                rows.iterator().next().getLong(1))));
    }

    /** True when it was live until now; what was on its way to correct it is given up. */
    static Future<Boolean> withdraw(SqlClient transaction, String id, long staff, String reason) {
        return withdrawItem(transaction, id, staff, reason)
                .compose(live -> Database.query(
                                transaction,
                                "update item_version set due_at = null, state = case state when 'published' then 'withdrawn' else 'discarded' end"
                                        + " where item = $1 and state in ('draft', 'first', 'second', 'final', 'published') and $2",
                                id,
                                live)
                        .map(live));
    }

    private static Future<Boolean> withdrawItem(SqlClient transaction, String id, long staff, String reason) {
        return Database.query(
                        transaction,
                        "update item set withdrawn_at = now(), withdrawn_by = $2, withdrawn_reason = $3"
                                + " where id = $1 and withdrawn_at is null",
                        id,
                        staff,
                        reason)
                .map(rows -> rows.rowCount() > 0);
    }
}
