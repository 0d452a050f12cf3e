package kepu.content.source;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Trust;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of sources and of what looking at them came to. */
final class SourceStore {
    private static final String OUTLINE =
            "s.id, s.scope, s.name, s.url, s.trust, s.authority, s.licence, s.topic, s.groups, s.regions,"
                    + " s.interval_seconds, s.most_entries, s.active, s.due_at, s.failures";
    private static final String POLL =
            "p.at, p.outcome, p.type, p.detail, p.bytes, p.entries, p.fresh, p.duplicates, p.revised, p.known, p.refused, p.faults";
    private static final String SELECT = "select " + OUTLINE + ", " + POLL
            + " from source s left join lateral (select * from source_poll where source = s.id order by id desc limit 1) p on true";
    private static final int OUTLINE_COLUMNS = 15;

    /** A source that this node reads now: {@code turn} is its lease. */
    record Claimed(Source source, long turn, Fetch.Known known) {}

    private final Database database;

    SourceStore(Database database) {
        this.database = database;
    }

    /** Adds a source when there are less than {@code most}; empty otherwise. Its address must not be there in the scope. */
    static Future<Optional<Long>> add(
            SqlClient transaction, RegionCode scope, Source.Outline outline, Instant due, long staff, int most) {
        Source.Given given = outline.given();
        return Database.query(transaction, "lock table source in share row exclusive mode")
                .compose(done -> Database.query(
                        transaction,
                        "insert into source (scope, name, url, trust, authority, licence, topic, groups, regions, interval_seconds,"
                                + " most_entries, due_at, created_by) select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13"
                                + " where (select count(*) from source) < $14 returning id",
                        scope.text(),
                        outline.name(),
                        outline.url(),
                        given.trust().code(),
                        given.authority(),
                        given.licence(),
                        given.topic().code(),
                        codes(given),
                        regions(given),
                        (int) outline.interval().toSeconds(),
                        outline.mostEntries(),
                        utc(due),
                        staff,
                        most))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getLong(0)));
    }

    /** Whether the scope has this address already, but for the source {@code id}. */
    static Future<Boolean> has(SqlClient transaction, RegionCode scope, String url, long id) {
        return Database.query(
                        transaction,
                        "select 1 from source where scope = $1 and url = $2 and id <> $3",
                        scope.text(),
                        url,
                        id)
                .map(rows -> rows.size() > 0);
    }

    /** Writes an outline; a new address forgets what was had of the old one and is looked at at once, as is what is active again. */
    static Future<Void> change(SqlClient transaction, long id, Source.Outline outline, boolean active, Instant now) {
        Source.Given given = outline.given();
        return Database.query(
                        transaction,
                        "update source set name = $2, trust = $4, authority = $5, licence = $6, topic = $7, groups = $8, regions = $9,"
                                + " interval_seconds = $10, most_entries = $11,"
                                + " due_at = case when url <> $3 or (not active and $12) then $13 else due_at end,"
                                + " etag = case when url = $3 then etag end, last_modified = case when url = $3 then last_modified end,"
                                + " failures = case when url = $3 then failures else 0 end, turn = turn + 1,"
                                + " url = $3, active = $12 where id = $1",
                        id,
                        outline.name(),
                        outline.url(),
                        given.trust().code(),
                        given.authority(),
                        given.licence(),
                        given.topic().code(),
                        codes(given),
                        regions(given),
                        (int) outline.interval().toSeconds(),
                        outline.mostEntries(),
                        active,
                        utc(now))
                .mapEmpty();
    }

    /** Has a source looked at at once. */
    static Future<Void> due(SqlClient transaction, long id, Instant now) {
        return Database.query(
                        transaction,
                        "update source set due_at = $2, etag = null, last_modified = null where id = $1 and due_at > $2",
                        id,
                        utc(now))
                .mapEmpty();
    }

    Future<Optional<Source>> find(long id) {
        return database.query(SELECT + " where s.id = $1", id)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(SourceStore::source)
                        .findFirst());
    }

    /** The sources of a scope, by name. */
    Future<List<Source>> list(RegionCode scope) {
        return database.query(SELECT + " where $1 = '0' or s.scope like $1 || '%' order by s.name, s.id", scope.text())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(SourceStore::source)
                        .toList());
    }

    /** What looking at a source came to, the last first. */
    Future<List<Poll>> polls(long id, int limit) {
        return database.query(
                        "select " + POLL + " from source_poll p where source = $1 order by id desc limit $2", id, limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> poll(row, 0))
                        .toList());
    }

    /** Takes what is due, at most {@code limit}, and leases it until {@code until}. */
    Future<List<Claimed>> claim(Instant now, Instant until, int limit) {
        return database.query(
                        "with claimed as (update source set turn = turn + 1, due_at = $2 where id in (select id from source"
                                + " where active and due_at <= $1 order by due_at, id limit $3 for update skip locked) returning *)"
                                + " select " + OUTLINE
                                + ", s.turn, s.etag, s.last_modified from claimed s order by s.id",
                        utc(now),
                        utc(until),
                        limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Claimed(
                                outline(row, null),
                                row.getLong(OUTLINE_COLUMNS),
                                new Fetch.Known(
                                        row.getString(OUTLINE_COLUMNS + 1), row.getString(OUTLINE_COLUMNS + 2))))
                        .toList());
    }

    /** Ends a turn with its result, unless another node has taken over. {@code failures} in a row so far; false when it was too late. */
    static Future<Boolean> end(
            SqlClient transaction,
            Claimed claimed,
            Poll poll,
            Fetch.Known known,
            Instant next,
            int failures,
            boolean gone) {
        return Database.query(
                        transaction,
                        "with ended as (update source set due_at = $3, failures = $4, etag = $5, last_modified = $6,"
                                + " active = active and not $7 where id = $1 and turn = $2 returning id)"
                                + " insert into source_poll (source, at, outcome, type, detail, bytes, entries, fresh, duplicates, revised,"
                                + " known, refused, faults) select id, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19 from ended",
                        claimed.source().id(),
                        claimed.turn(),
                        utc(next),
                        failures,
                        known.etag(),
                        known.lastModified(),
                        gone,
                        utc(poll.at()),
                        outcome(poll.outcome()),
                        Poll.type(poll.outcome()),
                        poll.outcome() instanceof Poll.Outcome.Failed failed ? failed.detail() : null,
                        poll.bytes(),
                        poll.counts().entries(),
                        poll.counts().fresh(),
                        poll.counts().duplicates(),
                        poll.counts().revised(),
                        poll.counts().known(),
                        poll.counts().refused(),
                        Poll.wire(poll.faults()))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Deletes old results but for the last of each source. */
    Future<Void> sweep(Instant before) {
        return database.query(
                        "delete from source_poll p where at < $1 and id < (select max(id) from source_poll where source = p.source)",
                        utc(before))
                .mapEmpty();
    }

    private static Source source(Row row) {
        return outline(row, row.getOffsetDateTime(OUTLINE_COLUMNS) == null ? null : poll(row, OUTLINE_COLUMNS));
    }

    private static Source outline(Row row, @Nullable Poll last) {
        return new Source(
                row.getLong(0),
                RegionCode.of(row.getString(1)),
                new Source.Outline(
                        row.getString(2),
                        row.getString(3),
                        given(row, 4),
                        Duration.ofSeconds(row.getInteger(10)),
                        row.getInteger(11)),
                row.getBoolean(12),
                row.getOffsetDateTime(13).toInstant(),
                row.getInteger(14),
                last);
    }

    private static Poll poll(Row row, int at) {
        Poll.Outcome outcome = switch (row.getString(at + 1)) {
            case "read" -> new Poll.Outcome.Read();
            case "unchanged" -> new Poll.Outcome.Unchanged();
            default -> new Poll.Outcome.Failed(row.getString(at + 2), row.getString(at + 3));
        };
        return new Poll(
                row.getOffsetDateTime(at).toInstant(),
                outcome,
                row.getLong(at + 4),
                new Poll.Counts(
                        row.getInteger(at + 5),
                        row.getInteger(at + 6),
                        row.getInteger(at + 7),
                        row.getInteger(at + 8),
                        row.getInteger(at + 9),
                        row.getInteger(at + 10)),
                Poll.faults(row.getJsonArray(at + 11)));
    }

    static String outcome(Poll.Outcome outcome) {
        return switch (outcome) {
            case Poll.Outcome.Read read -> "read";
            case Poll.Outcome.Unchanged unchanged -> "unchanged";
            case Poll.Outcome.Failed failed -> "failed";
        };
    }

    /** What a source gives its entries: trust, authority, licence, topic, groups, regions from the column {@code at} on. */
    static Source.Given given(Row row, int at) {
        return new Source.Given(
                Trust.of(row.getString(at)).orElseThrow(),
                row.getString(at + 1),
                row.getString(at + 2),
                Topic.of(row.getString(at + 3)).orElseThrow(),
                Arrays.stream(row.getArrayOfStrings(at + 4))
                        .flatMap(code -> Group.of(code).stream())
                        .collect(Collectors.toSet()),
                Arrays.stream(row.getArrayOfStrings(at + 5)).map(RegionCode::of).toList());
    }

    private static String[] codes(Source.Given given) {
        return given.groups().stream().map(Group::code).sorted().toArray(String[]::new);
    }

    private static String[] regions(Source.Given given) {
        return given.regions().stream().map(RegionCode::text).toArray(String[]::new);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
