package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import kepu.store.Database;

/** The SQL of consenting anew to the privacy policy: the last consent stands with the resident, each leaves a trace. */
final class ConsentStore {
    private ConsentStore() {}

    /** Notes that they consent to this version; the same again changes nothing. Empty when there is no such resident. */
    static Future<Optional<Resident>> consent(SqlClient transaction, long id, String version, Instant now) {
        return PeopleStore.locked(transaction, id)
                .compose(
                        found -> found.isEmpty() || found.get().consentVersion().equals(version)
                                ? Future.succeededFuture(found)
                                : changed(transaction, id, version, now));
    }

    private static Future<Optional<Resident>> changed(SqlClient transaction, long id, String version, Instant now) {
        JsonObject detail = new JsonObject().put("version", version);
        return Database.query(
                        transaction,
                        "update resident set consent_version = $2, consent_at = $3 where id = $1 returning "
                                + PeopleStore.RESIDENT,
                        id,
                        version,
                        now.atOffset(ZoneOffset.UTC))
                .map(rows ->
                        Optional.of(PeopleStore.readResident(rows.iterator().next())))
                .compose(consented -> Audit.addOwn(transaction, "consent", "resident:" + id, detail)
                        .map(consented));
    }
}
