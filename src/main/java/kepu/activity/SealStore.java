package kepu.activity;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kepu.region.Level;
import kepu.store.Database;

/** The SQL of sealing: what is final, the digests of rows, blocks and the roll-up of totals. */
final class SealStore {
    /** Held by the one node that seals. "kepuseal" in ASCII. */
    private static final long SEAL_LOCK = 0x6b657075_7365616cL;

    /** The levels whose totals are kept, with the span of their regions: from the country down to the town. */
    static final String LEVELS = java.util.Arrays.stream(Level.values())
            .filter(level -> level != Level.VILLAGE)
            .map(level -> "(" + level.ordinal() + "::smallint, " + level.span() + "::bigint)")
            .collect(Collectors.joining(", "));

    private static final String ROLL_UP = "insert into service_total as total (level, region, day, route, grp, people)"
            + " select l.level, t.town - t.town % l.span, t.day, t.route, g.code, sum(t.people)"
            + " from (" + towns("seq > $1 and seq <= $2") + ") t"
            + " cross join (values " + LEVELS + ") as l (level, span)"
            + " cross join lateral (select '' as code union all select code from service_group where bit & t.groups <> 0) g"
            + " group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5"
            + " on conflict (level, region, day, route, grp) do update set people = total.people + excluded.people";

    /** The end of the chain; block 0 when there is none yet. */
    record Head(long number, long last, byte[] hash) {}

    /** The highest number given to a service, and the transactions that may still bring one up to it. */
    record Fence(long seq, Set<String> writers) {}

    /** Rows that will be a block: the number of the last one, how many, their digests as one, and the marks of each. */
    record Part(long last, int rows, byte[] body, byte[] marks) {}

    private final Database database;

    SealStore(Database database) {
        this.database = database;
    }

    /** People served by town, day, route and groups, of the services of which {@code which} holds. */
    static String towns(String which) {
        return "select village - village % " + Level.TOWN.span() + " as town, day, route, groups, sum(people) as people"
                + " from service where " + which + " group by 1, 2, 3, 4";
    }

    /** True when nobody else seals until this transaction ends. */
    static Future<Boolean> alone(SqlClient transaction) {
        return Database.query(transaction, "select pg_try_advisory_xact_lock($1)", SEAL_LOCK)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    static Future<Head> head(SqlClient client) {
        return Database.query(client, "select number, last, hash from service_block order by number desc limit 1")
                .map(rows -> rows.size() == 0
                        ? new Head(0, 0, ServiceDigest.ORIGIN)
                        : head(rows.iterator().next()));
    }

    /**
     * A writer holds ROW EXCLUSIVE on the table from before it takes a number until it is over (and its rows are seen before its lock is
     * gone). So after both reads, in this order, every service numbered up to {@code seq} is either visible, or will never be, or comes
     * from one of {@code writers}.
     */
    Future<Fence> fence() {
        return database.query("select case when is_called then last_value else last_value - 1 end from service_seq_seq")
                .map(rows -> rows.iterator().next().getLong(0))
                .compose(seq -> writers().map(writers -> new Fence(seq, writers)));
    }

    /** The transactions that write services now. */
    Future<Set<String>> writers() {
        return database.query(
                        "select virtualtransaction from pg_locks where locktype = 'relation' and relation = 'service'::regclass"
                                + " and database = (select oid from pg_database where datname = current_database())"
                                + " and mode = 'RowExclusiveLock'")
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.toSet()));
    }

    /** Services whose person went without an erasure's trace (a restored backup, a row put in by hand) become erased ones. */
    static Future<Void> settle(SqlClient transaction, long after, long upTo) {
        return Database.query(
                        transaction,
                        "update service s set person = -s.seq,"
                                + " commitment = sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))"
                                + " where s.seq > $1 and s.seq <= $2 and s.person > 0"
                                + " and not exists (select from resident r where r.id = s.person)",
                        after,
                        upTo)
                .mapEmpty();
    }

    /** The first rows after a number: the number of the last of them, and how many they are. */
    record Stretch(long last, int rows) {}

    /** The rows after {@code after} up to {@code upTo}, the first {@code most} of them. */
    static Future<Stretch> stretch(SqlClient transaction, long after, long upTo, int most) {
        return Database.query(
                        transaction,
                        "select coalesce(max(seq), 0), count(*)::int from"
                                + " (select seq from service where seq > $1 and seq <= $2 order by seq limit $3) s",
                        after,
                        upTo,
                        most)
                .map(rows -> rows.iterator().next())
                .map(row -> new Stretch(row.getLong(0), row.getInteger(1)));
    }

    /** The rows after {@code after} up to {@code upTo}, in parts of {@code partRows}. */
    static Future<List<Part>> parts(SqlClient transaction, long after, long upTo, int partRows) {
        return Database.query(
                        transaction,
                        "select max(seq), count(*)::int, sha256(string_agg(digest, ''::bytea order by seq)),"
                                + " string_agg(substring(digest from 1 for " + ServiceDigest.MARK_BYTES
                                + "), ''::bytea order by seq)"
                                + " from (select s.seq, (row_number() over (order by s.seq) - 1) / $3::int as part, "
                                + ServiceDigest.ROW + " as digest"
                                + " from service s left join resident r on r.id = s.person where s.seq > $1 and s.seq <= $2) rows group by part order by part",
                        after,
                        upTo,
                        partRows)
                .map(found -> StreamSupport.stream(found.spliterator(), false)
                        .map(row -> new Part(
                                row.getLong(0),
                                row.getInteger(1),
                                row.getBuffer(2).getBytes(),
                                row.getBuffer(3).getBytes()))
                        .toList());
    }

    static Future<Void> add(SqlClient transaction, Head block, Part part, byte[] mac) {
        return Database.query(
                        transaction,
                        "insert into service_block (number, last, rows, body, marks, hash, mac) values ($1, $2, $3, $4, $5, $6, $7)",
                        block.number(),
                        block.last(),
                        part.rows(),
                        Buffer.buffer(part.body()),
                        Buffer.buffer(part.marks()),
                        Buffer.buffer(block.hash()),
                        Buffer.buffer(mac))
                .mapEmpty();
    }

    /** Adds the rows after {@code after} up to {@code upTo} to the totals. */
    static Future<Void> rollUp(SqlClient transaction, long after, long upTo) {
        return Database.query(transaction, ROLL_UP, after, upTo).mapEmpty();
    }

    private static Head head(Row row) {
        return new Head(row.getLong(0), row.getLong(1), row.getBuffer(2).getBytes());
    }
}
