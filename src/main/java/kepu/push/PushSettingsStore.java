package kepu.push;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import kepu.base.Topic;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of what residents wish of pushes: a row for each who wished anything. */
final class PushSettingsStore {
    private static final String SETTINGS =
            "resident, quiet_from, quiet_until, quiet_since, earlier_from, earlier_until, senders, topics, version";

    private final Database database;

    PushSettingsStore(Database database) {
        this.database = database;
    }

    /** Settings as they stand in the database; of two states of a resident the one with the higher version is the later. */
    record Kept(PushSettings settings, long version) {}

    /** By resident. */
    Future<Map<Long, Kept>> all() {
        return database.query("select " + SETTINGS + " from push_settings").map(PushSettingsStore::read);
    }

    /** Those of some residents, by resident; none of who wished nothing. */
    Future<Map<Long, Kept>> of(Collection<Long> residents) {
        return database.query("select " + SETTINGS + " from push_settings where resident = any($1)", (Object)
                        residents.toArray(Long[]::new))
                .map(PushSettingsStore::read);
    }

    /** Changes the settings of a resident as one step: of two changes at once neither is lost. */
    Future<Kept> change(long resident, Instant now, UnaryOperator<PushSettings> change) {
        return database.transact(transaction -> Database.query(
                        transaction,
                        "insert into push_settings (resident, changed_at, version) values ($1, $2, 1) on conflict (resident)"
                                + " do update set changed_at = $2, version = push_settings.version + 1 returning "
                                + SETTINGS,
                        resident,
                        now.atOffset(ZoneOffset.UTC))
                .map(rows -> Objects.requireNonNull(read(rows).get(resident)))
                .map(before -> new Kept(change.apply(before.settings()), before.version()))
                .compose(kept -> set(transaction, resident, kept.settings()).map(kept)));
    }

    private static Future<Void> set(SqlClient transaction, long resident, PushSettings settings) {
        return Database.query(
                        transaction,
                        "update push_settings set quiet_from = $2, quiet_until = $3, quiet_since = $4, earlier_from = $5,"
                                + " earlier_until = $6, senders = $7, topics = $8 where resident = $1",
                        resident,
                        from(settings.quiet()),
                        to(settings.quiet()),
                        settings.quietSince().atOffset(ZoneOffset.UTC),
                        from(settings.earlier()),
                        to(settings.earlier()),
                        senders(settings.senders()),
                        topics(settings.topics()))
                .mapEmpty();
    }

    /** For the resident's own eyes. */
    Future<JsonArray> export(long resident) {
        return database.query("select to_jsonb(s) - 'resident' from push_settings s where resident = $1", resident)
                .map(Database::jsons);
    }

    private static Map<Long, Kept> read(RowSet<Row> rows) {
        Map<Long, Kept> byResident = new HashMap<>();
        for (Row row : rows) {
            OffsetDateTime since = row.getOffsetDateTime(3);
            Map<String, Instant> senders = new HashMap<>();
            ((JsonObject) row.getJson(6)).forEach(entry -> senders.put(entry.getKey(), instant(entry.getValue())));
            Map<Topic, Instant> topics = new HashMap<>();
            ((JsonObject) row.getJson(7))
                    .forEach(entry ->
                            Topic.of(entry.getKey()).ifPresent(topic -> topics.put(topic, instant(entry.getValue()))));
            byResident.put(
                    row.getLong(0),
                    new Kept(
                            new PushSettings(
                                    quiet(row.getInteger(1), row.getInteger(2)),
                                    since == null ? Instant.EPOCH : since.toInstant(),
                                    quiet(row.getInteger(4), row.getInteger(5)),
                                    senders,
                                    topics),
                            row.getLong(8)));
        }
        return byResident;
    }

    private static @Nullable Quiet quiet(@Nullable Integer from, @Nullable Integer to) {
        return from == null || to == null ? null : new Quiet(from, to);
    }

    private static @Nullable Integer from(@Nullable Quiet quiet) {
        return quiet == null ? null : (Integer) quiet.from();
    }

    private static @Nullable Integer to(@Nullable Quiet quiet) {
        return quiet == null ? null : (Integer) quiet.to();
    }

    private static Instant instant(Object text) {
        return Instant.parse(String.valueOf(text));
    }

    private static JsonObject senders(Map<String, Instant> senders) {
        JsonObject json = new JsonObject();
        senders.forEach((sender, since) -> json.put(sender, since.toString()));
        return json;
    }

    private static JsonObject topics(Map<Topic, Instant> topics) {
        JsonObject json = new JsonObject();
        topics.forEach((topic, since) -> json.put(topic.code(), since.toString()));
        return json;
    }
}
