package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import kepu.store.Database;

/** The trace of what staff and guardians did; written in the transaction of the deed. */
public final class Audit {
    private Audit() {}

    public static Future<Void> add(SqlClient transaction, long staff, String action, String object, JsonObject detail) {
        return Database.query(
                        transaction,
                        "insert into audit (staff, action, object, detail) values ($1, $2, $3, $4)",
                        staff,
                        action,
                        object,
                        detail)
                .mapEmpty();
    }

    /** The same of what somebody did for themselves who is no member of staff. */
    static Future<Void> addOwn(SqlClient transaction, String action, String object, JsonObject detail) {
        return Database.query(
                        transaction,
                        "insert into audit (action, object, detail) values ($1, $2, $3)",
                        action,
                        object,
                        detail)
                .mapEmpty();
    }
}
