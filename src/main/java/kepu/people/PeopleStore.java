package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kepu.base.Coded;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.region.RegionCode;
import kepu.store.Database;
import kepu.store.Gathering;
import org.jspecify.annotations.Nullable;

/** The SQL of residents, staff, sessions, codes and keys. */
public final class PeopleStore {
    static final String RESIDENT =
            "id, village, groups, birth_year, occupation, interests, deleted_topics, language, large_print,"
                    + " personalised, consent_version, consent_at, guardian_version, guardian_at";

    record SealedKey(String id, byte[] sealed, Instant createdAt, Instant retiresAt) {}

    /** An open account and its password; {@code temporary} when an administrator gave it. */
    record StaffLogin(Staff staff, String passwordHash, boolean temporary) {}

    /** Whose session a refresh token continued. */
    record Continued(
            UUID session, @Nullable Long resident, @Nullable Long staff) {}

    private final Database database;
    private final Gathering<Optional<Resident>> residents;

    public PeopleStore(Database database) {
        this.database = database;
        this.residents =
                database.gathering(ids -> residents(ids).map(found -> id -> Optional.ofNullable(found.get(id))));
    }

    Future<Optional<Resident>> resident(long id) {
        return residents.ask(id);
    }

    /** Those of the residents who are there, by id. */
    Future<Map<Long, Resident>> residents(Collection<Long> ids) {
        return database.query(
                        "select " + RESIDENT + " from resident where id = any($1)", (Object) ids.toArray(Long[]::new))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PeopleStore::readResident)
                        .collect(Collectors.toMap(Resident::id, Function.identity())));
    }

    Future<Optional<Resident>> residentByPhone(byte[] phoneHash) {
        return database.query("select " + RESIDENT + " from resident where phone_hash = $1", Buffer.buffer(phoneHash))
                .map(PeopleStore::firstResident);
    }

    Future<Optional<byte[]>> sealedPhone(long id) {
        return database.query("select phone_sealed from resident where id = $1", id)
                .map(rows -> first(rows).map(row -> row.getBuffer(0)).map(Buffer::getBytes));
    }

    /** Adds a resident, or gives the one who came first with the same phone. */
    Future<Resident> addResident(
            byte[] phoneHash, byte[] phoneSealed, Newcomer newcomer, String consentVersion, Instant now) {
        Integer year = newcomer.birthYear();
        return database.query(
                        "insert into resident (phone_hash, phone_sealed, village, consent_version, consent_at, birth_year, personalised)"
                                + " values ($1, $2, $3, $4, $5, $6, $7)"
                                + " on conflict (phone_hash) do update set phone_hash = excluded.phone_hash returning "
                                + RESIDENT,
                        Buffer.buffer(phoneHash),
                        Buffer.buffer(phoneSealed),
                        newcomer.village(),
                        consentVersion,
                        utc(now),
                        year == null ? null : year.shortValue(),
                        !Minority.isUnder(year, now))
                .map(rows -> readResident(rows.iterator().next()));
    }

    /**
     * Stores what changed, leaving null parts as they are; a topic that is stated as an interest is no longer deleted. Empty when there
     * is no such resident.
     */
    static Future<Optional<Resident>> change(SqlClient transaction, long id, ProfileChange change) {
        return Database.query(
                        transaction,
                        "update resident set village = coalesce($2, village), groups = coalesce($3, groups),"
                                + " birth_year = case when $10 then null else coalesce($4, birth_year) end,"
                                + " occupation = case when $11 then null else coalesce($5, occupation) end,"
                                + " interests = coalesce($6, interests), deleted_topics = array(select unnest(deleted_topics)"
                                + " except select unnest($6::text[])), language = coalesce($7, language),"
                                + " large_print = coalesce($8, large_print), personalised = coalesce($9, personalised)"
                                + " where id = $1 returning " + RESIDENT,
                        id,
                        change.village(),
                        codes(change.groups()),
                        change.birthYear() == null ? null : change.birthYear().shortValue(),
                        change.occupation(),
                        codes(change.interests()),
                        change.language(),
                        change.largePrint(),
                        change.personalised(),
                        change.cleared().contains(ProfileChange.Clearable.BIRTH_YEAR),
                        change.cleared().contains(ProfileChange.Clearable.OCCUPATION))
                .map(PeopleStore::firstResident);
    }

    /** Takes a group out of the profile; empty when there is no such resident. */
    Future<Optional<Resident>> withoutGroup(long id, Group group) {
        return database.query(
                        "update resident set groups = array_remove(groups, $2) where id = $1 returning " + RESIDENT,
                        id,
                        group.code())
                .map(PeopleStore::firstResident);
    }

    /** Takes a topic out of the interests and keeps in mind that it is not wanted; empty when there is no such resident. */
    Future<Optional<Resident>> withoutTopic(long id, Topic topic) {
        return database.query(
                        "update resident set interests = array_remove(interests, $2),"
                                + " deleted_topics = array_append(array_remove(deleted_topics, $2), $2)"
                                + " where id = $1 returning " + RESIDENT,
                        id,
                        topic.code())
                .map(PeopleStore::firstResident);
    }

    /** Waits for whatever is being stored of a resident, and keeps more from being stored until the transaction ends. */
    static Future<Void> lock(SqlClient transaction, long id) {
        return Database.query(transaction, "select from resident where id = $1 for update", id)
                .mapEmpty();
    }

    /**
     * Holds the resident until the transaction ends, so that two of their requests come one after the other; what only refers to them goes on
     * being stored. False when they are gone.
     */
    public static Future<Boolean> hold(SqlClient transaction, long id) {
        return Database.query(transaction, "select from resident where id = $1 for no key update", id)
                .map(rows -> rows.size() > 0);
    }

    /** The profile, held until the transaction ends. */
    static Future<Optional<Resident>> locked(SqlClient transaction, long id) {
        return Database.query(transaction, "select " + RESIDENT + " from resident where id = $1 for update", id)
                .map(PeopleStore::firstResident);
    }

    Future<Void> erase(SqlClient transaction, long id) {
        return Database.query(transaction, "delete from resident where id = $1", id)
                .mapEmpty();
    }

    public Future<Optional<Staff>> staff(long id) {
        return database.query("select id, account, name, role, scope from staff where id = $1 and active", id)
                .map(rows -> first(rows).map(PeopleStore::readStaff));
    }

    Future<Optional<StaffLogin>> staffLogin(String account) {
        return database.query(
                        "select id, account, name, role, scope, password_hash, password_temporary from staff where account = $1 and active",
                        account)
                .map(rows ->
                        first(rows).map(row -> new StaffLogin(readStaff(row), row.getString(5), row.getBoolean(6))));
    }

    /** Those of the regions that active staff of one of the roles have as their scope. */
    public Future<Set<RegionCode>> staffed(Collection<RegionCode> regions, Set<Role> roles) {
        return database.query(
                        "select distinct scope from staff where active and role = any($1) and scope = any($2)",
                        roles.stream().map(Role::code).toArray(String[]::new),
                        regions.stream().map(RegionCode::text).toArray(String[]::new))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> RegionCode.of(row.getString(0)))
                        .collect(Collectors.toSet()));
    }

    /** Names of the active disseminators whose scope is just this region, as their accounts have them, the first account first. */
    public Future<List<String>> disseminators(RegionCode region, int limit) {
        return database.query(
                        "select name from staff where active and role = $1 and scope = $2 order by id limit $3",
                        Role.DISSEMINATOR.code(),
                        region.text(),
                        limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList());
    }

    /** Keeps a code unless one was sent less than {@code interval} seconds ago; false when it was. */
    Future<Boolean> keepCode(
            byte[] phoneHash, byte[] codeHash, Instant now, Instant expires, int intervalSeconds, int minutes) {
        return database.query(
                        "insert into login_code (phone_hash, code_hash, expires_at) values ($1, $2, $3)"
                                + " on conflict (phone_hash) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at,"
                                + " tries = 0 where login_code.expires_at <= $4",
                        Buffer.buffer(phoneHash),
                        Buffer.buffer(codeHash),
                        utc(expires),
                        utc(now.plusSeconds(minutes * 60L - intervalSeconds)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Counts a try and gives the code's hash while it is valid and tries are left. */
    Future<Optional<byte[]>> tryCode(byte[] phoneHash, Instant now, int tries) {
        return database.query(
                        "update login_code set tries = tries + 1 where phone_hash = $1 and expires_at > $2 and tries < $3"
                                + " returning code_hash",
                        Buffer.buffer(phoneHash),
                        utc(now),
                        tries)
                .map(rows -> first(rows).map(row -> row.getBuffer(0).getBytes()));
    }

    Future<Void> forgetCode(byte[] phoneHash) {
        return database.query("delete from login_code where phone_hash = $1", Buffer.buffer(phoneHash))
                .mapEmpty();
    }

    /** Starts a session of a resident. */
    Future<Void> startSession(UUID id, long resident, byte[] refreshHash, Instant expires) {
        return database.query(
                        "insert into session (id, resident, refresh_hash, expires_at) values ($1, $2, $3, $4)",
                        id,
                        resident,
                        Buffer.buffer(refreshHash),
                        utc(expires))
                .mapEmpty();
    }

    /**
     * Starts a session of staff; false when the account is closed, or has another role, scope or password than the one by which it is opened.
     * It holds the account, so that one that is being changed or closed either waits and ends this session too, or is seen to be so.
     *
     * @param passwordHash null when it is opened by no password
     */
    Future<Boolean> startStaffSession(
            UUID id, Staff staff, @Nullable String passwordHash, byte[] refreshHash, Instant expires) {
        return database.query(
                        "insert into session (id, staff, refresh_hash, expires_at) select $1, $2, $3, $4 where exists (select from staff"
                                + " where id = $2 and active and ($5::text is null or password_hash = $5) and role = $6 and scope = $7 for share)",
                        id,
                        staff.id(),
                        Buffer.buffer(refreshHash),
                        utc(expires),
                        passwordHash,
                        staff.role().code(),
                        staff.scope().text())
                .map(rows -> rows.rowCount() > 0);
    }

    /** Exchanges a refresh token for the next; empty when it is not the present one of a living session. */
    Future<Optional<Continued>> continueSession(byte[] present, byte[] next, Instant now, Instant expires) {
        return database.query(
                        "update session set refresh_hash = $2, expires_at = $4, used_at = $3 where refresh_hash = $1 and expires_at > $3"
                                + " returning id, resident, staff",
                        Buffer.buffer(present),
                        Buffer.buffer(next),
                        utc(now),
                        utc(expires))
                .map(rows -> first(rows).map(row -> new Continued(row.getUUID(0), row.getLong(1), row.getLong(2))));
    }

    /** Ends the session when {@code used} is not its present refresh token; false when there is none to end. */
    Future<Boolean> endReused(UUID session, byte[] used) {
        return database.query("delete from session where id = $1 and refresh_hash <> $2", session, Buffer.buffer(used))
                .map(rows -> rows.rowCount() > 0);
    }

    Future<Void> endSession(UUID id) {
        return database.query("delete from session where id = $1", id).mapEmpty();
    }

    /** Sessions that ended before their time within {@code window}, the latest first. */
    Future<List<UUID>> endedSessions(Duration window, int limit) {
        return database.query(
                        "select id from ended_session where ended_at > now() - make_interval(secs => $1)"
                                + " order by ended_at desc limit $2",
                        (double) window.toSeconds(),
                        limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID(0))
                        .toList());
    }

    /** Deletes codes, sessions and keys that are over. No token lives longer than a day. */
    public Future<Void> sweep(Instant now) {
        return Future.join(
                        database.query("delete from login_code where expires_at < $1", utc(now)),
                        database.query("delete from session where expires_at < $1", utc(now)),
                        database.query("delete from signing_key where retires_at < $1", utc(now)),
                        database.query("delete from ended_session where ended_at < now() - interval '2 days'"))
                .mapEmpty();
    }

    Future<List<SealedKey>> signingKeys(Instant now) {
        return database.query(
                        "select id, sealed, created_at, retires_at from signing_key where retires_at > $1", utc(now))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new SealedKey(
                                row.getString(0),
                                row.getBuffer(1).getBytes(),
                                row.getOffsetDateTime(2).toInstant(),
                                row.getOffsetDateTime(3).toInstant()))
                        .toList());
    }

    Future<Void> addSigningKey(String id, String publicJwk, byte[] sealed, Instant created, Instant retires) {
        return database.query(
                        "insert into signing_key (id, public_jwk, sealed, created_at, retires_at) values ($1, $2, $3, $4, $5)",
                        id,
                        publicJwk,
                        Buffer.buffer(sealed),
                        utc(created),
                        utc(retires))
                .mapEmpty();
    }

    private static Optional<Resident> firstResident(RowSet<Row> rows) {
        return first(rows).map(PeopleStore::readResident);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    static Resident readResident(Row row) {
        Short birthYear = row.getShort(3);
        String guardian = row.getString(12);
        return new Resident(
                row.getLong(0),
                row.getLong(1),
                groups(row.getArrayOfStrings(2)),
                birthYear == null ? null : birthYear.intValue(),
                row.getString(4),
                topics(row.getArrayOfStrings(5)),
                topics(row.getArrayOfStrings(6)),
                row.getString(7),
                row.getBoolean(8),
                row.getBoolean(9),
                row.getString(10),
                row.getOffsetDateTime(11).toInstant(),
                guardian == null
                        ? null
                        : new Resident.Guardian(
                                guardian, row.getOffsetDateTime(13).toInstant()));
    }

    private static Staff readStaff(Row row) {
        return new Staff(
                row.getLong(0),
                row.getString(1),
                row.getString(2),
                Role.of(row.getString(3)).orElseThrow(),
                RegionCode.of(row.getString(4)));
    }

    private static Set<Group> groups(String[] codes) {
        return Arrays.stream(codes).flatMap(code -> Group.of(code).stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Topic> topics(String[] codes) {
        return Arrays.stream(codes).flatMap(code -> Topic.of(code).stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static String @Nullable [] codes(@Nullable Set<? extends Coded> words) {
        return words == null ? null : words.stream().map(Coded::code).sorted().toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
