package kepu.recommend.rules;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of rules. */
final class RulesStore {
    private static final String VERSION = "v.scope, v.version, v.rules, s.name, v.note, v.at";

    /** Ages by band; a change of the bounds is one of {@link Sampling} too. */
    private static final String BAND = "width_bucket($5::int - birth_year, array[18, 45, 60])";

    /** How many share groups and age of somebody in their village and town, themself included. */
    record Drawn(
            long resident,
            long village,
            String[] groups,
            @Nullable Integer band,
            long inVillage,
            long inTown) {}

    private final Database database;

    RulesStore(Database database) {
        this.database = database;
    }

    /** How many versions were ever stored: it grows with every one and never goes down. */
    Future<Long> edition() {
        return database.query("select count(*) from rule_version")
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The live versions, one a scope. */
    Future<List<RuleVersion>> live() {
        return database.query("select " + VERSION
                        + " from (select distinct on (scope) * from rule_version order by scope, version desc) v"
                        + " join staff s on s.id = v.staff order by v.scope")
                .map(RulesStore::versions);
    }

    /** The live version of a scope; empty when it never had rules. */
    Future<Optional<RuleVersion>> latest(RegionCode scope) {
        return versions(scope, Integer.MAX_VALUE, 1).map(found -> found.stream().findFirst());
    }

    /** The versions of a scope below {@code before}, the latest first. */
    Future<List<RuleVersion>> versions(RegionCode scope, int before, int limit) {
        return database.query(
                        "select " + VERSION + " from rule_version v join staff s on s.id = v.staff"
                                + " where v.scope = $1 and v.version < $2 order by v.version desc limit $3",
                        scope.text(),
                        before,
                        limit)
                .map(RulesStore::versions);
    }

    /** Stores version {@code basedOn + 1}; false when that is not the next one. */
    static Future<Boolean> add(SqlClient transaction, Rules.Draft draft, long staff, Instant at) {
        return Database.query(
                        transaction,
                        "insert into rule_version (scope, version, rules, staff, note, at)"
                                + " select $1, $2::int + 1, $3, $4, $5, $6"
                                + " where $2::int = (select coalesce(max(version), 0) from rule_version where scope = $1)"
                                + " on conflict (scope, version) do nothing",
                        draft.scope().text(),
                        draft.basedOn(),
                        RuleJson.write(draft.rules()),
                        staff,
                        draft.note(),
                        at.atOffset(ZoneOffset.UTC))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Those of the ids that are items, live or withdrawn. */
    Future<Set<String>> items(Collection<String> ids) {
        return database.query("select id from item where id = any($1)", (Object) ids.toArray(String[]::new))
                .map(rows -> {
                    Set<String> found = new HashSet<>();
                    rows.forEach(row -> found.add(row.getString(0)));
                    return found;
                });
    }

    /** Residents of a scope by chance; the same seed draws the same from the same people. {@code year} is the present one. */
    Future<List<Drawn>> draw(RegionCode scope, int count, long seed, int year) {
        return database.query(
                        "with drawn as (select id, village, groups, " + BAND + " as band from resident"
                                + " where village between $1 and $2 order by hashint8extended(id, $3), id limit $4)"
                                + " select d.id, d.village, d.groups, d.band, "
                                + sharing("d.village and d.village") + ", "
                                + sharing("d.village - d.village % 1000 and d.village - d.village % 1000 + 999")
                                + " from drawn d",
                        scope.first(),
                        scope.last(),
                        seed,
                        count,
                        year)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Drawn(
                                row.getLong(0),
                                row.getLong(1),
                                row.getArrayOfStrings(2),
                                row.getInteger(3),
                                row.getLong(4),
                                row.getLong(5)))
                        .toList());
    }

    private static String sharing(String between) {
        return "(select count(*) from resident r where r.village between " + between
                + " and r.groups @> d.groups and r.groups <@ d.groups and " + BAND.replace("birth_year", "r.birth_year")
                + " is not distinct from d.band)";
    }

    private static List<RuleVersion> versions(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new RuleVersion(
                        RegionCode.of(row.getString(0)),
                        row.getInteger(1),
                        RuleJson.read((JsonArray) row.getValue(2), ""),
                        row.getString(3),
                        row.getString(4),
                        row.getOffsetDateTime(5).toInstant()))
                .toList();
    }
}
