package kepu.rumour;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kepu.base.Coded;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.search.claim.ClaimText;
import kepu.store.Bulk;
import kepu.store.Database;

/** The SQL of claims, and of who was told of them. */
final class ClaimStore {
    private static final String COLUMNS =
            "id, claim, rating, topic, groups, paraphrases, keywords, summary, body, source, authority,"
                    + " licence, language, published, items, unlike";
    private static final String STORED = COLUMNS + ", digest";
    private static final String CHANGED = Arrays.stream(STORED.split(",\\s*"))
            .filter(column -> !column.equals("id"))
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));

    private final Database database;

    ClaimStore(Database database) {
        this.database = database;
    }

    /** The digest of each claim's file as it was imported last. */
    static Map<String, byte[]> digests(Bulk bulk) throws SQLException {
        Map<String, byte[]> digests = new HashMap<>();
        bulk.each("select id, digest from claim", row -> digests.put(row.getString(1), row.getBytes(2)));
        return digests;
    }

    static void merge(Bulk bulk, List<ClaimFile> files) throws SQLException, IOException {
        bulk.transact(() -> {
            bulk.execute("create temporary table incoming_claim (like claim) on commit drop");
            try (Bulk.Rows rows = bulk.copy("incoming_claim (" + STORED + ")")) {
                for (ClaimFile file : files) {
                    write(rows, file);
                }
            }
            return bulk.run("insert into claim (" + STORED + ") select " + STORED
                    + " from incoming_claim order by id on conflict (id) do update set " + CHANGED);
        });
    }

    private static void write(Bulk.Rows rows, ClaimFile file) throws SQLException {
        Verdict verdict = file.verdict();
        rows.row(
                verdict.id(),
                verdict.claim(),
                verdict.rating().code(),
                verdict.topic().code(),
                verdict.groups().stream().map(Coded::code).sorted().toList(),
                verdict.text().paraphrases(),
                verdict.text().keywords(),
                verdict.summary(),
                verdict.body(),
                verdict.sourcing().source(),
                verdict.sourcing().authority(),
                verdict.sourcing().licence(),
                verdict.sourcing().language(),
                verdict.published(),
                verdict.items(),
                verdict.text().unlike(),
                file.digest());
    }

    /** All, by id; texts that staff answered with a claim are ways to say it. */
    Future<List<Verdict>> all() {
        return database.query(
                        "select " + COLUMNS + ", array(select u.text from claim_unknown u where u.claim = claim.id"
                                + " order by u.total desc, u.id limit 20) from claim order by id")
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ClaimStore::read)
                        .toList());
    }

    private static Verdict read(Row row) {
        return new Verdict(
                new ClaimText(
                        row.getString(0),
                        row.getString(1),
                        Stream.of(row.getArrayOfStrings(5), row.getArrayOfStrings(16))
                                .flatMap(Arrays::stream)
                                .toList(),
                        List.of(row.getArrayOfStrings(6)),
                        List.of(row.getArrayOfStrings(15))),
                Rating.of(row.getString(2)).orElseThrow(),
                Topic.of(row.getString(3)).orElseThrow(),
                Arrays.stream(row.getArrayOfStrings(4))
                        .flatMap(code -> Group.of(code).stream())
                        .collect(Collectors.toSet()),
                row.getString(7),
                row.getString(8),
                new Verdict.Sourcing(row.getString(9), row.getString(10), row.getString(11), row.getString(12)),
                row.getLocalDate(13),
                List.of(row.getArrayOfStrings(14)));
    }

    /** Notes that a resident was told of claims on a day. */
    Future<Void> told(long resident, List<String> claims, LocalDate day) {
        return database.query(
                        "insert into claim_check (resident, claim, day) select $1::bigint, c, $3::date from unnest($2::text[]) c"
                                + " on conflict do nothing",
                        resident,
                        claims.toArray(String[]::new),
                        day)
                .mapEmpty();
    }

    /** Forgets who was told before a day. */
    Future<Void> forgetBefore(LocalDate day) {
        return database.query("delete from claim_check where day < $1", day).mapEmpty();
    }

    Future<Void> erase(SqlClient transaction, long resident) {
        return Database.query(transaction, "delete from claim_check where resident = $1", resident)
                .mapEmpty();
    }

    /** For the resident's own eyes. */
    Future<JsonArray> export(long resident) {
        return database.query(
                        "select k.claim, c.claim, k.day from claim_check k join claim c on c.id = k.claim"
                                + " where k.resident = $1 order by k.day, k.claim",
                        resident)
                .map(rows -> {
                    JsonArray all = new JsonArray();
                    rows.forEach(row -> all.add(new JsonObject()
                            .put("id", row.getString(0))
                            .put("claim", row.getString(1))
                            .put("day", row.getLocalDate(2).toString())));
                    return all;
                });
    }
}
