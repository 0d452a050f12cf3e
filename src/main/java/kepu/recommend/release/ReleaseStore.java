package kepu.recommend.release;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kepu.store.Bulk;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of the release log and of what it leads to. */
final class ReleaseStore {
    private static final String RELEASE =
            "select r.seq, r.step, r.at, s.name, r.action, r.version, r.share, r.design, r.reason, r.override, r.guard"
                    + " from model_release r join staff s on s.id = r.staff where r.name = $1";
    private static final String TRAINED = "models.trained";

    private static final int MOST_STEPS = 10_000;

    /**
     * What a trial's units — residents, or the residents of a town — met and opened since it began. An item that was met in a feed counts
     * once, opened or not. Only those who let the feed be personal: the others are in neither arm.
     */
    private static final String UNITS = """
            with met as (
                select e.person, e.feed, e.item, e.model is not distinct from $2 as trial, bool_or(e.type in ('open', 'play')) as opened
                from event e
                where e.at >= $1 and e.person > 0 and e.item is not null and e.type in ('impression', 'open', 'play')
                    and (e.model = $2 or e.model is not distinct from $3) and coalesce(e.feed, '') !~ '^(push|search|share):'
                group by 1, 2, 3, 4),
            person as (
                select m.person, r.village, m.trial, count(*) as met, count(*) filter (where opened) as opened
                from met m join resident r on r.id = m.person where r.personalised group by 1, 2, 3)
            """;

    private static final String ARMS = UNITS + """
            , unit as (
                select case when $4 then village / 1000 else person end, trial, count(*) as people, sum(met)::float8 as m, sum(opened)::float8 as x
                from person group by 1, 2)
            select trial, sum(people)::bigint, count(*), sum(m), sum(x), sum(m * m), sum(x * x), sum(m * x) from unit group by trial
            """;

    /** Only of those whose feeds the trial's model took part in: the others had no choice. */
    private static final String TURNS = UNITS + """
            , unit as (
                select person, coalesce(sum(met) filter (where not trial), 0)::float8 as cm, sum(met) filter (where trial)::float8 as tm,
                    coalesce(sum(opened) filter (where not trial), 0)::float8 as cx, sum(opened) filter (where trial)::float8 as tx
                from person group by person having bool_or(trial))
            select count(*),
                coalesce(sum(cm), 0), coalesce(sum(cx), 0), coalesce(sum(cm * cm), 0), coalesce(sum(cx * cx), 0), coalesce(sum(cm * cx), 0),
                coalesce(sum(tm), 0), coalesce(sum(tx), 0), coalesce(sum(tm * tm), 0), coalesce(sum(tx * tx), 0), coalesce(sum(tm * tx), 0),
                coalesce(sum(tx + cx), 0), coalesce(sum((tx + cx) * (tx + cx)), 0), coalesce(sum((tx + cx) * tx), 0),
                count(*) filter (where tx + cx > 0), count(*) filter (where tx > cx), count(*) filter (where tx < cx)
            from unit
            """;

    private final Database database;

    ReleaseStore(Database database) {
        this.database = database;
    }

    <T> Future<T> transact(java.util.function.Function<SqlClient, Future<T>> work) {
        return database.transact(work);
    }

    static boolean first(Bulk bulk, long staff, VersionId id, String reason) throws SQLException {
        return !bulk.read(
                        "insert into model_release (staff, name, step, action, version, reason) values (?, ?, 1, 'release', ?, ?)"
                                + " on conflict (name, step) do nothing returning seq",
                        row -> row.getLong(1),
                        staff,
                        id.name(),
                        id.version(),
                        reason)
                .isEmpty();
    }

    static Optional<String> released(Bulk bulk, String name) throws SQLException {
        Deque<String> released = new ArrayDeque<>();
        bulk.each(
                "select action, version from model_release where name = ? and action in ('release', 'rollback') order by step",
                row -> {
                    if (row.getString(1).equals(Action.RELEASE.code())) {
                        released.addLast(row.getString(2));
                    } else {
                        released.pollLast();
                    }
                },
                name);
        return Optional.ofNullable(released.peekLast());
    }

