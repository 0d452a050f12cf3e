package kepu.activity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import kepu.base.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What the chain says of the service record, all of it SHA-256 (FIPS 180-4) over fields of fixed width or with their length before
 * them, numbers big-endian. It is written down twice, as SQL for the sealer and as Java for the audit; a test holds them together.
 */
final class ServiceDigest {
    static final int BYTES = 32;
    /** The first bytes of a row's digest that a block keeps to find a touched row. */
    static final int MARK_BYTES = 8;
    /** What the first block stands on. */
    static final byte[] ORIGIN = new byte[BYTES];

    /** The columns that {@link #row} reads, of service {@code s} and resident {@code r}. */
    static final String COLUMNS =
            "s.seq, s.person, s.commitment, s.item, s.route, s.village, s.day, s.people, s.groups, s.disseminator, s.place, s.note,"
                    + " s.request_key, s.recorded_at, r.salt";

    /** The digest of service {@code s} whose person, when it is known, is resident {@code r}. */
    static final String ROW = "sha256(int8send(s.seq)"
            + " || coalesce(s.commitment, case when s.person is null then decode(repeat('00', 32), 'hex')"
            + " else sha256(r.salt || int8send(s.person) || int8send(s.seq)) end)"
            + " || int4send(s.item) || int8send(s.village) || int4send(s.day - date '1970-01-01') || int4send(s.people)"
            + " || int4send(s.groups) || int8send(coalesce(s.disseminator, 0))"
            + " || int8send((extract(epoch from s.recorded_at) * 1000000)::bigint)"
            + text("s.route") + text("s.place") + text("s.note") + text("s.request_key") + ")";

    private ServiceDigest() {}

    private static String text(String column) {
        return " || coalesce(int4send(octet_length(convert_to(%1$s, 'UTF8'))) || convert_to(%1$s, 'UTF8'), int4send(-1))"
                .formatted(column);
    }

    /** The digest of a row that holds {@link #COLUMNS}; null when its person is not there any more though nothing says so. */
    static byte @Nullable [] row(ResultSet row) throws SQLException {
        long seq = row.getLong(1);
        byte[] person = person(row, seq);
        if (person == null) {
            return null;
        }
        MessageDigest digest = Sha256.begin();
        digest.update(longs(seq));
        digest.update(person);
        digest.update(ints(row.getInt(4)));
        digest.update(longs(row.getLong(6)));
        digest.update(ints(Math.toIntExact(row.getObject(7, LocalDate.class).toEpochDay())));
        digest.update(ints(row.getInt(8), row.getInt(9)));
        digest.update(longs(row.getLong(10)));
        digest.update(
                longs(ChronoUnit.MICROS.between(java.time.Instant.EPOCH, row.getObject(14, OffsetDateTime.class))));
        for (int column : new int[] {5, 11, 12, 13}) {
            text(digest, row.getString(column));
        }
        return digest.digest();
    }

    /** What the chain is told of a person: it says nothing to whoever does not know the salt. */
    static byte[] commitment(byte[] salt, long person, long seq) {
        MessageDigest digest = Sha256.begin();
        digest.update(salt);
        digest.update(longs(person, seq));
        return digest.digest();
    }

    /** The hash of a block on the hash of the one before. */
    static byte[] block(byte[] before, long number, long last, int rows, byte[] body) {
        MessageDigest digest = Sha256.begin();
        digest.update(before);
        digest.update(longs(number, last));
        digest.update(ints(rows));
        digest.update(body);
        return digest.digest();
    }

    private static byte @Nullable [] person(ResultSet row, long seq) throws SQLException {
        byte[] commitment = row.getBytes(3);
        if (commitment != null) {
            return commitment;
        }
        long person = row.getLong(2);
        if (row.wasNull()) {
            return ORIGIN;
        }
        byte[] salt = row.getBytes(15);
        return salt == null ? null : commitment(salt, person, seq);
    }

    private static void text(MessageDigest digest, @Nullable String text) {
        if (text == null) {
            digest.update(ints(-1));
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(ints(bytes.length));
            digest.update(bytes);
        }
    }

    private static byte[] longs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Long.BYTES);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Integer.BYTES);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }
}
