package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;

/** What members of staff do with their own password and logins. */
public final class OwnAccess {
    static final int SHORTEST_PASSWORD = 10;

    private final AccountStore store;
    private final Passwords passwords;
    private final Tokens tokens;
    private final Clock clock;

    OwnAccess(AccountStore store, Passwords passwords, Tokens tokens, Clock clock) {
        this.store = store;
        this.passwords = passwords;
        this.tokens = tokens;
        this.clock = clock;
    }

    public Future<List<StaffAccount.Login>> logins(Caller.OfStaff staff) {
        return store.logins(staff.id(), clock.instant());
    }

    /** Ends one of the caller's logins, or all but the one by which they call. */
    public Future<Void> end(Caller.OfStaff staff, @Nullable UUID session) {
        return store.transact(transaction -> session == null
                        ? AccountStore.endSessions(transaction, staff.id(), staff.session())
                        : AccountStore.endSession(transaction, staff.id(), session))
                .map(ended -> {
                    if (session != null && ended.isEmpty()) {
                        throw new Failure.Missing("session-missing", "这次登录已经结束了");
                    }
                    return ended(ended);
                });
    }

    /**
     * Puts {@code fresh} in the place of the password that was proven, and ends every login but {@code kept}; gives its hash.
     * {@link Failure.Invalid} for a password that is easily guessed.
     */
    Future<String> password(PeopleStore.StaffLogin proven, String present, String fresh, @Nullable UUID kept) {
        requireGood(proven.staff().account(), present, fresh);
        return passwords
                .hashed(fresh)
                .compose(hash -> store.transact(transaction -> put(transaction, proven, hash, kept))
                        .map(this::ended)
                        .map(hash));
    }

    private static Future<List<UUID>> put(
            SqlClient transaction, PeopleStore.StaffLogin proven, String hash, @Nullable UUID kept) {
        long staff = proven.staff().id();
        return AccountStore.ownPassword(transaction, staff, proven.passwordHash(), hash)
                .map(stored -> {
                    if (!stored) {
                        throw Sessions.passwordWrong();
                    }
                    return stored;
                })
                .compose(stored -> AccountStore.endSessions(transaction, staff, kept))
                .compose(ended -> Audit.add(
                                transaction, staff, "account.own-password", "account:" + staff, new JsonObject())
                        .map(ended));
    }

    private @Nullable Void ended(List<UUID> sessions) {
        sessions.forEach(tokens::end);
        tokens.stored();
        return null;
    }

    private static void requireGood(String account, String present, String fresh) {
        boolean isMixed =
                fresh.chars().anyMatch(Character::isLetter) && fresh.chars().anyMatch(Character::isDigit);
        if (fresh.length() < SHORTEST_PASSWORD || !isMixed) {
            throw Failure.Invalid.at("/newPassword", "新密码至少 " + SHORTEST_PASSWORD + " 位，要有字母也有数字");
        }
        if (fresh.equals(present) || fresh.toLowerCase(Locale.ROOT).contains(account)) {
            throw Failure.Invalid.at("/newPassword", "新密码不能和现在的一样，也不能含有账号名");
        }
    }
}
