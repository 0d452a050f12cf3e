package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.store.Database;

/**
 * Consent of guardians for residents under 14: given and taken back by whoever has the guardian's phone and the code that was sent to it. Stored
 * are the phone's keyed hash, the version of the text and the time; the trace of both says which resident, and nothing of the guardian.
 */
public final class Guardians {
    private static final int ADULT = 18;

    private final Database database;
    private final Residents residents;
    private final Codes codes;
    private final Secrets secrets;
    private final Clock clock;

    public Guardians(Database database, Residents residents, Codes codes, Secrets secrets, Clock clock) {
        this.database = database;
        this.residents = residents;
        this.codes = codes;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Consents for a resident; from now on they are treated as everybody of their age. The same guardian does it again
     * when the text has changed. {@link Failure.Invalid} when the phone is the child's own or another minor's, {@link Failure.Conflict} when they
     * need nobody's consent or another guardian gave it.
     */
    public Future<Resident> consent(long child, Phone guardian, String code) {
        return codes.check(guardian, code)
                .compose(right -> residents.byPhone(guardian))
                .compose(known -> {
                    known.ifPresent(owner -> requireAdult(owner, child));
                    return database.transact(transaction -> given(transaction, child, guardian));
                })
                .compose(given -> {
                    Resident told = residents.told(given.orElseThrow(Residents::gone));
                    return codes.used(guardian).map(told);
                });
    }

    /** Takes back all that was consented to from a phone, with effect at once; says for how many. */
    public Future<Integer> revoke(Phone guardian, String code) {
        byte[] hash = Residents.phoneHash(secrets, guardian);
        return codes.check(guardian, code)
                .compose(right -> database.transact(transaction ->
                        GuardianStore.wards(transaction, hash).compose(wards -> revoked(transaction, wards))))
                .compose(wards -> codes.used(guardian).map(done -> {
                    wards.forEach(residents::emptied);
                    return wards.size();
                }));
    }

    private void requireAdult(Resident owner, long child) {
        if (owner.id() == child) {
            throw Failure.Invalid.at("/phone", "这是孩子自己的手机号，请填监护人的");
        }
        Integer born = owner.birthYear();
        if (born != null && Beijing.year(clock.instant()) - born < ADULT) {
            throw Failure.Invalid.at("/phone", "这个手机号登记的是未成年人，请填监护人的");
        }
    }

    private Future<Optional<Resident>> given(SqlClient transaction, long child, Phone guardian) {
        byte[] hash = Residents.phoneHash(secrets, guardian);
        return PeopleStore.locked(transaction, child).compose(found -> {
            Resident resident = found.orElseThrow(Residents::gone);
            if (!Minority.isUnder(resident.birthYear(), clock.instant())) {
                throw new Failure.Conflict("guardian-not-needed", "登记的年龄已满 14 周岁，不用监护人同意");
            }
            return resident.guardian() == null ? stored(transaction, child, hash) : same(transaction, resident, hash);
        });
    }

    private Future<Optional<Resident>> stored(SqlClient transaction, long child, byte[] hash) {
        return GuardianStore.consent(transaction, child, hash, PrivacyText.VERSION, clock.instant())
                .compose(resident ->
                        trace(transaction, "guardian.consent", resident).map(Optional.of(resident)));
    }

    private Future<Optional<Resident>> same(SqlClient transaction, Resident resident, byte[] hash) {
        return GuardianStore.isFrom(transaction, resident.id(), hash).compose(same -> {
            if (!same) {
                throw new Failure.Conflict("guardian-known", "已经有监护人同意过。要换人，请先由那位监护人撤回");
            }
            Resident.Guardian given = resident.guardian();
            return given == null || given.version().equals(PrivacyText.VERSION)
                    ? Future.succeededFuture(Optional.of(resident))
                    : renewed(transaction, resident.id());
        });
    }

    private Future<Optional<Resident>> renewed(SqlClient transaction, long child) {
        return GuardianStore.renew(transaction, child, PrivacyText.VERSION, clock.instant())
                .compose(resident ->
                        trace(transaction, "guardian.consent", resident).map(Optional.of(resident)));
    }

    private Future<List<Resident>> revoked(SqlClient transaction, List<Resident> wards) {
        Future<List<Resident>> all = Future.succeededFuture(new ArrayList<>());
        for (Resident ward : wards) {
            all = all.compose(done -> revoked(transaction, ward).map(now -> {
                done.add(now);
                return done;
            }));
        }
        return all;
    }

    private Future<Resident> revoked(SqlClient transaction, Resident ward) {
        Future<Resident> left = Minority.isUnder(ward.birthYear(), clock.instant())
                ? residents.empty(transaction, ward.id())
                : GuardianStore.release(transaction, ward.id());
        return left.compose(now -> trace(transaction, "guardian.revoke", ward).map(now));
    }

    private static Future<Void> trace(SqlClient transaction, String action, Resident resident) {
        Resident.Guardian guardian = resident.guardian();
        return Audit.addOwn(
                transaction,
                action,
                "resident:" + resident.id(),
                new JsonObject().put("version", guardian == null ? null : guardian.version()));
    }
}
