package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import kepu.base.Cursor;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Who of the staff within a scope is logged in, for their administrators, who may end many logins at once, with a trace. */
public final class Logins {
    /** So many end by one call. */
    private static final int MOST_ENDED = 1_000;

    private final AccountStore store;
    private final Tokens tokens;
    private final Clock clock;

    Logins(AccountStore store, Tokens tokens, Clock clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** A login that lasts, and whose it is. */
    public record OfStaff(Staff staff, StaffAccount.Login login) {
        public Mark mark() {
            return new Mark(login.usedAt(), login.id());
        }
    }

    /** Whose logins; {@code words} stand in the account or the name. */
    public record Whose(
            RegionCode within,
            @Nullable String words,
            @Nullable Role role) {}

    /** A place in the list, which is in the order in which logins were used, the last first. */
    public record Mark(Instant usedAt, UUID id) {
        /** {@link kepu.base.Failure.Invalid} for what is no place. */
        public static Mark of(String text) {
            String[] parts = text.split(" ", 2);
            try {
                return new Mark(Instant.parse(parts[0]), UUID.fromString(parts[parts.length - 1]));
            } catch (DateTimeException | IllegalArgumentException e) {
                throw Cursor.broken();
            }
        }

        @Override
        public String toString() {
            return usedAt + " " + id;
        }
    }

    /** How many logins there are, and of how many people. */
    public record Count(long logins, long people) {}

    /** How many ended, and how many of the others still last. */
    public record Ended(int ended, long left) {}

    /** Those that last, after a place in the list. */
    public Future<List<OfStaff>> list(Whose whose, @Nullable Mark after, int limit) {
        return store.logins(whose, after, clock.instant(), limit);
    }

    /** All of them, but for the one by which it is asked. */
    public Future<Count> others(Caller.OfStaff staff, Whose whose) {
        return store.countLogins(whose, staff.session(), clock.instant());
    }

    /** Ends them, but for the one by which it is asked; at most {@value #MOST_ENDED}, those that were used last. */
    public Future<Ended> end(Caller.OfStaff staff, Whose whose) {
        return store.transact(transaction -> AccountStore.hold(transaction, staff.id())
                        .map(held -> {
                            StaffAccounts.requireAdministrator(held.get(staff.id()), whose.within());
                            return held;
                        })
                        .compose(may -> AccountStore.endLogins(
                                transaction, whose, staff.session(), clock.instant(), MOST_ENDED))
                        .compose(ended -> traced(transaction, staff, whose, ended)))
                .compose(ended -> over(staff, whose, ended));
    }

    private Future<Ended> over(Caller.OfStaff staff, Whose whose, List<UUID> ended) {
        ended.forEach(tokens::end);
        tokens.stored();
        return others(staff, whose).map(left -> new Ended(ended.size(), left.logins()));
    }

    private static Future<List<UUID>> traced(
            SqlClient transaction, Caller.OfStaff staff, Whose whose, List<UUID> ended) {
        JsonObject detail = new JsonObject().put("sessions", ended.size());
        if (whose.role() != null) {
            detail.put("role", whose.role().code());
        }
        if (whose.words() != null) {
            detail.put("words", whose.words());
        }
        String object = "region:" + whose.within().text();
        return Audit.add(transaction, staff.id(), "account.logout-all", object, detail)
                .map(ended);
    }
}
