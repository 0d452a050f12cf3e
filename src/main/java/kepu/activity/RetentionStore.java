package kepu.activity;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.time.LocalDate;
import kepu.base.Beijing;
import kepu.region.Level;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of services that leave the record: the block whose turn it is, what is left of its rows, and their end. */
final class RetentionStore {
    /** Held by the one node that lets services go. "kepugone" in ASCII. */
    private static final long LOCK = 0x6b657075_676f6e65L;

    /** People served by town, day, route and groups, of the services that have gone: in step with {@link SealStore#towns}. */
    static final String TOWNS = "select village - village % " + Level.TOWN.span()
            + " as town, day, route, groups, sum(people)::bigint as people from service_past group by 1, 2, 3, 4";

    /**
     * The first block whose rows are there: those after {@code after} up to {@code last}. {@code latest} is the last day on which one of them
     * happened or was recorded; null when there is none, though there should be.
     */
    record Old(
            long number,
            long after,
            long last,
            int rows,
            byte[] body,
            byte[] hash,
            @Nullable LocalDate latest) {}

    private RetentionStore() {}

    /** True when nobody else lets services go until this transaction ends. */
    static Future<Boolean> alone(SqlClient transaction) {
        return Database.query(transaction, "select pg_try_advisory_xact_lock($1)", LOCK)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The block whose turn it is, when it ends at {@code upTo} or before; else null. */
    static Future<@Nullable Old> next(SqlClient transaction, long upTo) {
        return Database.query(
                        transaction,
                        "select b.number, g.last, b.last, b.rows, b.body, b.hash,"
                                + " (select max(greatest(s.day, (s.recorded_at at time zone '" + Beijing.ZONE
                                + "')::date)) from service s where s.seq > g.last and s.seq <= b.last)"
                                + " from (select coalesce(max(block), 0) as block, coalesce(max(last), 0) as last from service_gone) g"
                                + " join service_block b on b.number = g.block + 1 where b.last <= $1",
                        upTo)
                .map(rows -> rows.size() == 0 ? null : old(rows.iterator().next()));
    }

    /** Adds the rows of the block to the sums of their villages' days. */
    static Future<Void> keepSums(SqlClient transaction, Old block) {
        return Database.query(
                        transaction,
                        "insert into service_past as past (village, day, route, groups, people)"
                                + " select village, day, route, groups, sum(people) from service where seq > $1 and seq <= $2"
                                + " group by 1, 2, 3, 4 on conflict (village, day, route, groups)"
                                + " do update set people = past.people + excluded.people",
                        block.after(),
                        block.last())
                .mapEmpty();
    }

    /** Notes that the rows go, and ends them; gives how many they were. */
    static Future<Integer> letGo(SqlClient transaction, Old block, byte[] mac) {
        return Database.query(
                        transaction,
                        "insert into service_gone (block, last, mac) values ($1, $2, $3)",
                        block.number(),
                        block.last(),
                        Buffer.buffer(mac))
                .compose(noted -> Database.query(
                        transaction, "delete from service where seq > $1 and seq <= $2", block.after(), block.last()))
                .map(SqlResult::rowCount);
    }

    private static Old old(Row row) {
        return new Old(
                row.getLong(0),
                row.getLong(1),
                row.getLong(2),
                row.getInteger(3),
                row.getBuffer(4).getBytes(),
                row.getBuffer(5).getBytes(),
                row.getLocalDate(6));
    }
}
