package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import kepu.store.Database;

/** The SQL of what guardians consented to, always inside a transaction that holds the resident. */
final class GuardianStore {
    private GuardianStore() {}

    /** Takes everything out of a profile but the least: phone, village, year of birth, language and print. What was consented to is over. */
    static Future<Resident> empty(SqlClient transaction, long id) {
        return one(
                transaction,
                "update resident set groups = '{}', occupation = null, interests = '{}', deleted_topics = '{}', personalised = false,"
                        + " salt = uuid_send(gen_random_uuid()), guardian_hash = null, guardian_version = null, guardian_at = null"
                        + " where id = $1",
                id);
    }

    static Future<Resident> consent(SqlClient transaction, long id, byte[] phoneHash, String version, Instant now) {
        return one(
                transaction,
                "update resident set personalised = true, guardian_hash = $2, guardian_version = $3, guardian_at = $4 where id = $1",
                id,
                Buffer.buffer(phoneHash),
                version,
                now.atOffset(ZoneOffset.UTC));
    }

    /** To another version of the text; all else stays. */
    static Future<Resident> renew(SqlClient transaction, long id, String version, Instant now) {
        return one(
                transaction,
                "update resident set guardian_version = $2, guardian_at = $3 where id = $1",
                id,
                version,
                now.atOffset(ZoneOffset.UTC));
    }

    /** Whether the consent that there is was given from this phone. */
    static Future<Boolean> isFrom(SqlClient transaction, long id, byte[] phoneHash) {
        return Database.query(
                        transaction,
                        "select from resident where id = $1 and guardian_hash = $2",
                        id,
                        Buffer.buffer(phoneHash))
                .map(rows -> rows.size() > 0);
    }

    /** Those for whom this phone consented, held until the transaction ends. */
    static Future<List<Resident>> wards(SqlClient transaction, byte[] phoneHash) {
        return Database.query(
                        transaction,
                        "select " + PeopleStore.RESIDENT
                                + " from resident where guardian_hash = $1 order by id for update",
                        Buffer.buffer(phoneHash))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PeopleStore::readResident)
                        .toList());
    }

    /** The consent of somebody who has grown up meanwhile is only forgotten: what they have is by their own. */
    static Future<Resident> release(SqlClient transaction, long id) {
        return one(
                transaction,
                "update resident set guardian_hash = null, guardian_version = null, guardian_at = null where id = $1",
                id);
    }

    private static Future<Resident> one(SqlClient transaction, String update, Object... parameters) {
        return Database.query(transaction, update + " returning " + PeopleStore.RESIDENT, parameters)
                .map(rows -> PeopleStore.readResident(rows.iterator().next()));
    }
}