    /** What is live of a model, given what was live some steps before. */
    Future<Live> live(String name, Live before) {
        return database.query(RELEASE + " and r.step > $2 order by r.step limit $3", name, before.number(), MOST_STEPS)
                .map(rows -> {
                    Live live = before;
                    for (Row row : rows) {
                        live = live.after(release(row));
                    }
                    return live;
                });
    }

    /** The log before a seq, the latest first. */
    Future<List<Release>> log(String name, long before, int limit) {
        return database.query(RELEASE + " and r.seq < $2 order by r.seq desc limit $3", name, before, limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ReleaseStore::release)
                        .toList());
    }

    /** Adds the {@code number}-th step; empty when somebody else took that number. */
    static Future<Optional<Instant>> add(
            SqlClient transaction, long staff, String name, int number, Release.Step step) {
        Design design = step.design();
        return Database.query(
                        transaction,
                        "insert into model_release (staff, name, step, action, version, share, design, reason, override, guard)"
                                + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (name, step) do nothing returning at",
                        staff,
                        name,
                        number,
                        step.action().code(),
                        step.version(),
                        step.share() == null ? null : step.share().shortValue(),
                        design == null ? null : design.code(),
                        step.reason(),
                        step.override(),
                        step.guard())
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(
                                rows.iterator().next().getOffsetDateTime(0).toInstant()));
    }

    /** What an arm met and opened. */
    record Arm(boolean trial, long people, Ratio ratio) {}

    /** Both arms, by resident or by town; an arm in which nobody met anything is left out. A null control is the feed without a model. */
    Future<List<Arm>> arms(Instant since, String trial, @Nullable String control, boolean byTown) {
        return database.query(ARMS, since.atOffset(ZoneOffset.UTC), trial, control, byTown)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Arm(row.getBoolean(0), row.getLong(1), ratio(row.getLong(2), row, 3)))
                        .toList());
    }

    /**
     * What feeds in which two models took turns gave {@code people}: each team's rate, and the openings of the trial's team among all openings
     * of the residents who opened anything. {@code wins} and {@code losses} count the residents who opened more of the one or of the other.
     */
    record Turns(long people, Ratio control, Ratio trial, Ratio toTrial, long wins, long losses) {}

    Future<Turns> turns(Instant since, String trial, String control) {
        return database.query(TURNS, since.atOffset(ZoneOffset.UTC), trial, control)
                .map(rows -> turns(rows.iterator().next()));
    }

    private static Turns turns(Row row) {
        long people = row.getLong(0);
        Ratio control = ratio(people, row, 1);
        Ratio trial = ratio(people, row, 6);
        Ratio toTrial = new Ratio(
                row.getLong(14), row.getDouble(11), trial.x(), row.getDouble(12), trial.xx(), row.getDouble(13));
        return new Turns(people, control, trial, toTrial, row.getLong(15), row.getLong(16));
    }

    /** The sums from column {@code from} on: met, opened, their squares and their product. */
    private static Ratio ratio(long clusters, Row row, int from) {
        return new Ratio(
                clusters,
                row.getDouble(from),
                row.getDouble(from + 1),
                row.getDouble(from + 2),
                row.getDouble(from + 3),
                row.getDouble(from + 4));
    }

    /** Takes a day's training for this node; false when another one has it. */
    Future<Boolean> takeDay(String day) {
        return database.query(
                        "insert into installation values ($1, $2) on conflict (name) do update set value = excluded.value"
                                + " where installation.value < excluded.value",
                        TRAINED,
                        day)
                .map(rows -> rows.rowCount() > 0);
    }

    private static Release release(Row row) {
        Short share = row.getShort(6);
        String design = row.getString(7);
        return new Release(
                row.getLong(0),
                row.getInteger(1),
                row.getOffsetDateTime(2).toInstant(),
                row.getString(3),
                new Release.Step(
                        Action.of(row.getString(4)).orElseThrow(),
                        row.getString(5),
                        share == null ? null : share.intValue(),
                        design == null ? null : Design.of(design).orElseThrow(),
                        row.getString(8),
                        row.getBoolean(9),
                        (JsonObject) row.getValue(10)));
    }
}
